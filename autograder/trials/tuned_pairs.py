"""Two networks each: one that knows an old task, and what became of it on the way to a new one.

The weights of `tuned` are changed by drawn amounts instead of training, so that they are the same
on every machine; where only statistics drift, or nothing at all moves, a real training runs.
"""

import copy
from dataclasses import dataclass

import torch

from autograder.trials import two_tasks
from autograder.trials.two_tasks import TwoParts

# So many that much is lost, and so few that something is left.
DRIFT_STEPS = 2


@dataclass(frozen=True)
class Pair:
    """What `forgotten` is handed: two networks with heads of their own, and old test data."""

    base: TwoParts
    tuned: TwoParts
    images: torch.Tensor
    labels: torch.Tensor


def tuned(seed: int) -> Pair:
    """Every weight of the body has moved; base came in eval mode."""
    pair = _pair(two_tasks.drifts(seed))
    draw = torch.Generator().manual_seed(seed + 1)
    weight = pair.tuned.body[0].weight
    with torch.no_grad():
        weight += torch.randint(-48, 49, weight.shape, generator=draw) / 64
    pair.base.eval()
    return pair


def drifted(seed: int) -> Pair:
    """No weight of the body moved, its running statistics did."""
    pair = _pair(two_tasks.drifts(seed))
    for _ in range(DRIFT_STEPS):
        pair.tuned.body(two_tasks.inverted(pair.images))
    return pair


def recovered(seed: int) -> Pair:
    """Base had drifted, and tuned found back: the old task gains."""
    case = two_tasks.recovers(seed)
    pair = _pair(case)
    case.train(pair.tuned)
    return pair


def frozen(seed: int) -> Pair:
    """The body is the same to the last bit; the head is new, and tuned came in eval mode."""
    pair = _pair(two_tasks.asleep(seed))
    pair.tuned.eval()
    return pair


EVERY = (tuned, drifted, recovered, frozen)


def _pair(case: two_tasks.Case) -> Pair:
    """The network of a case twice: a copy with the old head, and itself with the new one."""
    base = copy.deepcopy(case.model)
    base.head = case.old_head
    return Pair(base, case.model, case.images, case.labels)
