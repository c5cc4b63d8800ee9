"""Pairs of columns, one number per seed, for which a rule on paired seeds has a clear verdict.

Real columns come from course/assets (a test compares them); drawn ones are built from their
differences, under a common spread that is far larger.
"""

from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev

import torch

# Accuracies by seed: comparison.json with 1 label per class, then negative_transfer.json with 3.
REAL = {
    "LP": (0.6919, 0.7108, 0.6863, 0.7575, 0.7519, 0.6218, 0.6719, 0.6652),
    "scratch": (0.4928, 0.6352, 0.5973, 0.673, 0.6997, 0.6174, 0.5506, 0.5139),
    "FT": (0.6418, 0.6518, 0.535, 0.6596, 0.7075, 0.6618, 0.6007, 0.5962),
    "FT2": (0.6819, 0.723, 0.6663, 0.7364, 0.7308, 0.663, 0.6841, 0.6418),
    "LP on 5 to 9": (0.6674, 0.6741, 0.5, 0.6496, 0.6741, 0.5826, 0.6362, 0.6049),
    "scratch on 5 to 9": (0.8527, 0.846, 0.7812, 0.8103, 0.808, 0.7299, 0.846, 0.8884),
}
REAL_PAIRS = (
    ("LP", "scratch"),
    ("LP", "FT"),
    ("LP", "FT2"),
    ("LP on 5 to 9", "scratch on 5 to 9"),
)


@dataclass(frozen=True)
class Columns:
    """Two columns with one number per seed, and the group that they belong to."""

    group: str
    a: list[float]
    b: list[float]


# Group, and the differences a - b that the columns are built from, in thousandths.
DRAWN = [
    ("clear", (120, 95, 140, 110, 130, 105, 90, 125)),
    ("clear", (-120, -95, -140, -110, -130, -105, -90, -125)),
    ("paired", (12, 9, 15, 8, 11, 14, 10, 13)),
    ("paired", (-12, -9, -15, -8, -11, -14, -10, -13)),
    ("signs", (200, 210, 150, 120, 160, -10, -12, -20)),
    ("signs", (-200, -210, -150, -120, -160, 10, 12, 20)),
    ("outlier", (10, 12, 9, 11, 10, 8, 12, -70)),
    ("outlier", (-10, -12, -9, -11, -10, -8, -12, 300)),
    ("sizes", (5, 60, 8, 70, 6, 90, 10, -20)),
    ("sizes", (-5, -60, -8, -70, -6, -90, -10, 20)),
    ("counts", (30, 28, 35, 31, 27, 33, 29, 34, 30, 32, 26, 31, 28, 35, -9, -11)),
    ("counts", (30, 28, 35, 31, 27, 33, 29, 34, 30, 32, 26, 31, 28, -6, -9, -11)),
    ("counts", (25, 30, 28, 27, 31)),
    ("counts", (-25, -30, -28, 9, -31)),
    ("ties", (0, 0, 0, 0, 0, 0, 0, 0)),
    ("ties", (20, 25, 22, 0, 24, 21, 23, 26)),
    ("ties", (-20, -25, -22, 0, -24, 0, -23, -26)),
    ("same", (40,) * 8),
    ("same", (-40,) * 8),
]


def every(seed: int) -> list[Columns]:
    """All pairs of columns; the order of the seeds, and which column is a, are drawn."""
    draw = torch.Generator().manual_seed(seed)
    cases = [_drawn(group, differences, draw) for group, differences in DRAWN]
    for one, other in REAL_PAIRS:
        cases.append(_reordered("real", list(REAL[one]), list(REAL[other]), draw))
    # By group, not by case: a group that holds both words is not to end with one of them.
    exchanged = {
        group: bool(torch.randint(0, 2, (), generator=draw))
        for group in dict.fromkeys(case.group for case in cases)
    }
    return [Columns(c.group, c.b, c.a) if exchanged[c.group] else c for c in cases]


def ruling(columns: Columns) -> str:
    """What the rule of the lesson says of two columns."""
    moves = [one - other for one, other in zip(columns.a, columns.b, strict=True)]
    mean, error = fmean(moves), stdev(moves) / sqrt(len(moves))
    for sign, word in ((1, "better"), (-1, "worse")):
        agreeing = sum(sign * move > 0 for move in moves)
        if 8 * agreeing >= 7 * len(moves) and sign * mean > error:
            return word
    return "no evidence"


def _drawn(group: str, differences: tuple[int, ...], draw: torch.Generator) -> Columns:
    """Columns with these differences in thousandths, on values that are spread from .3 to .8."""
    b = torch.randperm(500, generator=draw)[: len(differences)] + 300
    a = b + torch.tensor(differences)
    columns = [n / 1000 for n in a.tolist()], [n / 1000 for n in b.tolist()]
    return _reordered(group, *columns, draw)


def _reordered(group: str, a: list[float], b: list[float], draw: torch.Generator) -> Columns:
    """The columns with their seeds in a drawn order."""
    order = torch.randperm(len(a), generator=draw).tolist()
    return Columns(group, *([column[place] for place in order] for column in (a, b)))
