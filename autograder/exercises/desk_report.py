"""Exercise 12.5 · desk_report: every number in a report is computed again.

Nothing in it is believed, and the decision must follow from the numbers.
"""

from collections.abc import Callable, Mapping

from autograder.answers import SAID_FORM, said_by
from autograder.exercise import Exercise
from autograder.plain import decoded
from autograder.stops import stop_finding
from autograder.trials.report_cases import finished, handed
from autograder.trials.report_findings import PARTS, WHO, field_finding, form_finding
from autograder.verdict import Part, Verdict, incorrect, tally, without_marks

FORM = [SAID_FORM | {"threshold": float}]


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """Per case: the report that came back."""
    return [
        said_by(answers[WHO], handed(case)) | {"threshold": case.desk["threshold"]}
        for case in finished(seed)
    ]


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """A part for each group of fields; the decision counts only beside the numbers it rests on."""
    cases = finished(seed)
    if [entry["threshold"] for entry in observed] != [case.desk["threshold"] for case in cases]:
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
    found = {}
    for fields, weight in PARTS.items():
        found[fields] = (
            weight,
            next(
                filter(None, (field_finding(s, c, field) for s, c in told for field in fields)),
                None,
            ),
        )
    _, interval = found[("recall", "interval")]
    _, release = found[("release",)]
    found[("release",)] = found[("release",)][0], interval or release
    if all(finding for fields, (_, finding) in found.items() if fields[0] in CALCULATED):
        # What is the same in most reports is worth nothing alone.
        first = next(finding for _, finding in found.values() if finding)
        found = {fields: (weight, finding or first) for fields, (weight, finding) in found.items()}
    return tally(
        [Part(weight, finding) for weight, finding in found.values()],
        said="reported: every number holds when it is computed again",
    )


CALCULATED = ("counts", "recall", "average_precision")
EXERCISE = Exercise(WHO, (WHO,), FORM, collect, judge)
