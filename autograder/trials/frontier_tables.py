"""Tables of methods, numbers and accuracies, and what one would call the frontier by mistake.

Names are drawn, and so is the order of rows: neither says what a method is worth.
"""

from itertools import groupby

import torch

from autograder.trials.nets import _generator

Row = tuple[str, int, float]
NAMES = ("head", "biases", "norms", "rank 1", "rank 2", "rank 4", "rank 8", "rank 16", "prompt",
         "last block", "two blocks", "everything")  # fmt: skip


def tables(seed: int) -> dict[str, list[list[Row]]]:
    """Tables by kind: no two values alike, equal numbers, equal accuracies, equal rows, no rows."""
    draw = _generator(seed)
    return {
        "plain": [_drawn(draw, []) for _ in range(3)],
        "numbers": [_drawn(draw, [(0, 0, -30)])],
        "accuracies": [_drawn(draw, [(0, 50, 0)])],
        "rows": [_drawn(draw, [(0, 0, 0)])],
        "empty": [[]],
    }


def _drawn(draw: torch.Generator, more: list[tuple[int, int, int]]) -> list[Row]:
    """A table in which some rows are beaten and some are not.

    An entry (place, numbers, thousandths) of `more` adds a row that differs by so much from the one
    at that place of the frontier.
    """
    rungs = [
        (100 * (rung + 1) + int(torch.randint(0, 40, (), generator=draw)), 600 + 60 * rung)
        for rung in range(4)
    ]
    # The later of two beaten ones is better than the one before it, and still beaten.
    beaten = [(rungs[2][0] + n, rungs[2][1] + a) for n, a in ((42, -50), (48, -30))]
    beaten.append((rungs[1][0] + 45, rungs[1][1] - 35))
    extra = [(rungs[place][0] + n, rungs[place][1] + a) for place, n, a in more]
    order = torch.randperm(len(NAMES), generator=draw).tolist()
    every = [*rungs, *beaten, *extra]
    rows = [(NAMES[place], n, a / 1000) for place, (n, a) in zip(order, every, strict=False)]
    return [rows[place] for place in torch.randperm(len(rows), generator=draw).tolist()]


def unbeaten(rows: list[Row]) -> list[str]:
    """The names that no other row beats, found by climbing from the fewest numbers upwards."""
    kept, best = set(), float("-inf")
    for _, group in groupby(sorted(rows, key=lambda row: row[1]), key=lambda row: row[1]):
        equals = list(group)
        top = max(accuracy for _, _, accuracy in equals)
        if top > best:
            kept |= {name for name, _, accuracy in equals if accuracy == top}
            best = top
    return [name for name, _, _ in rows if name in kept]


def by_accuracy(rows: list[Row]) -> list[str]:
    """All names, the most accurate first."""
    return [name for name, _, _ in sorted(rows, key=lambda row: -row[2])]


def only_best(rows: list[Row]) -> list[str]:
    """The names of the highest accuracy."""
    top = max((accuracy for _, _, accuracy in rows), default=0.0)
    return [name for name, _, accuracy in rows if accuracy == top]
