"""The networks of lesson 3, whose names mislead, and what a test of names catches in them.

Tests of names are kept as the text that somebody would write, and run: what each catches is
written down nowhere.
"""

from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import nn

from course.models import seeded

# How people ask for `layer1`, in terms of `name`; the last one is right.
NAME_TESTS = (
    "name.startswith('layer1')",
    "'layer1' in name",
    "name in ['layer1']",
    "'layer1' or 'layer2' in name",
    "name.startswith('layer1.')",
)


class Caught(NamedTuple):
    """A test of names, and the parameters whose names pass it."""

    test: str
    names: tuple[str, ...]


def twelve_layers() -> nn.Sequential:
    """`layer1` to `layer12`, each a Linear of 20 numbers in two tensors."""
    with seeded(0):
        return nn.Sequential(OrderedDict((f"layer{n}", nn.Linear(4, 4)) for n in range(1, 13)))


def caught(model: nn.Module, tests: Sequence[str] = NAME_TESTS) -> list[Caught]:
    """What each test catches among the parameters of `model`.

    A test is a Python expression in `name`; what it raises passes on.
    """
    names = [name for name, _ in model.named_parameters()]
    return [
        Caught(test, tuple(n for n in names if eval(test, {"name": n, "__builtins__": {}})))
        for test in tests
    ]


def as_table(rows: Sequence[Caught]) -> str:
    """One line per test, with how many tensors it catches."""
    width = max((len(row.test) for row in rows), default=0)
    lines = [f"{'test':<{width}}  tensors"]
    return "\n".join([*lines, *(f"{row.test:<{width}}  {len(row.names):>7}" for row in rows)])


class BackToFront(nn.Module):
    """A network whose parts are registered in another order than they run in.

    Takes float32 (n, 4), gives (n, 3).
    """

    def __init__(self) -> None:
        super().__init__()
        self.head = nn.Linear(4, 3)
        self.norm = nn.LayerNorm(4)
        self.upper = nn.Linear(4, 4)
        self.stem = nn.Linear(4, 4)
        self.lower = nn.Linear(4, 4)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        body = self.upper(self.lower(self.stem(inputs).relu()).relu())
        return self.head(self.norm(body))


def back_to_front() -> BackToFront:
    """A `BackToFront()` with random weights, the same each time."""
    with seeded(0):
        return BackToFront()


def children_as_they_run(model: nn.Module, example: torch.Tensor) -> list[str]:
    """Names of the children of `model` in the order in which they first run on `example`.

    A child that does not run is not in the list. The hooks that listen are removed again.
    """
    ran: list[str] = []
    handles = [
        child.register_forward_pre_hook(lambda _, __, name=name: ran.append(name))
        for name, child in model.named_children()
    ]
    try:
        with torch.no_grad():
            model(example)
    finally:
        for handle in handles:
            handle.remove()
    return list(dict.fromkeys(ran))


class HiddenLayers(nn.Module):
    """Two layers in a plain Python list, and two in an `nn.ModuleList`."""

    def __init__(self) -> None:
        super().__init__()
        self.plain = [nn.Linear(4, 4), nn.Linear(4, 4)]
        self.listed = nn.ModuleList([nn.Linear(4, 4), nn.Linear(4, 4)])
