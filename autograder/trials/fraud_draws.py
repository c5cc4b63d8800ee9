"""Scores of a rare class, drawn anew for each seed from those that ship with the course.

Rows are taken from the test sets of two fraud tasks, in drawn order, and scores are stretched and
shifted, so that nothing which is learned by heart fits.
"""

import functools
from dataclasses import dataclass

import numpy as np

from course.fraud import shipped_scores
from course.fraud_scores import ranking
from course.fraud_task import PREVALENCE, weights_of


@dataclass(frozen=True)
class Drawn:
    """Labels, int64 (n,), with 1 for fraud, and the scores of each of some models, float64 (n,)."""

    y: np.ndarray
    scores: dict[str, np.ndarray]

    def part(self, model: str) -> dict[str, np.ndarray]:
        """Fresh arrays "y", "score" and "weight" of one model; the frauds weigh 2 %."""
        y = self.y.copy()
        return {"y": y, "score": self.scores[model].copy(), "weight": weights_of(y)}

    def average_precision(self, model: str) -> float:
        """The ranking of one model at 2 % fraud."""
        return ranking(**self.part(model))


@functools.cache
def shipped() -> dict:
    """The shipped scores, read once."""
    return shipped_scores()


def two_draws(
    rng: np.random.Generator,
    case: str,
    models: dict[str, str],
    frauds: tuple[int, int],
    legitimate: tuple[int, int],
) -> list[Drawn]:
    """Two sets of rows without a row in common, of so many frauds and legitimate rows each.

    `models` says for each name which shipped model the scores are of. All are stretched alike.
    """
    held = shipped()[case]
    y = next(iter(held.values()))["test"]["y"]
    fraud, honest = (rng.permutation(np.flatnonzero(y == label)) for label in (1, 0))
    stretch = rng.uniform(0.5, 2.0)
    draws, taken = [], (0, 0)
    for counts in zip(frauds, legitimate, strict=True):
        rows = [
            places[start : start + count]
            for places, start, count in zip((fraud, honest), taken, counts, strict=True)
        ]
        taken = counts
        order = rng.permutation(np.concatenate(rows))
        # Shipped scores are coarse; without ties every way to rank gives the same number.
        apart = 1e-6 * rng.permutation(len(order))
        scores = {
            name: stretch * held[of]["test"]["score"][order] + apart for name, of in models.items()
        }
        draws.append(Drawn(y[order], scores))
    return draws


def expected_cost(
    y: np.ndarray, score: np.ndarray, threshold: float, cost_miss: float, cost_alarm: float
) -> float:
    """The cost per picture where frauds are 2 %, whatever their share among these rows is."""
    called = score >= threshold
    missed, alarmed = np.mean(~called[y == 1]), np.mean(called[y == 0])
    return float(PREVALENCE * missed * cost_miss + (1 - PREVALENCE) * alarmed * cost_alarm)
