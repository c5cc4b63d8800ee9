"""Scores to choose a threshold on, whose frauds are far more than 2 %, and rows to test it on.

Scores are shifted so that 0 is no good threshold, and drawn again until each rule that one may
take by mistake costs a fifth more than the right one.
"""

import functools
import math
from dataclasses import dataclass

import numpy as np

from autograder.trials.fraud_draws import Drawn, expected_cost, two_draws
from course.fraud_models import LAST_BLOCK, TRAINED
from course.fraud_scores import best_f1_threshold
from course.fraud_task import PREVALENCE

MODEL = "model"
# What a missed fraud costs, in false alarms; where 0 lies; and whose scores are taken.
KINDS = (
    (12, 5.0, "new", TRAINED),
    (400, -5.0, "new", TRAINED),
    (9, 5.0, "new", LAST_BLOCK),
    (300, -5.0, "known", TRAINED),
)
DEARER = 1.2
TRIES = 60


@dataclass(frozen=True)
class Operation:
    """Rows to choose on, rows to test on, and what a missed fraud and a false alarm cost."""

    validation: Drawn
    test: Drawn
    cost_miss: float
    cost_alarm: float

    @property
    def asked(self) -> tuple:
        """What the learner is handed, in fresh arrays."""
        rows = self.validation.part(MODEL)
        return rows["score"], rows["y"], self.cost_miss, self.cost_alarm

    def cost(self, threshold: float) -> float:
        """The cost on the test rows, per picture, at 2 %."""
        return self._cost(self.test, threshold)

    def cost_where_chosen(self, threshold: float) -> float:
        """The same on the rows that the threshold is chosen on."""
        return self._cost(self.validation, threshold)

    def best(self) -> float:
        """The best of all scores and of no alarm at all, on the rows to choose on."""
        return self._cheapest(PREVALENCE, self.cost_miss, self.cost_alarm)

    def beliefs(self) -> dict[str, float]:
        """The thresholds that wrong rules choose, by what the rule believes."""
        y, score = self.validation.y, self.validation.scores[MODEL]
        share = float(np.mean(y))
        return {
            "exchanged": self._cheapest(PREVALENCE, self.cost_alarm, self.cost_miss),
            "zero": 0.0,
            "one half": 0.5,
            "as rare as here": self._cheapest(share, self.cost_miss, self.cost_alarm),
            "fewest errors here": self._cheapest(share, 1, 1),
            "fewest errors": self._cheapest(PREVALENCE, 1, 1),
            "F1": best_f1_threshold(y, score),
            "calibrated": math.log(self.cost_alarm / self.cost_miss),
            "never": math.inf,
        }

    def _cheapest(self, share: float, miss: float, alarm: float) -> float:
        """The best threshold on the rows to choose on, if so large a share were fraud."""
        y, score = self.validation.y, self.validation.scores[MODEL]
        thresholds = np.append(np.unique(score), np.inf)
        called = score >= thresholds[:, None]
        missed, alarmed = 1 - called[:, y == 1].mean(axis=1), called[:, y == 0].mean(axis=1)
        cost = share * missed * miss + (1 - share) * alarmed * alarm
        # Rounded, so that of thresholds which cost the same the lowest is taken.
        return float(thresholds[cost.round(9).argmin()])

    def _cost(self, rows: Drawn, threshold: float) -> float:
        return expected_cost(rows.y, rows.scores[MODEL], threshold, self.cost_miss, self.cost_alarm)


@functools.lru_cache(maxsize=4)
def operations(seed: int) -> list[Operation]:
    """Four cases; the costs, the rows and the scale of the scores are drawn."""
    rng = np.random.default_rng(seed)
    return [_drawn(rng, *kind) for kind in KINDS]


def _drawn(rng: np.random.Generator, ratio: int, shift: float, task: str, model: str) -> Operation:
    """A case in which wrong rules cost more, as far as draws can tell."""
    for _ in range(TRIES):
        chosen, test = two_draws(rng, task, {MODEL: model}, (120, 150), (90, 250))
        moved = shift * float(rng.uniform(0.8, 1.6))
        for rows in (chosen, test):
            rows.scores[MODEL] = rows.scores[MODEL] + moved
        alarm = float(rng.integers(2, 9))
        case = Operation(chosen, test, ratio * alarm, alarm)
        least = DEARER * case.cost(case.best())
        if all(case.cost(threshold) > least for threshold in case.beliefs().values()):
            break
    return case
