"""Blocks of which some or all tensors are frozen, for `geometric_groups`, and a rate and a factor.

The blocks are handed over as a list; who asks which tensor is whose does so by the net they stand
in.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from autograder.trials.nets import Probe, _generator, _probe, _widths
from autograder.trials.ordered_nets import some_words


@dataclass(frozen=True)
class Blocks:
    """A net whose children are the blocks, a rate, a factor, and the rate each tensor should get.

    `rates` goes by name and leaves out what is frozen.
    """

    probe: Probe
    lr: float
    factor: float
    rates: dict[str, float]


class OfBlocks:
    """The learner's function, called with the children of a net.

    It carries the learner's code, so that an exception is placed on the learner's line.
    """

    def __init__(self, answer: Callable) -> None:
        self.answer = answer
        self.__code__ = getattr(answer, "__code__", None)

    def __call__(self, net: nn.Module, *arguments: Any) -> Any:
        return self.answer(list(net.children()), *arguments)


def awake(seed: int) -> Blocks:
    """Four blocks, nothing frozen."""
    return _blocks(seed, 4, frozen=(), silent=())


def partly_asleep(seed: int) -> Blocks:
    """Five blocks: one is frozen, and of another the biases are."""
    return _blocks(seed, 5, frozen=("{2}", "{3}.bias"), silent=())


def with_activations(seed: int) -> Blocks:
    """Six blocks, of which two have no parameters at all."""
    return _blocks(seed, 6, frozen=(), silent=(1, 4))


def alone(seed: int) -> Blocks:
    """A single block."""
    return _blocks(seed, 1, frozen=(), silent=())


BUILDS: dict[str, Callable[[int], Blocks]] = {
    "awake": awake,
    "partly asleep": partly_asleep,
    "with activations": with_activations,
    "alone": alone,
}


def _blocks(seed: int, count: int, frozen: Sequence[str], silent: Sequence[int]) -> Blocks:
    """Linear blocks with drawn names; `frozen` are names in terms of the blocks' places."""
    draw = _generator(seed + count)
    a, b = _widths(draw, 2)
    layers, width = OrderedDict(), a
    for place, name in enumerate(some_words(draw, count)):
        layers[name] = nn.Tanh() if place in silent else nn.Linear(width, b)
        width = width if place in silent else b
    probe = _probe(nn.Sequential(layers), draw, a, width)
    names = list(layers)
    asleep = tuple(pattern.format(*names) for pattern in frozen)
    for name, parameter in probe.net.named_parameters():
        parameter.requires_grad_(not name.startswith(asleep))
    lr = (1 + int(torch.randint(0, 8, (1,), generator=draw))) / 64
    factor = 2 + int(torch.randint(1, 8, (1,), generator=draw)) / 4
    rates = {
        name: lr / factor ** (count - 1 - names.index(name.split(".")[0]))
        for name, parameter in probe.net.named_parameters()
        if parameter.requires_grad
    }
    return Blocks(probe, lr, factor, rates)
