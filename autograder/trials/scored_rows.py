"""Rows with scores and classes, drawn from a seed: for thresholds.

Scores are logits in steps of 1/64, and never centred at 0: a threshold that belongs to
probabilities, or to another set, is of no use here.
"""

import random
from collections.abc import Sequence
from typing import NamedTuple

import torch

CENTRES = (-7.0, -5.0, 2.0, 5.0)


class Asked(NamedTuple):
    """The arguments of one question: scores float32 (n,), classes int64 (n,), a target recall."""

    scores: torch.Tensor
    y: torch.Tensor
    target: float


def thresholds_asked(seed: int) -> dict[str, list[Asked]]:
    """Questions about a threshold: plain ones, ties, targets met exactly, and impossible ones."""
    draws = random.Random(f"threshold {seed}")
    plain = [_plain(draws, centre) for centre in draws.sample(CENTRES, len(CENTRES))]
    tied = [_tied(draws) for _ in range(3)]
    exact = [
        _question(draws, positives, draws.randint(30, 50), centre, target)
        for positives, centre, target in ((8, -3.0, 0.75), (12, 3.0, 0.5), (11, -4.0, 1.0))
    ]
    good = _question(draws, 6, 20, 1.0, 0.6)
    nan = good.scores.clone()
    nan[draws.randrange(len(nan))] = torch.nan
    return {
        "plain": plain,
        "tied": tied,
        "exact": exact,
        "no positives": [good._replace(y=torch.zeros_like(good.y))],
        "nan": [good._replace(scores=nan)],
        "lengths": [good._replace(y=good.y[:-1]), good._replace(scores=good.scores[:-2])],
        "target": [good._replace(target=60.0), good._replace(target=0.0)],
    }


def fresh_rows(seed: int) -> Asked:
    """Rows like those of the first plain question, from the same source, which nobody was shown."""
    draws = random.Random(f"threshold {seed}")
    centre = draws.sample(CENTRES, len(CENTRES))[0]
    return _question(random.Random(f"fresh {seed}"), 40, 160, centre, 0.0)


def _question(
    draws: random.Random, positives: int, negatives: int, centre: float, target: float
) -> Asked:
    """Rows without ties, positives about two units above negatives, in a drawn order."""
    taken: set[int] = set()
    rows = []
    for label, count in ((1, positives), (0, negatives)):
        for _ in range(count):
            score = round(64 * draws.gauss(centre + 2 * label, 1.0))
            while score in taken:
                score += 1
            taken.add(score)
            rows.append((score / 64, label))
    # Whoever takes the first positive it meets must not find the highest.
    draws.shuffle(rows)
    return Asked(*_columns(rows), target)


def _plain(draws: random.Random, centre: float) -> Asked:
    """A target between two shares, whose threshold has a positive next above it and next below.

    The corners of a ROC curve leave such a threshold out.
    """
    while True:
        positives = draws.randint(9, 14)
        hits = draws.randint(3, positives - 3)
        target = round((hits + draws.uniform(0.3, 0.7)) / positives, 3)
        asked = _question(draws, positives, draws.randint(40, 60), centre, target)
        ranked = asked.y[asked.scores.argsort(descending=True)].tolist()
        place = [rank for rank, label in enumerate(ranked) if label][hits]
        if ranked[place - 1] and ranked[place + 1]:
            return asked


def _tied(draws: random.Random) -> Asked:
    """Rows on four steps, shared by positives and negatives, most of the positives on the lowest.

    So no share of the steps stands for a share of the positives.
    """
    centre = draws.choice((-4.0, 4.0))
    rows = [(centre + draws.randint(0, 3) / 2, 0) for _ in range(30)]
    steps = [1, 1, 1, 1, 1, draws.randint(1, 2), 2, 3, 4, 4]
    rows += [(centre + step / 2, 1) for step in steps]
    draws.shuffle(rows)
    return Asked(*_columns(rows), draws.choice((0.55, 0.65)))


def _columns(rows: Sequence[tuple[float, int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Scores and classes as tensors."""
    scores, labels = zip(*rows, strict=True)
    return torch.tensor(scores), torch.tensor(labels)
