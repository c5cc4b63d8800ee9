"""Four ways to begin on a new task: body pretrained or random, learning or frozen.

The fourth, a frozen body of random weights, is the control: what it reaches is what a frozen
body gives without having learned anything.
"""

import copy
from typing import NamedTuple

from torch import nn

from course.data import Images
from course.models import SmallNet, fresh_head, seeded
from course.training import fit


class Plan(NamedTuple):
    """A learning rate and the number of steps to keep it up."""

    lr: float
    steps: int


class Start(NamedTuple):
    """Where the body comes from, whether it may learn, and the plans to choose from."""

    pretrained: bool
    frozen: bool
    plans: list[Plan]


STARTS = {
    "scratch": Start(False, False, [Plan(r, n) for r in (1e-3, 3e-3, 1e-2) for n in (120, 300)]),
    "everything tuned": Start(True, False, [Plan(r, 150) for r in (3e-4, 1e-3, 3e-3)]),
    "frozen body": Start(True, True, [Plan(r, 150) for r in (3e-3, 1e-2, 3e-2)]),
    "random frozen body": Start(False, True, [Plan(r, 300) for r in (1e-2, 3e-2)]),
}


def begin(start: Start, source: SmallNet, seed: int) -> SmallNet:
    """A network at `start`, untrained: body copied from `source` or random, head always new.

    The new head has as many classes as the head of `source`. The random weights come from
    `50 + seed`, so that they differ from those that the same seed gave to `source` before its
    pretraining.
    """
    classes = source.head.out_features
    with seeded(50 + seed):
        net = SmallNet(classes)
    if start.pretrained:
        net = copy.deepcopy(source)
        net.head = fresh_head(50 + seed, classes)
    if start.frozen:
        net.requires_grad_(False)
        net.head.requires_grad_(True)
    return net


def with_new_weights(module: nn.Module, seed: int) -> nn.Module:
    """A copy of `module` in which every layer has drawn its weights anew, from `seed`.

    Flags and modes are those of `module`, statistics those of a new layer. Covers what a layer's
    own `reset_parameters()` covers: tensors that no such method fills keep their values.
    """
    renewed = copy.deepcopy(module)
    with seeded(seed):
        for layer in renewed.modules():
            if hasattr(layer, "reset_parameters"):
                layer.reset_parameters()
    return renewed


def trained(start: Start, plan: Plan, source: SmallNet, labelled: Images, seed: int) -> SmallNet:
    """A network that began at `start` and learned `labelled`, all at once, by `plan`."""
    net = begin(start, source, seed)
    fit(net, *labelled, steps=plan.steps, lr_head=plan.lr)
    return net
