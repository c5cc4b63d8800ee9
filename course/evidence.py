"""Tools for evidence in lesson 11: how far modules moved, and runs that leave no statistics."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn
from torch.nn import functional as F


@contextmanager
def buffers_put_back(module: nn.Module) -> Iterator[None]:
    """A stretch of code after which the buffers of `module` are as they were before it.

    Also when the code is cut short, as recomputation in `torch.utils.checkpoint` is.
    """
    kept = [buffer.clone() for buffer in module.buffers()]
    try:
        yield
    finally:
        with torch.no_grad():
            for buffer, value in zip(module.buffers(), kept, strict=True):
                buffer.copy_(value)


def loss_of(net: nn.Module, batch: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """The cross-entropy of the logits of `net` and `targets`, int64 (n,)."""
    return F.cross_entropy(net(batch), targets)


def largest_move(old: nn.Module, new: nn.Module) -> float:
    """The largest change of any number between the parameters of `old` and those of `new`.

    `old` is a deep copy made earlier. Raises ValueError when they have not equally many.
    """
    pairs = zip(old.parameters(), new.parameters(), strict=True)
    return max((before - now).abs().max().item() for before, now in pairs)
