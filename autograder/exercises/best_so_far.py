"""Exercise 11.3 · best_so_far: a state that stays as it was while the model trains on.

What came back is compared with what the model was at that moment, and looked at once more after
further steps.
"""

import math
import random
from collections.abc import Callable, Iterable, Mapping

from autograder.exercise import Exercise
from autograder.plain import encoded
from autograder.snapshot import digests, model_snapshot
from autograder.trials import keeping_trial
from autograder.trials.keeping_findings import (
    alias_finding,
    choice_finding,
    untrained_finding,
    whole_finding,
)
from autograder.verdict import Finding, Part, Verdict, incorrect, tally

WHO = "best_so_far"
CASES = {
    "a model with a frozen layer": keeping_trial.frozen_below,
    "a model with BatchNorm that holds its features": keeping_trial.remembering,
}
FORM = [keeping_trial.FORM]
CALLS = 6


def scores(seed: int) -> list[list[float]]:
    """Scores of both models, call by call: accuracies with a tie, and losses with their sign
    turned, one of them no number."""
    draw = random.Random(seed)
    high, low = draw.randrange(40, 95), draw.sample(range(5, 29), 3)
    accuracies = [low[0], high, low[1], high, low[2], high - 1]
    losses = sorted(draw.sample(range(10, 400), CALLS - 1))
    order = [losses[3], losses[1], losses[2], math.nan, losses[0], losses[4]]
    if draw.random() < 0.5:
        order[1], order[2] = order[2], order[1]
    return [[value / 100 for value in accuracies], [-value / 100 for value in order]]


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """Two keepers, asked in turn."""
    return keeping_trial.kept(answers[WHO], [b(seed) for b in CASES.values()], scores(seed))


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """The choice is worth something only as a copy, and completeness only beside a choice."""
    ours = [digests(model_snapshot(build(seed).net)) for build in CASES.values()]
    if [digests(entry["before"]) for entry in observed] != ours or not _asked(observed, seed):
        return incorrect(
            "the evidence shows other models or scores than these cases have.",
            hint="restart the kernel and run all cells from the top.",
        )
    pairs = list(zip(observed, CASES, strict=True))
    alias = _first(alias_finding(*pair) for pair in pairs) or untrained_finding(observed)
    choice = alias or _first(choice_finding(*pair) for pair in pairs)
    whole = choice or _first(whole_finding(*pair) for pair in pairs)
    return tally(
        [Part(6, alias), Part(5, choice), Part(4, whole)],
        said="kept: the best state so far, whole, and not a window on the model",
    )


def _asked(observed: list, seed: int) -> bool:
    """Whether each keeper that there was heard the scores of this seed."""
    return all(
        [call["score"] for call in entry["calls"]] == [encoded(score) for score in row]
        for entry, row in zip(observed, scores(seed), strict=True)
        if entry["is_function"]
    )


def _first(findings: Iterable[Finding | None]) -> Finding | None:
    """The first finding there is."""
    return next((finding for finding in findings if finding), None)


EXERCISE = Exercise(WHO, (WHO,), FORM, collect, judge)
