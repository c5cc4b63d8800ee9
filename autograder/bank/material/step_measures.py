"""A training step of a small tower, measured part by part, with one of three optimizers."""

from typing import NamedTuple

import torch
from torch.nn import functional as F

from autograder.bank.material.linear_towers import backward_work
from autograder.bank.running import names_after
from course.cost import flops_of
from course.memory import state_bytes, step_bytes

OPTIMIZERS = {
    "torch.optim.Adam": torch.optim.Adam,
    "torch.optim.SGD": torch.optim.SGD,
    "torch.optim.RMSprop": torch.optim.RMSprop,
}


class Parts(NamedTuple):
    """The five parts that are asked for, as operations and bytes."""

    forward: int
    inputs: int
    weights: int
    saved: int
    state: int


def step_measured(code: str, widths: list[int], rows: int, optimizer: str) -> Parts:
    """The five parts of a step of the tower that `code` builds, each counted."""
    model = names_after(code)["model"]
    batch, labels = torch.ones(rows, widths[0]), torch.arange(rows) % widths[-1]
    saved = step_bytes(model, batch, labels).saved
    forward = flops_of(lambda: model(batch))
    taught = OPTIMIZERS[optimizer]((p for p in model.parameters() if p.requires_grad), lr=0.1)
    F.cross_entropy(model(batch), labels).backward()
    taught.step()
    backward = backward_work(model, batch)
    for weight in (p for p in model.parameters() if p.requires_grad and p.dim() > 1):
        weight.requires_grad = False
    # A bias needs the gradient of its layer's output, and no product of its own.
    inputs = backward_work(model, batch)
    return Parts(forward, inputs, backward - inputs, saved, state_bytes(taught))
