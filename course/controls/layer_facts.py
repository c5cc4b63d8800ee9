"""What one training step of a network costs, and which gradients it computes, for a freeze plan.

Nothing is predicted: each plan is carried out on a copy, one step runs, and is counted. Equal on
every run and every machine.
"""

import copy
from collections.abc import Collection
from dataclasses import dataclass

import torch
from torch import nn

from course.controls.freeze_plans import Batch, blocks, planned, refuse
from course.controls.one_pass import LayerFacts, layers_of_one_step
from course.cost import step_flops
from course.memory import step_bytes
from course.models import seeded


@dataclass(frozen=True)
class StepFacts:
    """What one step costs while the blocks in `frozen` are: counts, operations and bytes."""

    frozen: tuple[str, ...]
    tensors: int
    numbers: int
    backward: int
    saved: int
    adam: int
    layers: tuple[LayerFacts, ...]


def facts_of(model: nn.Module, batch: Batch, frozen: Collection[str]) -> StepFacts:
    """The facts of one step on `batch`, inputs and labels, with the blocks in `frozen` frozen.

    `model` keeps values, flags, buffers and gradients, and torch its random state. Raises
    ValueError for a batch or a model that no step can be taken with.
    """
    refuse(model, batch)
    net = planned(model, frozen)
    learning = [p for p in net.parameters() if p.requires_grad]
    with seeded(0), torch.enable_grad():
        costs = step_flops(net, *batch)
        size = step_bytes(net, *batch)
        seen = layers_of_one_step(copy.deepcopy(net), batch)
    return StepFacts(
        frozen=tuple(block for block in blocks(net) if block in frozen),
        tensors=len(learning),
        numbers=sum(p.numel() for p in learning),
        backward=costs.backward,
        saved=size.saved,
        adam=size.adam,
        layers=seen,
    )
