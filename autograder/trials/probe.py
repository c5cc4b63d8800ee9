"""The training probe: what moves when the checker itself trains a copy of the model.

The loop is AdamW with weight decay over *all* parameters. Plain SGD forgives answers that leave a
gradient of zeros behind; decay and momentum expose them.
"""

import copy
from collections.abc import Callable

import torch
from torch import nn

from autograder.snapshot import changed, model_snapshot

STEPS = 3
RATE = 0.01
DECAY = 0.1


def moved_by_training(model: nn.Module, inputs: torch.Tensor, targets: torch.Tensor) -> list[str]:
    """Names of the parameters and buffers that change in three steps of AdamW in train mode.

    `inputs` is what the model takes, `targets` are class numbers, int64 (n,). The model itself is
    left alone: a deep copy trains. Where nothing asks for a gradient nothing learns, but the
    forward passes still run, so buffers can move. The caller seeds torch (dropout draws from it).
    """
    trained = copy.deepcopy(model).train()
    optimizer = torch.optim.AdamW(trained.parameters(), lr=RATE, weight_decay=DECAY)
    with torch.enable_grad():
        for _ in range(STEPS):
            take_step(trained, optimizer, inputs, targets)
    return changed(model_snapshot(model), model_snapshot(trained))


def moved_by(
    optimizer: torch.optim.Optimizer, model: nn.Module, inputs: torch.Tensor, targets: torch.Tensor
) -> list[str]:
    """Names of the tensors of `model` that three steps of this optimizer change.

    The model itself trains, in the modes that it is in.
    """
    before = model_snapshot(model)
    for _ in range(STEPS):
        take_step(model, optimizer, inputs, targets)
    return changed(before, model_snapshot(model))


def take_step(
    model: Callable, optimizer: torch.optim.Optimizer, inputs: torch.Tensor, targets: torch.Tensor
) -> None:
    """One step on the cross-entropy, also where nothing asks for a gradient."""
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(inputs), targets)
    if loss.requires_grad:
        loss.backward()
    optimizer.step()
