"""Freeze plans to be priced by hand: drawn towers of Linears with some of them frozen."""

from dataclasses import dataclass
from itertools import pairwise

import torch

from autograder.trials.nets import Probe
from autograder.trials.towers import drawn_tower, generator


@dataclass(frozen=True)
class Plan:
    """A tower of Linears, given by its widths, with some of them frozen, and a batch size.

    `kind` says in words how the frozen ones lie.
    """

    kind: str
    widths: tuple[int, ...]
    batch: int
    frozen: frozenset[int]

    @property
    def sizes(self) -> list[int]:
        """How many weights each Linear has."""
        return [a * b for a, b in pairwise(self.widths)]

    def probe(self) -> Probe:
        """The tower itself, frozen as planned; in `net`, layer k is child 2k, ReLUs lie between."""
        draw = torch.Generator().manual_seed(self.batch)
        probe = drawn_tower(self.widths, self.batch, draw)
        for index in self.frozen:
            probe.net[2 * index].requires_grad_(False)
        return probe


def plans(seed: int) -> list[Plan]:
    """Seven towers with a plan each: frozen from below, from above, in between, and not at all."""
    draw = generator(seed)

    def drawn(low: int, high: int) -> int:
        return int(torch.randint(low, high + 1, (1,), generator=draw))

    found = []
    for kind in (
        "nothing frozen",
        "the first layers frozen",
        "the first layers frozen",
        "the last layers frozen",
        "a layer in the middle frozen",
        "all but the first layer frozen",
        "every second layer frozen",
    ):
        layers = drawn(4, 6)
        widths = tuple((3 + torch.randperm(28, generator=draw)[: layers + 1]).tolist())
        frozen = {
            "nothing frozen": set(),
            "the first layers frozen": set(range(drawn(1, layers - 2))),
            "the last layers frozen": set(range(drawn(2, layers - 1), layers)),
            "a layer in the middle frozen": {drawn(1, layers - 2)},
            "all but the first layer frozen": set(range(1, layers)),
            "every second layer frozen": set(range(1, layers, 2)),
        }[kind]
        found.append(Plan(kind, widths, drawn(3, 40), frozenset(frozen)))
    return found
