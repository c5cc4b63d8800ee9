"""Planted cases for rulers: a net and a training step, and something small that moves, or nothing.

A ruler that takes an alias for a copy, allows a tolerance, forgets buffers or stops early is
wrong about at least one of them.
"""

import math
from collections.abc import Callable

import torch
from torch import nn

from autograder.trials import nets

STEPS = 3


def frozen_body(seed: int) -> tuple[nn.Module, Callable[[], None]]:
    """A right freeze: the first layer holds still, the rest learns."""
    probe = nets.three_linear(seed)
    probe.net[0].requires_grad_(False)
    return probe.net, _training(probe)


def drifting_statistics(seed: int) -> tuple[nn.Module, Callable[[], None]]:
    """All flags of the body are off, and BatchNorm's buffers move all the same."""
    probe = nets.with_batchnorm(seed)
    probe.net[:4].requires_grad_(False)
    return probe.net, _training(probe)


def one_bit(seed: int) -> tuple[nn.Module, Callable[[], None]]:
    """The third step moves one number by the smallest amount that a float32 can."""
    net, taken = nets.two_linear(seed).net, []

    def step() -> None:
        taken.append(1)
        if len(taken) == STEPS:
            with torch.no_grad():
                first = net[2].weight[0]
                first[0] = torch.nextafter(first[0], torch.tensor(math.inf))

    return net, step


def nothing(seed: int) -> tuple[nn.Module, Callable[[], None]]:
    """A step that does nothing."""
    return nets.two_linear(seed).net, lambda: None


def _training(probe: nets.Probe) -> Callable[[], None]:
    """One step of AdamW on this net, as a function."""
    optimizer = torch.optim.AdamW(probe.net.parameters(), lr=0.01, weight_decay=0.1)

    def step() -> None:
        optimizer.zero_grad()
        nn.functional.cross_entropy(probe.net(probe.inputs), probe.targets).backward()
        optimizer.step()

    return step


EVERY = (frozen_body, drifting_statistics, one_bit, nothing)
