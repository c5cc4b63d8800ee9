"""The nets on which freezing meets buffers and modes: statistics, dropout, power iteration.

Each is stem, body and head in a row, and the body is what gets frozen: a stem below it that must go
on learning, a head above. Like those of `nets`: small, drawn from a seed, values in multiples of
1/64; the running statistics are drawn too, far from those of any batch.
"""

from collections.abc import Callable

import torch
from torch import nn
from torch.nn.utils.parametrizations import spectral_norm

from autograder.trials.nets import BATCH, Probe, _fill, _generator, _probe, _widths

SIDE = 4


class Stacked(nn.Module):
    """A stem, a body and a head; `also` is a part of the body that the net holds a second time."""

    def __init__(self, stem: nn.Module, body: nn.Module, head: nn.Module) -> None:
        super().__init__()
        self.stem, self.body, self.head = stem, body, head

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return self.head(self.body(self.stem(inputs)))


def vectors(seed: int) -> Probe:
    """BatchNorm1d and dropout in a flat body."""
    draw = _generator(seed)
    a, b, c, d = _widths(draw, 4)
    body = [nn.Linear(b, c, bias=False), nn.BatchNorm1d(c), nn.ReLU(), nn.Dropout(0.5)]
    net = Stacked(nn.Linear(a, b), nn.Sequential(*body, nn.Linear(c, b)), nn.Linear(b, d))
    return _normed(_probe(net, draw, a, d), draw)


def images(seed: int) -> Probe:
    """BatchNorm2d in blocks inside the body, and dropout of whole channels."""
    draw = _generator(seed)
    a, b, c, d = _widths(draw, 4)
    net = Stacked(
        nn.Conv2d(1, a, 3, padding=1),
        nn.Sequential(_block(a, b), _block(b, c), nn.Dropout2d(0.5)),
        nn.Sequential(nn.Flatten(), nn.Linear(c * SIDE * SIDE, d)),
    )
    return _normed(_on_images(net, draw, d), draw)


def second_way(seed: int) -> Probe:
    """The net holds the last block of its body under a name of its own, too."""
    draw = _generator(seed)
    a, b, c, d = _widths(draw, 4)
    body = nn.Sequential(_row(b, c), _row(c, b))
    net = Stacked(nn.Linear(a, b), body, nn.Linear(b, d))
    net.last = body[1]
    return _normed(_probe(net, draw, a, d), draw)


def spectral(seed: int) -> Probe:
    """A layer with spectral norm, which computes its weight anew at each pass, and LayerNorm."""
    draw = _generator(seed)
    a, b, c, d = _widths(draw, 4)
    body = [nn.Linear(b, c), nn.LayerNorm(c), nn.ReLU(), nn.Linear(c, b)]
    net = Stacked(nn.Linear(a, b), nn.Sequential(*body), nn.Linear(b, d))
    probe = _normed(_probe(net, draw, a, d), draw)
    with torch.no_grad():
        net.body[0].weight[0, 0] = 0.5
        turned = spectral_norm(net.body[0], n_power_iterations=1).parametrizations.weight[0]
        # Start vectors with a single 1 make the norm exactly 0.5, on every machine; the first turn
        # of the iteration leads far away from them.
        turned._u.zero_()[0] = 1
        turned._v.zero_()[0] = 1
    return probe


EVERY: tuple[Callable[[int], Probe], ...] = (vectors, images, second_way, spectral)


def _block(channels_in: int, channels_out: int) -> nn.Sequential:
    """A convolution, BatchNorm2d and ReLU."""
    conv = nn.Conv2d(channels_in, channels_out, 3, padding=1, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(channels_out), nn.ReLU())


def _row(width_in: int, width_out: int) -> nn.Sequential:
    """A Linear, BatchNorm1d and ReLU."""
    linear = nn.Linear(width_in, width_out, bias=False)
    return nn.Sequential(linear, nn.BatchNorm1d(width_out), nn.ReLU())


def _on_images(net: nn.Module, draw: torch.Generator, classes: int) -> Probe:
    """A net on small grey images, with drawn values and a drawn batch."""
    _fill(net, draw)
    batch = torch.randint(-64, 65, (BATCH, 1, SIDE, SIDE), generator=draw) / 64
    return Probe(net, batch, torch.randint(0, classes, (BATCH,), generator=draw))


@torch.no_grad()
def _normed(probe: Probe, draw: torch.Generator) -> Probe:
    """The same probe with drawn running statistics: means within 1/2, variances from 1/2 to 2."""
    for part in probe.net.modules():
        if isinstance(part, nn.modules.batchnorm._BatchNorm):
            fill_statistics(part, draw)
    return probe


@torch.no_grad()
def fill_statistics(norm: nn.modules.batchnorm._BatchNorm, draw: torch.Generator) -> None:
    """Replace the running statistics of one BatchNorm, and its count of batches, by drawn ones."""
    shape = norm.running_mean.shape
    norm.running_mean.copy_(torch.randint(-32, 33, shape, generator=draw) / 64)
    norm.running_var.copy_(torch.randint(32, 129, shape, generator=draw) / 64)
    norm.num_batches_tracked.copy_(torch.randint(3, 30, (), generator=draw))
