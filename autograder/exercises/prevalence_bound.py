"""Exercise 7.2 · prevalence_bound: the rates of positives at which two numbers can be true.

The judge knows no formula. It tries every rate of a grid: are there counts with this accuracy and
this recall, and do they beat "always no"?
"""

import math
import random
from collections.abc import Callable, Mapping

import numpy as np

from autograder.exercise import Exercise
from autograder.trials.asked import ASKED_FORM, NO_LIMIT, asked, other_questions, refused, stopped
from autograder.trials.rate_beliefs import bound_finding
from autograder.verdict import Finding, Part, Verdict, tally

WHO = "prevalence_bound"
ROWS = 10_000
Pair = tuple[float, float]


def possible(accuracy: float, recall: float) -> Pair:
    """Smallest and largest prevalence in steps of 1/10 000 that fit and beat "always no"."""
    rate = np.arange(ROWS + 1) / ROWS
    missed = (1 - recall) * rate
    alarms = 1 - accuracy - missed
    fits = (alarms >= -1e-9) & (alarms <= 1 - rate + 1e-9) & (accuracy > 1 - rate + 1e-9)
    if not fits.any():
        return math.nan, math.nan
    return float(rate[fits].min()), float(rate[fits].max())


def pairs(seed: int) -> dict[str, list[Pair]]:
    """Accuracy and recall, by the bound that they meet; then pairs that are no shares."""
    draws = random.Random(f"bound {seed}")
    ordinary, large = [], []
    while len(ordinary) < 5:
        accuracy = round(draws.uniform(0.7, 0.99), 3)
        recall = round(draws.uniform(0.1, accuracy - 0.05), 2)
        low, high = possible(accuracy, recall)
        if high - low > 0.01 and abs(1 - accuracy - (1 - high)) > 0.02:
            ordinary.append((accuracy, recall))
    while len(large) < 4:
        accuracy = round(draws.uniform(0.6, 0.9), 3)
        large.append((accuracy, round(draws.uniform(accuracy + 0.05, 0.99), 2)))
    poor = round(draws.uniform(0.1, 0.3), 2)
    none = [(poor, 0.9), (0.96, 0.0), (1.0, round(draws.uniform(0.2, 0.8), 2)), (poor, 1.0)]
    whole = [(round(draws.uniform(0.6, 0.9), 2), 1.0), (1.0, 1.0)]
    percent = [(98.0, 12.0), (0.9, -0.1), (1.02, 0.5)]
    groups = {"ordinary": ordinary, "large": large, "none": none, "whole": whole}
    return groups | {"percent": percent, "nan": [(math.nan, 0.5), (0.9, math.nan)]}


def collect(answers: Mapping[str, Callable], seed: int) -> dict:
    """What the answer says of every pair."""
    return asked(answers["prevalence_bound"], pairs(seed))


def judge(observed: dict, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Both ends, where recall is below and above accuracy, and where there is no rate at all."""
    cases = pairs(seed)
    if misfit := other_questions(observed, cases):
        return misfit
    found = {}
    for group in ("ordinary", "large", "none", "whole"):
        found[group] = stopped(WHO, observed[group], NO_LIMIT) or bound_finding(
            observed[group], cases[group], [possible(*pair) for pair in cases[group]]
        )
    percent = refused(WHO, "98.0 and 12.0, or 0.9 and -0.1", observed["percent"])
    nan = refused(WHO, "NaN", observed["nan"])
    basic = found["ordinary"]

    def after(finding: Finding | None) -> Finding | None:
        return basic or finding

    return tally(
        [
            Part(5, basic),
            Part(3, after(found["large"])),
            Part(3, after(found["none"])),
            Part(2, after(found["whole"])),
            Part(1, after(percent)),
            Part(1, after(nan)),
        ],
        said="bounded: these numbers fit, and beat doing nothing, only between your two rates",
    )


EXERCISE = Exercise("prevalence_bound", ("prevalence_bound",), ASKED_FORM, collect, judge)
