"""Exercise 12.4 · operate: a threshold is judged by what it costs on rows that nobody chose on.

The rows to choose on hold far more than 2 % fraud. Whoever forgets that pays, and so does whoever
takes 0 for one half.
"""

import hashlib
from collections.abc import Callable, Mapping

from autograder.answers import SAID_FORM, said_by
from autograder.exercise import Exercise
from autograder.trials.operating_cases import Operation, operations
from autograder.trials.operating_findings import threshold_finding
from autograder.verdict import Part, Verdict, incorrect, tally

WHO = "operate"
FORM = [SAID_FORM | {"costs": [float], "rows": str}]


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """Per case: the threshold that came back, for which costs and which rows."""
    return [
        said_by(answers[WHO], *case.asked) | {"costs": _costs(case), "rows": _digest(case)}
        for case in operations(seed)
    ]


def _costs(case: Operation) -> list[float]:
    """What a miss and an alarm cost."""
    return [case.cost_miss, case.cost_alarm]


def _digest(case: Operation) -> str:
    """Sixteen hex digits that name the labels in their order."""
    return hashlib.sha256(case.validation.y.tobytes()).hexdigest()[:16]


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Four cases, each with costs of its own."""
    cases = operations(seed)
    asked = [(_costs(case), _digest(case)) for case in cases]
    if [(entry["costs"], entry["rows"]) for entry in observed] != asked:
        return incorrect(
            "the evidence answers other questions than were asked.",
            hint="restart the kernel and run all cells from the top.",
        )
    findings = [threshold_finding(entry, case) for entry, case in zip(observed, cases, strict=True)]
    return tally(
        [Part(5, finding) for finding in findings],
        said="chosen: on rows that nobody chose on, no threshold is much cheaper than yours",
    )


EXERCISE = Exercise(WHO, (WHO,), FORM, collect, judge)
