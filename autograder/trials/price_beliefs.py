"""What one would say of a backward pass with a wrong rule in mind, to find out which it was.

A wrong number alone tells little; the same wrong rule in seven numbers tells what was believed.
"""

from collections.abc import Callable
from itertools import accumulate

from autograder.trials.tower_plans import Plan


def _learns(plan: Plan) -> list[bool]:
    """Which layers learn, from below."""
    return [layer not in plan.frozen for layer in range(len(plan.sizes))]


def _has_below(learns: list[bool]) -> list[bool]:
    """For each layer, whether one below it is true."""
    return [False, *accumulate(learns, max)][:-1]


def _down_to_frozen(plan: Plan) -> list[bool]:
    """Which layers learn with none but learning ones above them."""
    return list(accumulate(reversed(_learns(plan)), min))[::-1]


def _where(one: list[bool], other: list[bool]) -> list[bool]:
    """Where both are true."""
    return [a and b for a, b in zip(one, other, strict=True)]


def _price(plan: Plan, weights: list[bool], inputs: list[bool]) -> int:
    """The cost of these layers' weight gradients and of those layers' input gradients."""
    taken = zip(plan.sizes, weights, inputs, strict=True)
    return 2 * plan.batch * sum(size * (weight + entry) for size, weight, entry in taken)


def _paid(plan: Plan, weights: list[bool]) -> int:
    """The cost of weight gradients where `weights` says so, and of the way down to them."""
    return _price(plan, weights, _has_below(weights))


def _numbers(plan: Plan) -> int:
    """How many numbers learn, biases included."""
    counted = zip(plan.sizes, plan.widths[1:], _learns(plan), strict=True)
    return sum(size + outputs for size, outputs, learns in counted if learns)


def _all(plan: Plan) -> list[bool]:
    """Every layer."""
    return [True] * len(plan.sizes)


def _none(plan: Plan) -> list[bool]:
    """No layer."""
    return [False] * len(plan.sizes)


# What each wrong belief would say, and a question that leads out of it.
BELIEFS: list[tuple[Callable[[Plan], int], str, str]] = [
    (lambda p: _paid(p, _down_to_frozen(p)),
     "the loss comes last: what must pass through a frozen layer to reach those below it?", "F5"),
    (lambda p: _price(p, _down_to_frozen(p), _where(_down_to_frozen(p), _has_below(_learns(p)))),
     "the loss comes last: what must pass through a frozen layer to reach those below it?", "F5"),
    (lambda p: _price(p, _learns(p), _where(_learns(p), _has_below(_learns(p)))),
     "a frozen layer lies above one that learns: how does the gradient get down there?", "F5"),
    (lambda p: _paid(p, _all(p)),
     "the flags change nothing in these numbers: which product does a flag leave out?", ""),
    (lambda p: _price(p, _all(p), _all(p)),
     "the flags change nothing in these numbers: what is not asked for when a layer is frozen?",
     ""),
    (lambda p: _price(p, _learns(p), _learns(p)),
     "the numbers follow the count of what learns: do frozen layers on the way cost nothing?", ""),
    (lambda p: _price(p, _learns(p), _none(p)),
     "those are the weight gradients: how did the gradient get to each of these layers?", ""),
    (lambda p: _price(p, _learns(p), list(accumulate(_learns(p), max))),
     "who asks for the gradient of what goes into the lowest layer that learns?", ""),
    (lambda p: _price(p, _learns(p), _all(p)),
     "who below asks for the gradient of a frozen first layer's input, or of the batch?", ""),
    (lambda p: _price(p, _learns(p), _has_below(_learns(p)[::-1])[::-1]),
     "which way does the gradient travel, up or down the tower?", ""),
    (lambda p: _paid(p, [not learns for learns in _learns(p)]),
     "does the set name the layers that learn, or those that do not?", ""),
    (lambda p: _paid(p, _learns(p)) + _price(p, _all(p), _none(p)),
     "which pass has been paid before `backward()` begins?", ""),
    (lambda p: _paid(p, _learns(p)) // 2,
     "how many operations is one product with its addition?", ""),
    (lambda p: _paid(p, _learns(p)) // p.batch,
     "how many rows go through the tower in one step?", ""),
    (lambda p: _numbers(p),
     "this counts numbers, not operations: what is done with each of them, and how often?", ""),
    (lambda p: 4 * p.batch * _numbers(p),
     "the answers follow the count of what learns: does it not matter where they lie?", ""),
]  # fmt: skip
