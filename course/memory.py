"""What a training step keeps in memory, in bytes: exact, and equal on every machine.

Two things are kept beside the weights: what backward will need, from forward until backward, and
what the optimizer remembers, from its first step to the end of training.
"""

import copy
from typing import NamedTuple

import torch
from torch import nn
from torch.nn import functional as F


class StepBytes(NamedTuple):
    """Bytes beside the weights: for one backward pass, and in Adam's state."""

    saved: int
    adam: int


def step_bytes(model: nn.Module, batch: torch.Tensor, labels: torch.Tensor) -> StepBytes:
    """What one step of Adam on the cross-entropy of `model(batch)` and `labels` keeps.

    `saved` counts each storage once, whoever saved it and in whatever shape; parameters are left
    out, because they are there anyway. Adam is handed what asks for a gradient. Both are 0 where
    nothing does. The step runs on a copy: `model` stays as it is.
    Source: `torch.autograd.graph.saved_tensors_hooks`.
    """
    model = copy.deepcopy(model)
    own = {p.untyped_storage().data_ptr() for p in model.parameters()}
    storages: dict[int, int] = {}

    def note(tensor: torch.Tensor) -> torch.Tensor:
        storage = tensor.untyped_storage()
        storages[storage.data_ptr()] = storage.nbytes()
        # Handed back, the tensor stays alive, and its address is given to no other.
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(note, lambda tensor: tensor):
        loss = F.cross_entropy(model(batch), labels)
    saved = sum(size for place, size in storages.items() if place not in own)
    if not loss.requires_grad:
        return StepBytes(saved, 0)
    optimizer = torch.optim.Adam(p for p in model.parameters() if p.requires_grad)
    loss.backward()
    optimizer.step()
    return StepBytes(saved, state_bytes(optimizer))


def state_bytes(optimizer: torch.optim.Optimizer) -> int:
    """Bytes of all tensors that `optimizer` remembers between its steps."""
    return sum(
        value.nbytes
        for entries in optimizer.state.values()
        for value in entries.values()
        if isinstance(value, torch.Tensor)
    )
