"""Exercise 12.1 · diagnose: the cheapest cause that the numbers allow, and the two that show it.

Three causes give one symptom. A cause counts only beside right numbers, and one word for all cases
earns nothing.
"""

from collections.abc import Callable, Mapping

from autograder.answers import SAID_FORM, said_by
from autograder.exercise import Exercise
from autograder.plain import decoded
from autograder.stops import stop_finding
from autograder.trials.illness_findings import (
    cause_finding,
    form_finding,
    number_finding,
    one_word_finding,
)
from autograder.trials.illnesses import CAUSES, illnesses
from autograder.verdict import Part, Verdict, incorrect, tally, without_marks

WHO = "diagnose"
FORM = [SAID_FORM | {"wanted": float}]


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """Per case: what came back, and which average precision was wanted."""
    return [
        said_by(answers[WHO], case.scores, case.wanted) | {"wanted": case.wanted}
        for case in illnesses(seed)
    ]


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Two numbers, and a part for each cause."""
    cases = illnesses(seed)
    if [entry["wanted"] for entry in observed] != [case.wanted for case in cases]:
        return incorrect(
            "the evidence answers other questions than were asked.",
            hint="restart the kernel and run all cells from the top.",
        )
    for entry in observed:
        if entry["raised"]:
            return without_marks(stop_finding(WHO, entry["raised"]))
    told = [(decoded(entry["returned"]), case) for entry, case in zip(observed, cases, strict=True)]
    if misfit := next(filter(None, (form_finding(said) for said, _ in told)), None):
        return without_marks(misfit)
    numbers = [
        next(filter(None, (number_finding(said, case, key) for said, case in told)), None)
        for key in ("delivered", "trained")
    ]
    causes = [
        next(
            filter(None, (cause_finding(s, case) for s, case in told if case.cause == cause)), None
        )
        for cause in CAUSES
    ]
    if all(numbers):
        causes = [numbers[0]] * len(CAUSES)
    elif len({said["cause"] for said, _ in told}) == 1:
        return without_marks(one_word_finding(told[0][0]["cause"]))
    first, second = numbers
    return tally(
        [Part(4, first), Part(4, second), *(Part(4, finding) for finding in causes)],
        said="diagnosed: each cause beside the two numbers that show it",
    )


EXERCISE = Exercise(WHO, (WHO,), FORM, collect, judge)
