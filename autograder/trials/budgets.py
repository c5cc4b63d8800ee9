"""Budgets for a backward pass: what every freeze plan of a network costs, and what is asked.

The best plan is not always frozen from below, and one budget is too small for any plan that learns.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from autograder.trials import towers
from autograder.trials.nets import Probe
from course.cost import step_flops


@dataclass(frozen=True)
class Price:
    """What a plan costs in a backward pass, and how many numbers it trains."""

    backward: int
    trains: int


Prices = dict[frozenset[str], Price]


@lru_cache(maxsize=16)
def prices_of(build: Callable[[int], Probe], seed: int) -> Prices:
    """Every plan of the network and its price, from a run for each child alone and without it.

    The children must follow one another in the order of their registration. The lowest child that
    learns pays for the way down to itself; each one above it adds its own weight gradient.
    """
    probe = build(seed)
    names = [name for name, _ in probe.net.named_children()]
    everything = _run(probe, set())
    alone = {name: _run(probe, set(names) - {name}) for name in names}
    without = {name: _run(probe, {name}) for name in names}
    prices = {}
    for size in range(len(names) + 1):
        for plan in combinations(names, size):
            learning = [name for name in names if name not in plan]
            backward = alone[learning[0]].backward if learning else 0
            backward += sum(everything.backward - without[n].backward for n in learning[1:])
            trains = sum(alone[name].trains for name in learning)
            prices[frozenset(plan)] = Price(backward, trains)
    return prices


def _run(probe: Probe, plan: set[str]) -> Price:
    """The price of one plan, by running it."""
    for name, child in probe.net.named_children():
        child.requires_grad_(name not in plan)
    trains = sum(p.numel() for p in probe.net.parameters() if p.requires_grad)
    return Price(step_flops(probe.net, probe.inputs, probe.targets).backward, trains)


@lru_cache(maxsize=16)
def cases(seed: int) -> list[tuple[Callable[[int], Probe], float]]:
    """A network and a budget each: one met best from below, three that need more, one too small."""
    small, bottle = prices_of(towers.small_net, seed), prices_of(towers.bottle, seed)
    below, gaps = _worth_asking(small)
    costs = list(_budgets(bottle))
    # One operation short of a plan: who forgets a part of its price takes it all the same.
    short = sorted({price.backward - 1 for price in bottle.values() if price.backward})
    fooling = [budget for budget in short if _is_fooled(bottle, budget)] or costs[:-1]
    return [
        (towers.small_net, float(below[seed % len(below)])),
        (towers.small_net, float(gaps[seed % len(gaps)] + 1)),
        (towers.bottle, float(costs[-2])),
        (towers.bottle, float(fooling[seed % len(fooling)])),
        (towers.small_net, float(min(p.backward for p in small.values() if p.backward) - 1)),
    ]


def _budgets(prices: Prices) -> dict[int, frozenset[str]]:
    """The plans that no other beats, by what they cost, the cheapest first."""
    found, most = {}, 0
    for plan, price in sorted(prices.items(), key=lambda item: (item[1].backward, -item[1].trains)):
        if price.trains > most:
            found[price.backward], most = plan, price.trains
    return found


def _worth_asking(prices: Prices) -> tuple[list[int], list[int]]:
    """Budgets at which freezing from below is best, and those at which another plan is.

    Where there are none of the second kind, the first stand in for them.
    """
    below = [cost for cost, plan in _budgets(prices).items() if plan in from_below(prices)]
    others = [cost for cost, plan in _budgets(prices).items() if plan not in from_below(prices)]
    # In the first of all the last child learns alone, and in the last of the others all learn.
    return below[1:], others[:-1] or below[1:]


def _is_fooled(prices: Prices, budget: float) -> bool:
    """Whether who holds frozen children for free, wherever they lie, overspends this budget."""
    names = children_in_order(prices)
    steps = [prices[frozenset(names[:count])].backward for count in range(len(names) + 1)]
    own = {name: here - then for name, here, then in zip(names, steps, steps[1:], strict=False)}
    believed = [plan for plan in prices if sum(own[n] for n in names if n not in plan) <= budget]
    return prices[max(believed, key=lambda plan: prices[plan].trains)].backward > budget


def children_in_order(prices: Prices) -> list[str]:
    """The names of the children, lowest first: a plan of one is priced in that order."""
    return [name for plan in prices if len(plan) == 1 for name in plan]


def from_below(prices: Prices) -> list[frozenset[str]]:
    """The plans that freeze the lowest children, at least one and not all."""
    names = children_in_order(prices)
    return [frozenset(names[:count]) for count in range(1, len(names))]
