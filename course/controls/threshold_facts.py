"""What a decision threshold does at a given share of positives: counts, rates and costs."""

import math
from dataclasses import dataclass

import numpy as np

ROWS = 10_000


@dataclass(frozen=True)
class ThresholdFacts:
    """A threshold at work, at 0 <= `prevalence` <= 1; costs are per row.

    `hits`, `missed`, `false_alarms` and `quiet` are expected among 10 000 rows, rounded.
    `precision` is nan where nothing is called positive. `lazy` is the better accuracy of "always
    no" and "always yes", `lazy_answer` which of them it is.
    """

    threshold: float
    prevalence: float
    hits: int
    missed: int
    false_alarms: int
    quiet: int
    precision: float
    recall: float
    accuracy: float
    lazy: float
    lazy_answer: str
    cost: float
    cost_always_no: float
    cost_always_yes: float


def facts_of(
    scores: np.ndarray,
    labels: np.ndarray,
    threshold: float,
    *,
    prevalence: float,
    cost_miss: float,
    cost_alarm: float,
) -> ThresholdFacts:
    """What comes of calling positive whatever scores at least `threshold`; arrays are (n,).

    Recall and the share of false alarms are measured within each class; `prevalence` says how
    much each class weighs.
    """
    called = scores >= threshold
    recall, alarmed = (float(called[labels == label].mean()) for label in (1, 0))
    hits, missed = prevalence * recall, prevalence * (1 - recall)
    alarms, quiet = (1 - prevalence) * alarmed, (1 - prevalence) * (1 - alarmed)
    counts = (round(ROWS * share) for share in (hits, missed, alarms, quiet))
    return ThresholdFacts(
        threshold,
        prevalence,
        *counts,
        precision=hits / (hits + alarms) if called.any() else math.nan,
        recall=recall,
        accuracy=hits + quiet,
        lazy=max(prevalence, 1 - prevalence),
        lazy_answer="always no" if prevalence <= 0.5 else "always yes",
        cost=missed * cost_miss + alarms * cost_alarm,
        cost_always_no=prevalence * cost_miss,
        cost_always_yes=(1 - prevalence) * cost_alarm,
    )


def refuse_rows(scores: np.ndarray, labels: np.ndarray) -> None:
    """Raises ValueError, in one sentence, for rows that no threshold can be judged on."""
    if scores.ndim != 1 or labels.ndim != 1:
        raise ValueError("Scores and labels must have one dimension each.")
    if len(scores) != len(labels):
        raise ValueError(f"There are {len(scores)} scores and {len(labels)} labels.")
    if len(scores) == 0:
        raise ValueError("There are no rows.")
    if not np.isfinite(scores).all():
        raise ValueError("Each score must be a finite number; at least one is NaN or infinite.")
    if not np.isin(labels, (0, 1)).all():
        raise ValueError("Labels must be 0 or 1.")
    if len(np.unique(labels)) < 2:
        raise ValueError("Both labels must occur: recall needs positives, false alarms negatives.")


def refuse_world(threshold: float, prevalence: float, cost_miss: float, cost_alarm: float) -> None:
    """Raises ValueError, in one sentence, for numbers that describe no place to work in."""
    if not math.isfinite(threshold):
        raise ValueError(f"The threshold must be a finite number, not {threshold}.")
    if not 0 < prevalence < 1:
        raise ValueError(f"The prevalence must lie between 0 and 1, not at {prevalence}.")
    if not (0 <= cost_miss < math.inf and 0 <= cost_alarm < math.inf):
        raise ValueError("The costs must be 0 or more, and finite.")


def recalls_at_least(scores: np.ndarray, labels: np.ndarray, share: float) -> float:
    """The highest score that, as a threshold, finds at least `share` of the positives."""
    positives = np.sort(scores[labels == 1])[::-1]
    return float(positives[math.ceil(share * len(positives)) - 1])
