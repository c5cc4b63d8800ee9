"""The nets that answers are tried on: small, drawn from a seed, each with a trap of its own.

Widths and values change with the seed, so evidence made for one seed fits no other. Values are
multiples of 1/64 from an integer generator: the same bits on every machine.
"""

from dataclasses import dataclass

import torch
from torch import nn


@dataclass(frozen=True)
class Probe:
    """A net with a batch that it can learn from.

    `inputs` is what the net takes, `targets` are class numbers, int64 (n,).
    """

    net: nn.Module
    inputs: torch.Tensor
    targets: torch.Tensor


BATCH = 16


def two_linear(seed: int) -> Probe:
    """The plain case: Linear, ReLU, Linear."""
    draw = _generator(seed)
    a, b, c = _widths(draw, 3)
    return _probe(nn.Sequential(nn.Linear(a, b), nn.ReLU(), nn.Linear(b, c)), draw, a, c)


def three_linear(seed: int) -> Probe:
    """One layer more, so that "the rest" is more than one layer."""
    draw = _generator(seed)
    a, b, c, d = _widths(draw, 4)
    layers = [nn.Linear(a, b), nn.ReLU(), nn.Linear(b, c), nn.ReLU(), nn.Linear(c, d)]
    return _probe(nn.Sequential(*layers), draw, a, d)


def with_batchnorm(seed: int) -> Probe:
    """BatchNorm and dropout: three buffers, and modules whose mode matters."""
    draw = _generator(seed)
    a, b, c = _widths(draw, 3)
    body = [nn.Linear(a, b), nn.BatchNorm1d(b), nn.ReLU(), nn.Dropout(0.5)]
    return _probe(nn.Sequential(*body, nn.Linear(b, c)), draw, a, c)


def head_first(seed: int) -> Probe:
    """`head` is registered before `body`, and `body` is nested: order and depth mislead."""
    draw = _generator(seed)
    a, b, c, d = _widths(draw, 4)
    return _probe(HeadFirst(a, b, c, d), draw, a, d)


def tied(seed: int) -> Probe:
    """Embedding and output layer are one tensor under two names; inputs are word numbers."""
    draw = _generator(seed)
    words, width = _widths(draw, 2)
    net = Tied(words, width)
    _fill(net, draw)
    inputs = torch.randint(0, words, (BATCH,), generator=draw)
    return Probe(net, inputs, torch.randint(0, words, (BATCH,), generator=draw))


def repeated(seed: int) -> Probe:
    """One Linear stands three times in a row: one layer, not three."""
    draw = _generator(seed)
    (a,) = _widths(draw, 1)
    layer = nn.Linear(a, a)
    return _probe(nn.Sequential(layer, nn.ReLU(), layer, nn.ReLU(), layer), draw, a, a)


EVERY = (two_linear, three_linear, with_batchnorm, head_first, tied, repeated)


class HeadFirst(nn.Module):
    """A nested body and a head, registered in the order head, body."""

    def __init__(self, a: int, b: int, c: int, d: int) -> None:
        super().__init__()
        self.head = nn.Linear(c, d)
        self.body = nn.Sequential(
            nn.Sequential(nn.Linear(a, b), nn.ReLU()), nn.Sequential(nn.Linear(b, c), nn.ReLU())
        )

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return self.head(self.body(inputs))


class Tied(nn.Module):
    """A one-word language model whose output layer shares the embedding's weight."""

    def __init__(self, words: int, width: int) -> None:
        super().__init__()
        self.emb = nn.Embedding(words, width)
        self.out = nn.Linear(width, words, bias=False)
        self.out.weight = self.emb.weight

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return self.out(self.emb(inputs))


def _generator(seed: int) -> torch.Generator:
    """A generator of our own, so that torch's global one is not read."""
    return torch.Generator().manual_seed(seed)


def _widths(draw: torch.Generator, count: int) -> list[int]:
    """Layer widths between 5 and 12, no two alike in one net."""
    return (5 + torch.randperm(8, generator=draw)[:count]).tolist()


def _probe(net: nn.Module, draw: torch.Generator, inputs: int, classes: int) -> Probe:
    """A net on vectors, with drawn values and a drawn batch."""
    _fill(net, draw)
    batch = torch.randint(-64, 65, (BATCH, inputs), generator=draw) / 64
    return Probe(net, batch, torch.randint(0, classes, (BATCH,), generator=draw))


@torch.no_grad()
def _fill(net: nn.Module, draw: torch.Generator) -> None:
    """Replace every parameter's values by multiples of 1/64 between -1/2 and 1/2."""
    for parameter in net.parameters():
        parameter.copy_(torch.randint(-32, 33, parameter.shape, generator=draw) / 64)
