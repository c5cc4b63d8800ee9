"""Four reports, three conditions: which model may be released."""

import random

from autograder.bank.material.fraud_words import table
from autograder.bank.material.release_reports import Report, drawn_report, failed
from autograder.bank.question import EASY, Choice, Draft, Template
from course.fraud_scores import wilson

# No two are equally long: the length of a name must not tell.
NAMES = ("Ash", "Teak", "Maple", "Willow", "Cypress", "Hawthorn", "Hackberry", "Blackthorn")
HINT = "Cross out, condition by condition: the range of the recall, precision, the old task."


def make(rng: random.Random) -> Draft:
    """One report that meets all three conditions, and three that fail one each."""
    least = rng.choice((0.3, 0.4, 0.5))
    precise, loss = rng.choice((0.5, 0.6, 0.7)), rng.choice((0.01, 0.02))
    names = rng.sample(NAMES, 4)
    faults = ["", *rng.sample(["range", "range", "precision", "old"], 3)]
    rng.shuffle(faults)
    reports = [drawn_report(rng, fault, least, precise, loss) for fault in faults]
    passes = [failed(report, least, precise, loss) for report in reports]
    rows = [_row(name, report) for name, report in zip(names, reports, strict=True)]
    head = ["model", "frauds found", "interval of recall", "precision", "accuracy", "old task"]
    stem = (
        "Four models, at 2 % fraud; the interval is Wilson's, the old task is accuracy before and "
        f"after:\n\n{table(head, rows)}\n\nA model may be released if the interval of its recall "
        f"begins at {least:.1f} or higher, its precision is {precise:.1f} or more, and the old "
        f"task lost at most {loss:.2f}. Which one may be?"
    )
    choices = [
        Choice(name, _says(name, fails, report, least), *_why(fails))
        for name, fails, report in zip(names, passes, reports, strict=True)
    ]
    right = [choice for choice, fails in zip(choices, passes, strict=True) if not fails]
    wrong = [choice for choice, fails in zip(choices, passes, strict=True) if len(fails) == 1]
    return Draft(stem, Choice(right[0].text, right[0].says), wrong, HINT)


def _row(name: str, report: Report) -> list[str]:
    """A report as a row of the table."""
    low, high = wilson(report.found, report.of)
    return [
        name,
        f"{report.found} of {report.of}",
        f"{low:.2f} to {high:.2f}",
        f"{report.precision:.2f}",
        f"{report.accuracy:.3f}",
        f"{report.old_before:.3f} to {report.old_after:.3f}",
    ]


def _says(name: str, fails: list[str], report: Report, least: float) -> str:
    """What decides about a model."""
    if not fails:
        return f"{name} meets all three conditions."
    low = wilson(report.found, report.of)[0]
    return {
        "range": f"{name} found {report.found / report.of:.2f} of few frauds: the interval begins "
        f"at {low:.2f}, below {least:.1f}.",
        "precision": f"The precision of {name} is only {report.precision:.2f}.",
        "old": f"On the old task {name} lost {report.old_before - report.old_after:.3f}.",
    }[fails[0]]


def _why(fails: list[str]) -> tuple[str, str]:
    """What leads to releasing a model that fails a condition."""
    beliefs = {
        "range": ("", "a recall without its range"),
        "precision": ("H15", ""),
        "old": ("H16", ""),
    }
    return beliefs[fails[0]] if fails else ("", "")


TEMPLATE = Template("ready_for_release", EASY, ("12",), ("12.4",), make)
