"""What scores of a rare class are worth: ranking, a threshold, and what comes of it.

Thresholds are chosen on the few frauds of the validation set and judged on the test set, which is
weighted to 2 %. Where nothing is called fraud, precision is 0/0, and stays nan.
"""

import math
from typing import NamedTuple

import numpy as np
from sklearn.metrics import (
    accuracy_score,
    average_precision_score,
    precision_recall_curve,
    precision_score,
    recall_score,
)

from course.fraud_models import log_odds
from course.fraud_task import FraudTask, weights_of
from course.models import SmallNet
from course.training import accuracy

PARTS = ("validation", "test")


class Outcome(NamedTuple):
    """Three shares from 0 to 1 of what a threshold does; `precision` is nan without an alarm."""

    accuracy: float
    recall: float
    precision: float


def outcome(y: np.ndarray, score: np.ndarray, weight: np.ndarray, threshold: float) -> Outcome:
    """What comes of calling fraud whatever scores at least `threshold`; all arrays are (n,).

    Source: `sklearn.metrics`, with `sample_weight`.
    """
    called = (score >= threshold).astype(int)
    weighted = {"sample_weight": weight}
    return Outcome(
        float(accuracy_score(y, called, **weighted)),
        float(recall_score(y, called, **weighted)),
        float(precision_score(y, called, zero_division=np.nan, **weighted)),
    )


def ranking(y: np.ndarray, score: np.ndarray, weight: np.ndarray) -> float:
    """Average precision: how well the scores order the pictures, whatever the threshold.

    Chance gives the prevalence, 0.02 here. Source: `sklearn.metrics.average_precision_score`.
    """
    return float(average_precision_score(y, score, sample_weight=weight))


def best_f1_threshold(y: np.ndarray, score: np.ndarray) -> float:
    """The threshold, one of the scores, with the largest F1 on the data given."""
    precision, recall, thresholds = precision_recall_curve(y, score)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    # The last point of the curve has no threshold.
    return float(thresholds[f1[:-1].argmax()])


def scored(task: FraudTask, net: SmallNet, part: str) -> dict[str, np.ndarray]:
    """Labels "y", "score" and "weight" of "validation" or "test", arrays (n,), for one network."""
    pictures = getattr(task, part)
    y = pictures.labels.numpy()
    return {"y": y, "score": log_odds(net, pictures.images), "weight": weights_of(y)}


def measured(task: FraudTask, net: SmallNet, remembering: SmallNet | None) -> dict:
    """What one network is worth, as in `shipped_results` but for a single seed.

    `remembering` is the network that serves the old task meanwhile; without one, "old" is nan.
    Precision without an alarm is nan.
    """
    parts = {part: scored(task, net, part) for part in PARTS}
    tuned = best_f1_threshold(parts["validation"]["y"], parts["validation"]["score"])
    test = parts["test"]
    return {
        "average precision": ranking(**test),
        "old": accuracy(remembering, *task.old_test) if remembering else float("nan"),
        "at .5": outcome(**test, threshold=0.0)._asdict(),
        "tuned": outcome(**test, threshold=tuned)._asdict(),
    }


def wilson(found: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's interval for a share: where it may lie, given `found` of `of`; 95 % at z = 1.96.

    Source: E. B. Wilson, Journal of the American Statistical Association 22, 1927.
    """
    share, spread = found / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / of + spread / of / 4) / (1 + spread)
    return middle - half, middle + half
