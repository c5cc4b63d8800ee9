"""Exercise 7.4 · threshold_for_recall: the fewest alarms that still find enough, on the data given.

There is one such threshold: a score of a positive row. It is chosen on the rows that were handed
over; rows from the same source, which nobody was shown, say what it is worth.
"""

from collections.abc import Callable, Mapping

from autograder.answers import SAID_FORM, said_by
from autograder.exercise import Exercise
from autograder.snapshot import digest
from autograder.trials.asked import other_questions, refused
from autograder.trials.scored_rows import Asked, thresholds_asked
from autograder.trials.threshold_findings import changed, threshold_finding
from autograder.verdict import Finding, Part, Verdict, tally

WHO = "threshold_for_recall"
BAD = {
    "no positives": (2, "rows of which none is positive"),
    "nan": (2, "a score that is NaN"),
    "lengths": (1, "scores and classes of different lengths"),
    "target": (1, "a target of 60.0, or of 0.0"),
}
FORM = {str: [SAID_FORM | {"left": [str]}]}


def collect(answers: Mapping[str, Callable], seed: int) -> dict:
    """What the answer says of every question, and what it left of the rows."""
    answer = answers["threshold_for_recall"]
    return {
        name: [said_by(answer, *asked) | {"left": _rows(asked)} for asked in questions]
        for name, questions in thresholds_asked(seed).items()
    }


def _rows(asked: Asked) -> list[str]:
    """Digests of scores and classes."""
    return [digest(asked.scores), digest(asked.y)]


def judge(observed: dict, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Plain questions, ties, targets that are met exactly; then what has no answer."""
    questions = thresholds_asked(seed)
    if misfit := other_questions(observed, questions):
        return misfit
    left = {name: [_rows(asked) for asked in group] for name, group in questions.items()}
    plain = threshold_finding("plain", observed, questions, seed) or changed(observed, left)

    def after(finding: Finding | None) -> Finding | None:
        return plain or finding

    return tally(
        [
            Part(8, plain),
            Part(3, after(threshold_finding("tied", observed, questions, seed))),
            Part(3, after(threshold_finding("exact", observed, questions, seed))),
            *(
                Part(weight, after(refused(WHO, given, observed[name])))
                for name, (weight, given) in BAD.items()
            ),
        ],
        said="chosen: enough positives are found, and no higher threshold finds as many",
    )


EXERCISE = Exercise("threshold_for_recall", ("threshold_for_recall",), FORM, collect, judge)
