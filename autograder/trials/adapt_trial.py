"""One trial of a function that puts new layers into a net, and the requests it is tried with.

The layers are made by the checker, out of anything they are asked to be made of. A request that
does not fit must change nothing; one is made of a net that has been adapted before.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn.functional import linear

from autograder.answers import RAISED_FORM, called
from autograder.snapshot import MODEL_FORM, model_snapshot
from autograder.trials import little_nets, named_nets, nets
from autograder.trials.frozen_part import VALUES_FORM, quietly
from autograder.trials.probe import moved_by_training

REFUSED_FORM = {"raised": RAISED_FORM, "before": MODEL_FORM, "after": MODEL_FORM}
FITTING_FORM = {
    "raised": RAISED_FORM,
    "is_same": bool,
    "returned": str,
    "before": MODEL_FORM,
    "after": MODEL_FORM,
    "kinds": {str: str},
    "start": VALUES_FORM,
    "output": VALUES_FORM,
    "moved": [str],
    "failed": RAISED_FORM,
}


@dataclass(frozen=True)
class Request:
    """A net, the names of the layers to adapt, and the name of the head."""

    build: Callable[[int], nets.Probe]
    names: tuple[str, ...]
    head: str
    is_second: bool = False

    @property
    def told(self) -> str:
        """The request in words, for the beginning of a sentence."""
        return f"for names {list(self.names)} and head {self.head!r}"


BLOCKS = ("encoder.blocks.0.fc1", "encoder.blocks.1.fc2")
FITTING = {
    "nested": Request(little_nets.encoder, BLOCKS, "classifier.1"),
    "siblings": Request(named_nets.twelve_layers, ("layer1", "layer3"), "layer12"),
    "owned": Request(named_nets.owned_by_the_net, ("enc",), "head"),
}
REFUSED = {
    "unmatched": Request(named_nets.wrapped, ("layer1",), "module.fc"),
    "listed": Request(named_nets.twelve_layers, ("layer2", "layer13"), "layer12"),
    "no linear": Request(named_nets.nested_head, ("relu",), "classifier.2"),
    "again": Request(little_nets.encoder, BLOCKS, "classifier.1", is_second=True),
}


def rank_of(seed: int) -> int:
    """The rank that is asked for: smaller than any layer is wide."""
    draw = torch.Generator().manual_seed(seed)
    return int(torch.randint(2, 5, (), generator=draw))


class Beside(nn.Module):
    """A frozen layer and a second path of two factors, of which the last one is zero."""

    def __init__(self, layer: nn.Module, rank: int) -> None:
        super().__init__()
        self.layer = layer.requires_grad_(False)
        inner = layer
        while isinstance(inner, Beside):
            inner = inner.layer
        wide, high = (getattr(inner, name, rank) for name in ("in_features", "out_features"))
        self.down = nn.Parameter(torch.full((rank, wide), 1 / 8))
        self.up = nn.Parameter(torch.zeros(high, rank))

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return self.layer(inputs) + linear(linear(inputs, self.down), self.up)


def maker(seed: int) -> Callable[[nn.Module], nn.Module]:
    """What makes a layer of the seed's rank beside another one."""
    rank = rank_of(seed)
    return lambda layer: Beside(layer, rank)


def tried(answer: Callable, request: Request, seed: int) -> dict:
    """What `answer` did to the net of a request that fits, as plain data."""
    probe = request.build(seed)
    net = probe.net
    before = model_snapshot(net)
    start = quietly(_output, net, probe.inputs)
    outcome = called(answer, net, list(request.names), maker(seed), request.head)
    output = quietly(_output, net, probe.inputs)
    # Class numbers that any head of two classes or more knows.
    moved = quietly(moved_by_training, net, probe.inputs, probe.targets % 2)
    return {
        "raised": outcome.raised,
        "is_same": outcome.value is net,
        "returned": type(outcome.value).__name__,
        "before": before,
        "after": model_snapshot(net),
        "kinds": {name: _kind(net, name) for name in (*request.names, request.head)},
        "start": start.value or [],
        "output": output.value or [],
        "moved": moved.value or [],
        "failed": output.raised or moved.raised,
    }


def refused(answer: Callable, request: Request, seed: int) -> dict:
    """What `answer` did to the net of a request that does not fit."""
    net = request.build(seed).net
    asked = list(request.names), maker(seed), request.head
    if request.is_second:
        called(answer, net, *asked)
    before = model_snapshot(net)
    raised = called(answer, net, *asked).raised
    return {"raised": raised, "before": before, "after": model_snapshot(net)}


@torch.no_grad()
def _output(net: nn.Module, inputs: torch.Tensor) -> list[float | None]:
    """What the net gives, in the mode that it is in."""
    values = net(inputs).double().flatten().tolist()
    return [round(value, 5) if math.isfinite(value) else None for value in values]


def _kind(net: nn.Module, name: str) -> str:
    """The class of what forward finds at a dotted name."""
    found = quietly(net.get_submodule, name).value
    return "nn.Linear" if type(found) is nn.Linear else type(found).__name__
