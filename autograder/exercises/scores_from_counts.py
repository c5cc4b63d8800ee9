"""Exercise 7.1 · scores_from_counts: five ratios of four counts, where 0/0 is no number.

Counts are drawn so that no two of the ratios are alike; then a ratio under the wrong name is seen.
"""

import random
from collections.abc import Callable, Mapping
from itertools import pairwise

from autograder.exercise import Exercise
from autograder.plain import decoded
from autograder.trials.asked import ASKED_FORM, NO_RATIO, asked, other_questions, stopped
from autograder.trials.count_ratios import RATIOS, ratio
from autograder.trials.ratio_findings import score_finding
from autograder.verdict import Finding, Part, Verdict, tally, without_marks
from autograder.words import kind_of

WHO = "scores_from_counts"
WEIGHTS = {"accuracy": 2, "precision": 3, "recall": 3, "specificity": 2, "f1": 2}
NAMES = ("tn", "fp", "fn", "tp")


def matrices(seed: int) -> dict[str, list[tuple[int, int, int, int]]]:
    """Counts in the order tn, fp, fn, tp: ordinary ones, and those that leave something empty."""
    draws = random.Random(f"counts {seed}")
    ordinary = []
    while len(ordinary) < 5:
        drawn = tuple(draws.randint(low, low + 60) for low in (draws.choice((5, 300)), 5, 5, 5))
        counts = dict(zip(NAMES, drawn, strict=True))
        scores = sorted(ratio(name, counts) for name in RATIOS)
        if min(b - a for a, b in pairwise(scores)) > 0.02:
            ordinary.append(drawn)
    tn, fp, fn, tp = (draws.randint(3, 90) for _ in NAMES)
    empty = [(tn, 0, fn, 0), (tn, fp, 0, 0), (tn, 0, 0, 0), (0, 0, fn, tp), (tn, fp, fn, 0)]
    return {"ordinary": ordinary, "empty": [*empty, (0, 0, 0, 0)]}


def collect(answers: Mapping[str, Callable], seed: int) -> dict:
    """What the answer says of every matrix."""
    return asked(answers["scores_from_counts"], matrices(seed))


def judge(observed: dict, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Each ratio on ordinary counts, and all of them where something is empty."""
    cases = matrices(seed)
    if misfit := other_questions(observed, cases):
        return misfit
    ordinary = {name: _finding(name, observed["ordinary"], cases["ordinary"]) for name in RATIOS}
    if all(ordinary.values()):
        return without_marks(*dict.fromkeys(ordinary.values()))
    empty = [
        found for name in RATIOS if (found := _finding(name, observed["empty"], cases["empty"]))
    ]
    parts = [Part(WEIGHTS[name], finding) for name, finding in ordinary.items()]
    of_ordinary = next(filter(None, ordinary.values()), None)
    parts.append(Part(3, of_ordinary or (empty[0] if empty else None)))
    return tally(parts, said="right: five ratios, and no number where there is none")


def _finding(name: str, entries: list[dict], cases: list[tuple]) -> Finding | None:
    """What is wrong about one ratio in one group."""
    if stop := stopped(WHO, entries, NO_RATIO):
        return stop
    replies = [decoded(entry["returned"]) for entry in entries]
    for reply in replies:
        if type(reply) is not dict:
            return Finding(
                f"{WHO} returned {kind_of(reply)}, not a dict.",
                "return a dict with the five names as keys.",
            )
    counts = [dict(zip(NAMES, case, strict=True)) for case in cases]
    where = ["for " + ", ".join(f"{k} = {v}" for k, v in c.items()) for c in counts]
    return score_finding(name, where, replies, counts)


EXERCISE = Exercise("scores_from_counts", ("scores_from_counts",), ASKED_FORM, collect, judge)
