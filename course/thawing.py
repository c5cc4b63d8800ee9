"""A training step watched layer by layer: what its flag says, which group holds it, what moves.

The flag and the group are two decisions in two places, and a layer learns only where both agree.
"""

from typing import NamedTuple

import torch
from torch import nn
from torch.nn import functional as F


class LayerState(NamedTuple):
    """One layer during one step; `group` is None where the optimizer does not hold the layer."""

    layer: str
    flag: bool
    group: int | None
    moved: bool


def watched_step(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    inputs: torch.Tensor,
    targets: torch.Tensor,
) -> list[LayerState]:
    """One step of `optimizer` on the cross-entropy, and each child of `model` with parameters.

    `targets` are class numbers, int64 (n,). A layer counts by its first parameter for its flag and
    its group, and has moved when any number of it did. The model is changed.
    """
    parts = {name: part for name, part in model.named_children() if list(part.parameters())}
    before = {name: _values(part) for name, part in parts.items()}
    optimizer.zero_grad()
    F.cross_entropy(model(inputs), targets).backward()
    optimizer.step()
    return [
        LayerState(
            name,
            next(part.parameters()).requires_grad,
            _group_of(next(part.parameters()), optimizer),
            not torch.equal(before[name], _values(part)),
        )
        for name, part in parts.items()
    ]


def _values(part: nn.Module) -> torch.Tensor:
    """A copy of all numbers of `part` in one row."""
    return torch.cat([parameter.detach().flatten() for parameter in part.parameters()])


def _group_of(parameter: nn.Parameter, optimizer: torch.optim.Optimizer) -> int | None:
    """The number of the group that holds this very object."""
    for number, group in enumerate(optimizer.param_groups):
        if any(parameter is member for member in group["params"]):
            return number
    return None
