"""Delivered fraud models with one symptom and three causes: threshold, head, frozen body.

For each cause two cases, in drawn order. The wanted average precision is drawn with the case, so
that the same two numbers can mean another cause elsewhere.
"""

import functools
from dataclasses import dataclass

import numpy as np

from autograder.trials.fraud_draws import Drawn, two_draws
from course.fraud_models import BARELY, THAWED, TRAINED, WEIGHTED
from course.fraud_scores import outcome

CAUSES = ("threshold", "head", "body")
NAMES = ("delivered", "head trained", "weighted loss")
SYMPTOM = 0.12
# Between an average precision and the wanted one there is always so much.
GAP = 0.05


@dataclass(frozen=True)
class Illness:
    """A cause, the rows to diagnose from and to test on, and the average precision wanted."""

    cause: str
    validation: Drawn
    test: Drawn
    wanted: float

    @property
    def scores(self) -> dict:
        """What the learner is handed, in fresh arrays."""
        return {
            name: {"validation": self.validation.part(name), "test": self.test.part(name)}
            for name in NAMES
        }

    @property
    def truth(self) -> dict[str, float]:
        """The two numbers that show the cause."""
        return {
            "delivered": self.validation.average_precision("delivered"),
            "trained": self.validation.average_precision("head trained"),
        }


@functools.lru_cache(maxsize=4)
def illnesses(seed: int) -> list[Illness]:
    """Six cases: each cause twice, in drawn order."""
    rng = np.random.default_rng(seed)
    causes = rng.permutation([cause for cause in CAUSES for _ in range(2)])
    return [_drawn(rng, str(cause)) for cause in causes]


def _drawn(rng: np.random.Generator, cause: str) -> Illness:
    """A case in which the numbers are far enough apart to tell."""
    models = dict(zip(NAMES, (BARELY, TRAINED, WEIGHTED), strict=True))
    if cause == "threshold":
        models |= {"delivered": THAWED, "head trained": THAWED}
    task = {"threshold": str(rng.choice(["new", "known"])), "head": "known", "body": "new"}[cause]
    while True:
        validation, test = two_draws(rng, task, models, (60, 90), (150, 150))
        if cause == "threshold":
            for part in (validation, test):
                part.scores["head trained"] += rng.normal(0, 0.3, len(part.y))
                frauds = np.sort(part.scores["delivered"][part.y == 1])
                part.scores["delivered"] -= frauds[-round(SYMPTOM * len(frauds)) - 1] + 1e-3
        case = Illness(cause, validation, test, 0.0)
        delivered, trained = case.truth.values()
        weighted = validation.average_precision("weighted loss")
        share = rng.uniform(0.4, 0.6)
        wanted = {
            "threshold": delivered - 2 * GAP,
            "head": delivered + share * (trained - delivered),
            "body": max(delivered, trained, weighted) + 2 * GAP,
        }[cause]
        recall = outcome(**validation.part("delivered"), threshold=0.0).recall
        if min(abs(wanted - delivered), abs(wanted - trained)) >= GAP and recall < 0.35:
            return Illness(cause, validation, test, round(wanted, 3))
