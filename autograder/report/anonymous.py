"""The same report without names: to show in a lecture, or to whoever need not know.

Invented names are numbers in an order that follows from the seeds of the class, so the same class
always gets the same numbers, and nobody can work them out from the list of names. Seeds are left
out for that reason.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace

from autograder.report.class_report import (
    ClassReport,
    Example,
    LessonReport,
    Misconception,
    Submission,
)
from autograder.report.hiding import Hide, hiding

SIGNED = re.compile(r"^(\s*(?:learner|student|author|name)\s*=\s*)([\"']).*\2", re.MULTILINE)


def anonymous(report: ClassReport, also: Iterable[str] = ()) -> ClassReport:
    """The report with an invented name for each learner, and no real one in any text of theirs.

    Whole names are replaced wherever they stand as words, without regard to capitals. Parts of a
    name, such as both of "ada.lovelace", and the names in `also`, such as those of a roster, are
    taken out of comments and quotes only: as words of Python they name nobody. Texts of the course
    are left as they are.
    """
    invented = _invented(report)
    hide = hiding(invented, also)
    lessons = tuple(_lesson(lesson, invented, hide) for lesson in report.lessons)
    return replace(report, lessons=lessons, is_anonymous=True)


def _invented(report: ClassReport) -> dict[str, str]:
    """The invented name of every learner in a report."""
    submissions = [one for lesson in report.lessons for one in lesson.submissions]
    seeds = [mark.seed for one in submissions for mark in one.exercises]
    secret = hashlib.sha256(repr(seeds).encode()).digest()

    def lot(name: str) -> bytes:
        """Where a learner stands in the new order."""
        return hashlib.blake2b(name.encode("utf-8", "surrogateescape"), key=secret[:32]).digest()

    names = sorted({one.student for one in submissions}, key=lot)
    digits = max(3, len(str(len(names))))
    return {name: f"learner {number:0{digits}}" for number, name in enumerate(names, start=1)}


def _lesson(lesson: LessonReport, invented: dict[str, str], hide: Hide) -> LessonReport:
    """A lesson, its submissions in the order of the invented names."""
    submissions = [_submission(one, invented, hide) for one in lesson.submissions]
    return replace(
        lesson,
        misconceptions=tuple(_misconception(m, invented, hide) for m in lesson.misconceptions),
        submissions=tuple(sorted(submissions, key=lambda one: one.student)),
    )


def _submission(one: Submission, invented: dict[str, str], hide: Hide) -> Submission:
    """A submission under its invented name."""
    return replace(
        one,
        student=invented[one.student],
        exercises=tuple(replace(mark, seed=0) for mark in one.exercises),
        repairs=tuple(map(hide, one.repairs)),
        troubles=tuple(map(hide, one.troubles)),
    )


def _misconception(one: Misconception, invented: dict[str, str], hide: Hide) -> Misconception:
    """A mistake, its examples under invented names."""
    examples = [
        Example(invented[e.student], e.exercise, hide(SIGNED.sub(r"\1\2\2", e.code)), hide(e.seen))
        for e in one.examples
    ]
    return replace(one, examples=tuple(sorted(examples, key=lambda e: (e.student, e.exercise))))
