"""Freeze plans by block: which blocks a network has, and a copy of it with some of them frozen."""

import copy
from collections.abc import Collection

import torch
from torch import nn

ITSELF = "(itself)"
Batch = tuple[torch.Tensor, torch.Tensor]


def blocks(model: nn.Module) -> dict[str, list[nn.Parameter]]:
    """The parameters of each child of `model` that has some; what it owns itself is "(itself)"."""
    found: dict[str, list[nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        found.setdefault(name.split(".")[0] if "." in name else ITSELF, []).append(parameter)
    return found


def frozen_blocks(model: nn.Module) -> frozenset[str]:
    """The blocks of `model` in which no parameter asks for a gradient."""
    return frozenset(
        block for block, own in blocks(model).items() if not any(p.requires_grad for p in own)
    )


def planned(model: nn.Module, frozen: Collection[str]) -> nn.Module:
    """A copy of `model` in which the blocks in `frozen` are frozen, and no other one wholly is.

    A block that is partly frozen stays so until it is frozen. Raises ValueError for a block that
    there is not.
    """
    net = copy.deepcopy(model)
    held, asleep = blocks(net), frozen_blocks(net)
    if unknown := sorted(set(frozen) - set(held)):
        raise ValueError(f"There is no block {unknown[0]!r}; there are {', '.join(held)}.")
    for block, own in held.items():
        if block in frozen or block in asleep:
            for parameter in own:
                parameter.requires_grad_(block not in frozen)
    return net


def refuse(model: nn.Module, batch: Batch) -> None:
    """Raises ValueError where the board has nothing to count."""
    if not (isinstance(batch, tuple | list) and len(batch) == 2):
        raise ValueError("The batch must be a pair: inputs and labels.")
    inputs, labels = batch
    if len(inputs) == 0:
        raise ValueError("The batch is empty; hand over at least one row.")
    if len(inputs) != len(labels):
        raise ValueError(f"The batch has {len(inputs)} inputs and {len(labels)} labels.")
    if not blocks(model):
        raise ValueError("The model has no parameters, so there is nothing to freeze.")
