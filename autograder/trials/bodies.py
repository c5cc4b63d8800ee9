"""Bodies, heads and data that are trained on cached features: each with a trap of its own."""

from dataclasses import dataclass

import torch
from torch import nn

from autograder.trials.towers import drawn_rows, drawn_widths, fill, generator


@dataclass(frozen=True)
class Training:
    """A body, a head, the data they are to be trained on, and how."""

    body: nn.Module
    head: nn.Linear
    inputs: torch.Tensor
    targets: torch.Tensor
    epochs: int
    rate: float


def body_that_asks(seed: int) -> Training:
    """A body of Linears whose parameters still ask for gradients."""
    return _training(seed, dropout=False, batchnorm=False)


def body_with_dropout(seed: int) -> Training:
    """A frozen body with dropout in it, in train mode as every new module."""
    training = _training(seed + 1, dropout=True, batchnorm=False)
    training.body.requires_grad_(False)
    return training


def body_with_batchnorm(seed: int) -> Training:
    """A frozen body with BatchNorm in it, in train mode."""
    training = _training(seed + 2, dropout=False, batchnorm=True)
    training.body.requires_grad_(False)
    return training


def _training(seed: int, *, dropout: bool, batchnorm: bool) -> Training:
    """A body of two blocks with what is asked for between them, a head, and a schedule."""
    draw = generator(seed)
    a, b, c, classes = drawn_widths(draw, 4)
    layers = [nn.Linear(a, b), *[nn.BatchNorm1d(b)] * batchnorm, nn.ReLU()]
    layers += [*[nn.Dropout(0.5)] * dropout, nn.Linear(b, c), nn.Tanh()]
    body, head = nn.Sequential(*layers), nn.Linear(c, classes)
    fill(body, draw)
    fill(head, draw)
    count = 12 + drawn_rows(draw)
    inputs = torch.randint(-64, 65, (count, a), generator=draw) / 64
    targets = torch.randint(0, classes, (count,), generator=draw)
    epochs = 4 + int(torch.randint(0, 5, (1,), generator=draw))
    rate = (4 + int(torch.randint(0, 5, (1,), generator=draw))) / 100
    return Training(body, head, inputs, targets, epochs, rate)
