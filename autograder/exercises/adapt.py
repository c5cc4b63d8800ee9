"""Exercise 10.4 · adapt: low-rank layers at given names, the head awake, all else frozen.

The layers are made by the check, so that nobody needs a right `low_rank` of their own for it.
"""

from collections.abc import Callable, Iterable, Mapping

from autograder.exercise import Exercise
from autograder.plain import Malformed
from autograder.trials import adapt_trial
from autograder.trials.adapt_findings import places_finding
from autograder.trials.adapt_trial import FITTING, REFUSED, rank_of
from autograder.trials.adapted_findings import (
    moved_finding,
    refusal_finding,
    return_finding,
    start_finding,
)
from autograder.verdict import Finding, Part, Verdict, tally

FORM = {"fitting": [adapt_trial.FITTING_FORM], "refused": [adapt_trial.REFUSED_FORM]}


def collect(answers: Mapping[str, Callable], seed: int) -> dict:
    """What the answer did to the net of each request."""
    answer = answers["adapt"]
    return {
        "fitting": [adapt_trial.tried(answer, request, seed) for request in FITTING.values()],
        "refused": [adapt_trial.refused(answer, request, seed) for request in REFUSED.values()],
    }


def judge(observed: dict, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Places and flags first; outputs, refusals and the rest count beside one right net."""
    if [len(observed[kind]) for kind in observed] != [len(FITTING), len(REFUSED)]:
        raise Malformed("the evidence is not about as many requests as there are")
    fit = list(zip(FITTING.values(), observed["fitting"], strict=True))
    nested, siblings, owned = (
        places_finding(request, trial, request.build(seed).net, rank_of(seed))
        for request, trial in fit
    )
    idle = nested if nested and siblings and owned else None
    refused = {
        kind: idle or refusal_finding(kind, REFUSED[kind], seen)
        for kind, seen in zip(REFUSED, observed["refused"], strict=True)
    }
    return tally(
        [
            Part(4, nested),
            Part(2, siblings),
            Part(2, owned),
            Part(1, idle or _first(start_finding(*pair) for pair in fit)),
            Part(1, idle or _first(moved_finding(*pair) for pair in fit)),
            Part(1, idle or _first(return_finding(*pair) for pair in fit)),
            Part(2, refused["unmatched"]),
            Part(1, refused["listed"] or refused["no linear"]),
            Part(1, refused["again"]),
        ],
        said="adapted: low-rank layers where they were asked for, and the head learns with them",
    )


def _first(findings: Iterable[Finding | None]) -> Finding | None:
    """The first finding there is."""
    return next((finding for finding in findings if finding), None)


EXERCISE = Exercise("adapt", ("adapt",), FORM, collect, judge)
