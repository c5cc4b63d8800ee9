"""The networks that thaw part by part, each with the order in which its parts run.

As in `autograder.trials.nets`: small, drawn from a seed, values in multiples of 1/64. In none does
the order of registration tell what is to thaw first.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import nn

from autograder.trials.nets import BATCH, Probe, _fill, _generator, _widths
from autograder.trials.ordered_nets import Chain, Shifted, some_words


@dataclass(frozen=True)
class Thawing:
    """A network, the paths of its parts from input to output, and the epochs to ask about."""

    probe: Probe
    order: list[str]
    epochs: tuple[int, ...]

    def awake(self, epoch: int) -> list[str]:
        """The parts that learn in an epoch."""
        return self.order[max(0, len(self.order) - epoch - 1) :]


def normed(seed: int) -> Thawing:
    """Five children, two with BatchNorm; epochs rise, end late, and fall again."""
    draw = _generator(seed)
    a, b, c = _widths(draw, 3)
    names = some_words(draw, 5)
    parts = [
        nn.Linear(a, b),
        nn.Sequential(nn.Linear(b, b), nn.BatchNorm1d(b), nn.Tanh()),
        nn.Linear(b, c),
        nn.Sequential(nn.Linear(c, c), nn.BatchNorm1d(c), nn.Dropout(0.1)),
        nn.Linear(c, a),
    ]
    net = Chain(dict(zip(names, parts, strict=True)))
    jump = 2 + seed % 2
    return Thawing(_filled(net, draw, a, a), names, (0, 1, 2, 3, 4, 5, 6, 0, jump))


def many(seed: int) -> Thawing:
    """Eleven layers, numbered from the output: some names begin like others."""
    draw = _generator(seed)
    (a,) = _widths(draw, 1)
    names = [f"layer{number}" for number in range(11, 0, -1)]
    net = Chain({name: nn.Linear(a, a) for name in names})
    return Thawing(_filled(net, draw, a, a), names, (1 + seed % 7, 10, 9, 0))


def nested(seed: int) -> Thawing:
    """Two parts lie inside a child, another child is in no list, and the net owns a parameter."""
    draw = _generator(seed)
    a, b, c = _widths(draw, 3)
    stem, body, low, high, aside = some_words(draw, 5)
    inside = Chain({low: nn.Linear(b, b), high: nn.Linear(b, b)})
    parts = {stem: nn.Linear(a, b), body: inside, aside: nn.Linear(b, c), "head": nn.Linear(c, c)}
    order = [stem, f"{body}.{low}", f"{body}.{high}", "head"]
    return Thawing(_filled(Shifted(a, parts), draw, a, c), order, (0, 1, 2, 3, 1))


BUILDS: dict[str, Callable[[int], Thawing]] = {"normed": normed, "many": many, "nested": nested}


def _filled(net: nn.Module, draw: torch.Generator, inputs: int, classes: int) -> Probe:
    """The net with drawn values, and a drawn batch."""
    _fill(net, draw)
    batch = torch.randint(-64, 65, (BATCH, inputs), generator=draw) / 64
    return Probe(net, batch, torch.randint(0, classes, (BATCH,), generator=draw))
