"""The ways to train little that lesson 10 compares: what may learn, and the rates to choose from.

Each has three learning rates, so that none is favoured; a way with few numbers needs larger ones.
"""

import copy
from collections.abc import Callable
from typing import NamedTuple

from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm

from course.adapters import Updated
from course.mlp import mlp

SLOW, MIDDLE, FAST = (1e-3, 3e-3, 1e-2), (3e-3, 1e-2, 3e-2), (1e-2, 3e-2, 1e-1)


class Way(NamedTuple):
    """What `begin(net, seed)` makes of a copy of `net`, and the learning rates to choose from."""

    begin: Callable[[nn.Module, int], nn.Module]
    rates: tuple[float, ...]


def _everything(net: nn.Module, seed: int) -> nn.Module:
    """The whole network learns."""
    return copy.deepcopy(net)


def _norms_and_head(net: nn.Module, seed: int) -> nn.Module:
    """Scale and shift of every BatchNorm learn, and the head."""
    chosen = copy.deepcopy(net).requires_grad_(False)
    for part in (*chosen.modules(), chosen.head):
        if isinstance(part, _BatchNorm) or part is chosen.head:
            part.requires_grad_(True)
    return chosen


def _biases(net: nn.Module, seed: int) -> nn.Module:
    """Every bias learns, that of the head too, and no weight."""
    return _learning(net, lambda name: name.endswith("bias"))


def _biases_and_head(net: nn.Module, seed: int) -> nn.Module:
    """Every bias learns, BatchNorm's shift is one of them, and the whole head."""
    return _learning(net, lambda name: name.endswith("bias") or name.startswith("head."))


def _head(net: nn.Module, seed: int) -> nn.Module:
    """The head learns alone."""
    return _learning(net, lambda name: name.startswith("head."))


def _rank(rank: int) -> Callable[[nn.Module, int], nn.Module]:
    """Every linear weight, that of the head too, gains an update of this rank."""
    return lambda net, seed: Updated(copy.deepcopy(net), rank, seed)


def _random_start(net: nn.Module, seed: int) -> nn.Module:
    """A whole network of random weights learns: not those from which `net` once began."""
    return mlp(50 + seed)


def _learning(net: nn.Module, learns: Callable[[str], bool]) -> nn.Module:
    """A copy of `net` in which the parameters learn whose names `learns` accepts."""
    chosen = copy.deepcopy(net)
    for name, parameter in chosen.named_parameters():
        parameter.requires_grad_(learns(name))
    return chosen


FROM_RANDOM = {
    "everything": Way(_everything, SLOW),
    "BatchNorm + head": Way(_norms_and_head, FAST),
    "biases + head": Way(_biases_and_head, FAST),
    "head": Way(_head, FAST),
}
FROM_PRETRAINED = {
    "everything": Way(_everything, SLOW),
    "rank 16": Way(_rank(16), MIDDLE),
    "rank 4": Way(_rank(4), MIDDLE),
    "rank 1": Way(_rank(1), MIDDLE),
    "head": Way(_head, MIDDLE),
    "biases": Way(_biases, FAST),
    "everything, random start": Way(_random_start, SLOW),
}
