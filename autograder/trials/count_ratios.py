"""Accuracy, precision, recall, specificity and F1 as ratios of counts, and ways to get them wrong.

Each is a sum of counts divided by a sum of counts, so that a table says all. A ratio whose lower
sum is 0 has no value: NaN.
"""

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

Counts = Mapping[str, int]
RATIOS = {
    "accuracy": ("tn tp", "tn fp fn tp"),
    "precision": ("tp", "tp fp"),
    "recall": ("tp", "tp fn"),
    "specificity": ("tn", "tn fp"),
    "f1": ("tp tp", "tp tp fp fn"),
}
SAME = 1e-6  # a ratio in float32 is off by less


class Belief(NamedTuple):
    """A wrong way to compute a score, the question that leads on, and the mistake's id."""

    score: Callable[[Counts], float]
    question: str
    mistake: str = ""


def ratio(name: str, counts: Counts) -> float:
    """The score of this name."""
    above, below = (sum(counts[count] for count in sums.split()) for sums in RATIOS[name])
    return above / below if below else math.nan


def same(one: float, other: float) -> bool:
    """Whether two scores agree, NaN with NaN."""
    if math.isnan(one) or math.isnan(other):
        return math.isnan(one) and math.isnan(other)
    return abs(one - other) <= SAME


def _turned(counts: Counts) -> Counts:
    """scikit-learn's matrix read with positives first."""
    order = {"tn": "tp", "fp": "fn", "fn": "fp", "tp": "tn"}
    return {name: counts[taken] for name, taken in order.items()}


def _at_half(counts: Counts) -> float:
    """The precision that the same two rates would have with as many positives as negatives."""
    alarms = counts["fp"] / (counts["fp"] + counts["tn"])
    return ratio("recall", counts) / (ratio("recall", counts) + alarms)


def _middle(one: str, other: str) -> Callable[[Counts], float]:
    """The mean of two scores."""
    return lambda counts: (ratio(one, counts) + ratio(other, counts)) / 2


LAYOUT = "in which order are the classes sorted: which number counts the hits?"
BELIEFS = {
    "accuracy": [
        Belief(
            _middle("recall", "specificity"),
            "the mean of two rates counts both classes alike; how many rows has each?",
        ),
        Belief(
            lambda c: 1 - ratio("accuracy", c),
            "is that the share of right answers, or of wrong ones?",
        ),
    ],
    "precision": [
        Belief(
            lambda c: ratio("recall", c),
            "precision looks at the alarms: out of how many alarms are the hits counted?",
            "H2",
        ),
        Belief(lambda c: ratio("precision", _turned(c)), LAYOUT, "H1"),
        Belief(
            _at_half,
            "these rates weigh both classes alike: at which prevalence would that be right?",
            "H10",
        ),
    ],
    "recall": [
        Belief(
            lambda c: ratio("precision", c),
            "recall looks at the actual positives: out of how many are the hits counted?",
            "H2",
        ),
        Belief(lambda c: ratio("recall", _turned(c)), LAYOUT, "H1"),
    ],
    "specificity": [
        Belief(lambda c: ratio("specificity", _turned(c)), LAYOUT, "H1"),
        Belief(
            lambda c: 1 - ratio("specificity", c),
            "is that the share of the negatives that raise an alarm, or of those that do not?",
        ),
        Belief(
            lambda c: c["tn"] / (c["tn"] + c["fn"]),
            "specificity looks at the actual negatives: which two counts are they?",
            "H2",
        ),
    ],
    "f1": [
        Belief(
            lambda c: ratio("accuracy", c),
            "which classes does your average see? This one does not count the true negatives.",
            "H7",
        ),
        Belief(lambda c: ratio("f1", _turned(c)), LAYOUT, "H1"),
        Belief(
            _middle("precision", "recall"),
            "which mean of precision and recall is it? Compare with the formula above.",
        ),
    ],
}
