"""Twenty epochs of a new head on a frozen body, paid in three ways and counted.

A body that does not change gives the same features in every epoch, so one pass over the data can
serve them all.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import torch
from torch import nn
from torch.nn import functional as F

from course.cost import flops_of
from course.tower import BLOCKS, frozen_tower, tower_batch


class Way(NamedTuple):
    """One way to train: all operations of its epochs, and the head's weights afterwards."""

    flops: int
    head: torch.Tensor


def three_ways(epochs: int, seed: int = 0) -> dict[str, Way]:
    """The tower of `seed`, trained for `epochs` full-batch steps of Adam, rate 1e-3, in three ways.

    "everything" trains all of it. "head, body each epoch" freezes the six blocks and sends the
    batch through them every time; "head, body once" keeps what came out the first time.
    """
    return {
        "everything": _everything(epochs, seed),
        "head, body each epoch": _body_each_epoch(epochs, seed),
        "head, body once": _body_once(epochs, seed),
    }


def _everything(epochs: int, seed: int) -> Way:
    """All of the tower learns."""
    net, (batch, labels) = frozen_tower((), seed), tower_batch(seed)
    return _counted(net.head, net.parameters(), lambda: lambda: net(batch), labels, epochs)


def _body_each_epoch(epochs: int, seed: int) -> Way:
    """The head learns, and the frozen body computes the same features again and again."""
    net, (batch, labels) = frozen_tower(BLOCKS, seed), tower_batch(seed)
    return _counted(net.head, net.head.parameters(), lambda: lambda: net(batch), labels, epochs)


def _body_once(epochs: int, seed: int) -> Way:
    """The head learns from features that the frozen body computed at the beginning."""
    net, (batch, labels) = frozen_tower(BLOCKS, seed), tower_batch(seed)

    def prepared() -> Callable[[], torch.Tensor]:
        kept = net[: len(BLOCKS)](batch)
        return lambda: net.head(kept)

    return _counted(net.head, net.head.parameters(), prepared, labels, epochs)


def _counted(
    head: nn.Linear, learning: Iterable, prepare: Callable, labels: torch.Tensor, epochs: int
) -> Way:
    """What training `learning` costs; `prepare` makes the function that gives the logits."""
    optimizer = torch.optim.Adam(learning, lr=1e-3)

    def run() -> None:
        logits = prepare()
        for _ in range(epochs):
            F.cross_entropy(logits(), labels).backward()
            optimizer.step()
            optimizer.zero_grad()

    return Way(flops_of(run), head.weight.detach().clone())
