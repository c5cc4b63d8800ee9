"""Finished fraud models to report on: scores on a test set, predictions on the old task, flags.

One model has earned its release, one has hurt the old task, one calls nothing fraud, and one calls
fraud too often.
"""

import functools
import math
from dataclasses import dataclass

import numpy as np

from autograder.trials.fraud_draws import two_draws
from course.fraud_models import BARELY, CURES, LAST_BLOCK, THAWED
from course.fraud_scores import outcome, ranking, wilson
from course.fraud_task import PREVALENCE

OLD_IMAGES = 400
LIMITS = {"recall": 0.4, "precision": 0.6, "old": 0.01}
# What the model of a case is, at which of its quantiles the threshold lies, what the old task
# loses, and which cures were tried.
KINDS = (
    (THAWED, 0.35, 0.0, (0, 3)),
    (THAWED, 0.35, 0.06, (3,)),
    (BARELY, 1.0, 0.0, (1,)),
    (LAST_BLOCK, 0.25, 0.005, (0, 2, 3)),
)


@dataclass(frozen=True)
class Finished:
    """What `desk_report` is handed, as a dict."""

    desk: dict

    @functools.cached_property
    def truth(self) -> dict:
        """The numbers of a right report; precision is None where nothing is called fraud."""
        test, old = self.desk["test"], self.desk["old"]
        y, called = test["y"], test["score"] >= self.desk["threshold"]
        worth = outcome(**test, threshold=self.desk["threshold"])
        found, frauds = int(called[y == 1].sum()), int((y == 1).sum())
        then, now = (float(np.mean(old[key] == old["labels"])) for key in ("before", "after"))
        low, high = wilson(found, frauds)
        precision = None if math.isnan(worth.precision) else worth.precision
        return {
            "prevalence": PREVALENCE,
            "counts": [int(((called == c) & (y == t)).sum()) for t in (0, 1) for c in (0, 1)],
            "recall": worth.recall,
            "precision": precision,
            "interval": [low, high],
            "average_precision": ranking(**test),
            "accuracy": worth.accuracy,
            "baseline": 1 - PREVALENCE,
            "old_before": then,
            "old_after": now,
            "frozen": [name for name, asks in self.desk["flags"].items() if not asks],
            "not_tried": [cure for cure in CURES if cure not in self.desk["tried"]],
            "release": low >= LIMITS["recall"]
            and (precision or 0.0) >= LIMITS["precision"]
            and then - now <= LIMITS["old"] + 1e-12,
        }


@functools.lru_cache(maxsize=4)
def finished(seed: int) -> list[Finished]:
    """Four cases in drawn order."""
    rng = np.random.default_rng(seed)
    return [_drawn(rng, *KINDS[place]) for place in rng.permutation(len(KINDS))]


def handed(case: Finished) -> dict:
    """The dict of a case with arrays of its own."""
    return {
        key: {name: array.copy() for name, array in value.items()}
        if key in ("test", "old")
        else type(value)(value)
        for key, value in case.desk.items()
    }


def _drawn(
    rng: np.random.Generator, model: str, quantile: float, loss: float, tried: tuple[int, ...]
) -> Finished:
    """One case: rows, a threshold, an old task, and the flags of a drawn number of blocks."""
    task = str(rng.choice(["new", "known"])) if model == THAWED else "new"
    test, _ = two_draws(rng, task, {"model": model}, (150, 1), (250, 1))
    part = test.part("model")
    frauds = np.sort(part["score"][part["y"] == 1])
    highest = part["score"].max() + 1.0
    threshold = highest if quantile == 1.0 else frauds[int(quantile * len(frauds))]
    labels = rng.integers(0, 5, OLD_IMAGES)
    before = np.where(rng.random(OLD_IMAGES) < 0.05, (labels + 1) % 5, labels)
    after = before.copy()
    right = rng.permutation(np.flatnonzero(before == labels))
    changed = right[: round(loss * OLD_IMAGES)]
    after[changed] = (labels[changed] + 2) % 5
    depth = int(rng.integers(1, 4))
    flags = {
        f"body.block{block}.0.{kind}": block > depth
        for block in range(1, 5)
        for kind in ("weight", "bias")
    } | {"head.weight": True, "head.bias": True}
    return Finished(
        {
            "test": part,
            "threshold": float(threshold),
            "old": {"labels": labels, "before": before, "after": after},
            "flags": flags,
            "tried": [CURES[place] for place in tried],
        }
    )
