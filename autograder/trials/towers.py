"""The networks that the answers of lesson 6 are tried on: what a step costs depends on their shape.

Widths and batches change with the seed. Values are multiples of 1/64, as in
`autograder.trials.nets`.
"""

from collections import OrderedDict
from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import nn

from autograder.trials.nets import Probe
from course.models import SmallNet


def first_frozen(seed: int) -> Probe:
    """Four Linears, the first two frozen."""
    probe = _plain(seed)
    for place in (0, 2):
        probe.net[place].requires_grad_(False)
    return probe


def last_frozen(seed: int) -> Probe:
    """Four Linears, all but the first frozen."""
    probe = _plain(seed)
    for place in (2, 4, 6):
        probe.net[place].requires_grad_(False)
    return probe


def biases_alone(seed: int) -> Probe:
    """Four Linears with every weight frozen and every bias learning."""
    probe = _plain(seed)
    for name, parameter in probe.net.named_parameters():
        parameter.requires_grad = name.endswith("bias")
    return probe


def trained_then_frozen(seed: int) -> Probe:
    """Four Linears that all learned a moment ago, the first two frozen since: gradients remain."""
    probe = _plain(seed)
    nn.functional.cross_entropy(probe.net(probe.inputs), probe.targets).backward()
    for place in (0, 2):
        probe.net[place].requires_grad_(False)
    return probe


def shared_activation(seed: int) -> Probe:
    """One hidden value feeds three Linears and a product: saved by all of them, kept once."""
    draw = generator(seed)
    a, b, c = drawn_widths(draw, 3)
    return _with_values(Branches(a, b, c), (drawn_rows(draw), a), c, draw)


def seen_twice(seed: int) -> Probe:
    """A convolution's output is saved in one shape and its flattened view in another."""
    draw = generator(seed)
    side, channels, classes = drawn_widths(draw, 3)
    net = nn.Sequential(
        nn.Conv2d(1, channels, 3, padding=1),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(channels * side * side, classes),
    )
    return _with_values(net, (drawn_rows(draw), 1, side, side), classes, draw)


def small_net(seed: int) -> Probe:
    """A narrow `SmallNet` of drawn width: few numbers in the blocks that cost most."""
    draw = generator(seed)
    width, classes = 2 + int(torch.randint(0, 4, (1,), generator=draw)), drawn_widths(draw, 1)[0]
    net = SmallNet(classes, width)
    return _with_values(net, (2 + seed % 3, 1, 8, 8), classes, draw)


def bottle(seed: int) -> Probe:
    """Five Linears, wide and narrow by turns, as children named by place."""
    draw = generator(seed)
    wide, narrow = 20 + torch.randperm(12, generator=draw)[:3], drawn_widths(draw, 3)
    a, b, c = wide.tolist()
    widths = (a, narrow[0], b, narrow[1], c, narrow[2])
    net = nn.Sequential(
        OrderedDict(
            (f"part{place}", _block(widths[place], widths[place + 1], last=place == 4))
            for place in range(5)
        )
    )
    return _with_values(net, (drawn_rows(draw), a), widths[-1], draw)


class Branches(nn.Module):
    """A trunk whose output is used four times, twice by frozen layers."""

    def __init__(self, a: int, b: int, c: int) -> None:
        super().__init__()
        self.trunk = nn.Sequential(nn.Linear(a, b), nn.ReLU())
        self.gate, self.mix = nn.Linear(b, b), nn.Linear(b, b)
        self.mix.requires_grad_(False)
        self.head = nn.Linear(b, c)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        hidden = self.trunk(inputs)
        return self.head(hidden) + self.head(hidden * self.gate(hidden) + self.mix(hidden))


def _block(inputs: int, outputs: int, *, last: bool) -> nn.Module:
    """A Linear, with a ReLU after it unless it is the last."""
    return (
        nn.Linear(inputs, outputs) if last else nn.Sequential(nn.Linear(inputs, outputs), nn.ReLU())
    )


def _plain(seed: int) -> Probe:
    """Four Linears with ReLUs between them."""
    draw = generator(seed)
    return drawn_tower(tuple(drawn_widths(draw, 5)), drawn_rows(draw), draw)


def drawn_tower(widths: Sequence[int], rows: int, draw: torch.Generator) -> Probe:
    """Linears of these widths with ReLUs between them, and a batch of `rows`."""
    layers = []
    for inputs, outputs in pairwise(widths):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return _with_values(nn.Sequential(*layers[:-1]), (rows, widths[0]), widths[-1], draw)


def _with_values(net: nn.Module, shape: tuple, classes: int, draw: torch.Generator) -> Probe:
    """`net` with drawn values and a drawn batch of this shape."""
    fill(net, draw)
    batch = torch.randint(-64, 65, shape, generator=draw) / 64
    return Probe(net, batch, torch.randint(0, classes, shape[:1], generator=draw))


@torch.no_grad()
def fill(net: nn.Module, draw: torch.Generator) -> None:
    """Replace every parameter's values by multiples of 1/64 between -1/2 and 1/2."""
    for parameter in net.parameters():
        parameter.copy_(torch.randint(-32, 33, parameter.shape, generator=draw) / 64)


def generator(seed: int) -> torch.Generator:
    """A generator of our own, so that torch's global one is not read."""
    return torch.Generator().manual_seed(seed)


def drawn_widths(draw: torch.Generator, count: int) -> list[int]:
    """Widths between 5 and 14, no two alike in one network."""
    return (5 + torch.randperm(10, generator=draw)[:count]).tolist()


def drawn_rows(draw: torch.Generator) -> int:
    """A batch size between 7 and 30."""
    return 7 + int(torch.randint(0, 24, (1,), generator=draw))
