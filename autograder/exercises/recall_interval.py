"""Exercise 7.6 · recall_interval: which recalls are compatible with so few positives.

The judge searches: at the two ends of Wilson's interval, the share that was seen lies exactly z
standard errors away, and the standard error is that of the *end*, not of the share.
"""

import math
import random
from collections.abc import Callable, Mapping

from autograder.exercise import Exercise
from autograder.trials.asked import ASKED_FORM, NO_LIMIT, asked, other_questions, refused, stopped
from autograder.trials.interval_beliefs import interval_finding
from autograder.verdict import Finding, Part, Verdict, tally

WHO = "recall_interval"


def questions(seed: int) -> dict[str, list[tuple]]:
    """Hits, positives and z: inside, at both ends, another z, nothing to see, and impossible."""
    draws = random.Random(f"interval {seed}")
    inside = []
    for _ in range(4):
        positives = draws.randint(8, 120)
        inside.append((draws.randint(2, positives - 2), positives))
    few, many = draws.randint(5, 20), draws.randint(30, 90)
    return {
        "inside": inside,
        "ends": [(0, few), (few, few), (0, many)],
        "z": [(draws.randint(3, 8), 12, 2.576), (draws.randint(3, 8), 15, 1.0)],
        "none": [(0, 0)],
        "bad": [(few + 1, few), (-1, few)],
    }


def search(hits: int, positives: int, z: float = 1.96) -> tuple[float, float]:
    """The two recalls from which the share that was seen is z standard errors away."""
    if not positives:
        return math.nan, math.nan
    seen = hits / positives
    ends = []
    for edge in (0.0, 1.0):
        near, far = seen, edge
        for _ in range(60):
            middle = (near + far) / 2
            error = math.sqrt(middle * (1 - middle) / positives)
            near, far = (middle, far) if abs(seen - middle) <= z * error else (near, middle)
        ends.append(edge if seen == edge else near)
    return ends[0], ends[1]


def collect(answers: Mapping[str, Callable], seed: int) -> dict:
    """What the answer says of every question."""
    return asked(answers["recall_interval"], questions(seed))


def judge(observed: dict, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Both ends of the interval, also where all or none were found; then the limits."""
    cases = questions(seed)
    if misfit := other_questions(observed, cases):
        return misfit
    found = {}
    for group in ("inside", "ends", "z", "none"):
        rights = [search(*case) for case in cases[group]]
        found[group] = stopped(WHO, observed[group], NO_LIMIT) or interval_finding(
            observed[group], cases[group], rights
        )
    basic = found["inside"]

    def after(finding: Finding | None) -> Finding | None:
        return basic or finding

    return tally(
        [
            Part(4, basic),
            Part(3, after(found["ends"])),
            Part(1, after(found["z"])),
            Part(1, after(found["none"])),
            Part(1, after(refused(WHO, "more hits than positives, or -1 hits", observed["bad"]))),
        ],
        said="the interval is right, from no hit at all to nothing but hits",
    )


EXERCISE = Exercise("recall_interval", ("recall_interval",), ASKED_FORM, collect, judge)
