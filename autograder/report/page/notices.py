"""What stands at the top of the page: how submissions ran, and what to know before any number."""

from collections.abc import Callable
from dataclasses import dataclass

from autograder.marks import MEANING
from autograder.report.class_report import ClassReport, Submission
from autograder.report.page.shown import counted

NAMED = 5  # of the submissions that a notice is about


@dataclass(frozen=True)
class Notice:
    """A sentence at the top of the page, and some of the submissions that it is about."""

    says: str
    about: tuple[Submission, ...] = ()
    more: int = 0


def ways(report: ClassReport) -> list[str]:
    """How the submissions ran, in words, one sentence for each level of isolation."""
    total = sum(count for _, count in report.isolation)
    return [
        f"{count:,} of {counted(total, 'submission')}: {_meaning(level)}."
        for level, count in report.isolation
    ]


def notices(report: ClassReport) -> list[Notice]:
    """What an instructor has to know before believing the numbers, the gravest first."""
    told = [
        _notice(report, "Ran without a sandbox", lambda one: one.isolation == "none"),
        _notice(report, "Isolation not written down", lambda one: one.isolation not in MEANING),
        _notice(report, "Had trouble while running", lambda one: bool(one.troubles)),
        _notice(report, "Repaired before grading", lambda one: bool(one.repairs)),
    ]
    return [notice for notice in told if notice] + [Notice(words) for words in report.left_out]


def _notice(report: ClassReport, what: str, holds: Callable[[Submission], bool]) -> Notice | None:
    """A notice on the submissions of which `holds` is true; None where there are none."""
    found = [one for lesson in report.lessons for one in lesson.submissions if holds(one)]
    if not found:
        return None
    says = f"{what}: {counted(len(found), 'submission')}"
    return Notice(says, tuple(found[:NAMED]), len(found[NAMED:]))


def _meaning(level: str) -> str:
    """What a level of isolation means."""
    return MEANING.get(level, "it is not written down how these ran")
