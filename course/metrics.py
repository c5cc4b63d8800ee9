"""What a score says about a model depends on how rare the positives are: the sums behind that.

The two rates of a classifier, how many positives it finds and how many negatives it alarms, belong
to the classifier. Precision and accuracy do not: they change with the share of positives.
"""

from typing import NamedTuple

import numpy as np


class Rates(NamedTuple):
    """Three shares from 0 to 1: `always_no` is the accuracy of somebody who never says yes."""

    precision: float
    accuracy: float
    always_no: float


class Rows(NamedTuple):
    """Rows that a simulated model has scored: `y` int 0 or 1, `score` float64, both (n,)."""

    y: np.ndarray
    score: np.ndarray


def at_prevalence(hit_rate: float, false_alarm_rate: float, prevalence: float) -> Rates:
    """Precision and accuracy of a classifier with these two rates, at this share of positives.

    Precision is nan where the classifier never says yes.
    """
    hits = hit_rate * prevalence
    alarms = hits + false_alarm_rate * (1 - prevalence)
    quiet = (1 - false_alarm_rate) * (1 - prevalence)
    return Rates(hits / alarms if alarms else np.nan, hits + quiet, 1 - prevalence)


def implied_precision(accuracy: float, recall: float, prevalence: float) -> float:
    """The precision that accuracy and recall leave at this share of positives.

    Errors that are no missed positives are false alarms. Raises ValueError when the missed
    positives alone are more errors than this accuracy allows.
    """
    false_alarms = 1 - accuracy - (1 - recall) * prevalence
    if false_alarms < 0:
        raise ValueError(
            f"accuracy {accuracy} and recall {recall} are impossible at {prevalence:.2%}: "
            "the missed positives alone are more errors; choose a smaller prevalence"
        )
    hits = recall * prevalence
    return hits / (hits + false_alarms)


def simulated_rows(n: int, *, prevalence: float, draws: np.random.Generator) -> Rows:
    """`n` rows with normal scores; positives score two standard deviations higher on average."""
    y = (draws.random(n) < prevalence).astype(int)
    return Rows(y, draws.normal(size=n) + 2 * y)


def f1_gained_by_looking(trials: int, *, seed: int = 0) -> np.ndarray:
    """How much better F1 on a test set looks when its threshold was chosen there; (trials,).

    Each trial draws 200 rows for validation and 200 for the test, 5 % of them positive, and tries
    51 thresholds. The gain is F1 on the test with the test's own best threshold, less F1 on the
    test with the best threshold of the validation rows.
    """
    draws = np.random.default_rng(seed)
    thresholds = np.linspace(-1, 4, 51)
    gains = []
    for _ in range(trials):
        validation, test = (simulated_rows(200, prevalence=0.05, draws=draws) for _ in range(2))
        on_validation = [_f1_from(validation, threshold) for threshold in thresholds]
        on_test = [_f1_from(test, threshold) for threshold in thresholds]
        gains.append(max(on_test) - on_test[int(np.argmax(on_validation))])
    return np.array(gains)


def _f1_from(rows: Rows, threshold: float) -> float:
    """F1 of calling positive whatever scores at least `threshold`; 0 without any hit."""
    called = rows.score >= threshold
    below = called.sum() + rows.y.sum()
    return 2 * rows.y[called].sum() / below if below else 0.0
