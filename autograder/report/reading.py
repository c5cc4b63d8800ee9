"""What is known of a lesson's submissions: verdicts from the history, marks from the gradebook.

The gradebook decides what counts, so a submission is in the report when it has marks there and a
verdict in the history. One that has only marks was graded before there was a history; one that has
only verdicts was taken out of the gradebook, or another database was named. Neither can be counted
honestly: both are left out, and the report says how many they are.
"""

import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nbgrader.api import Gradebook

from autograder.classroom import Course
from autograder.history import ROOM, History, Judging
from autograder.report.book import Grades, grades_of
from autograder.report.class_report import Mark, Submission

BY_HAND = "by hand"  # the status of a cell that the judge knows nothing about


@dataclass(frozen=True)
class Reading:
    """A submission, and the verdicts that stand on it, by exercise."""

    submission: Submission
    records: dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Lesson:
    """The submissions of a lesson, in the order of the learners' names, and sentences on others."""

    readings: list[Reading]
    left_out: list[str]


def read(course: Course, book: Gradebook, lesson: str) -> Lesson:
    """Everything that is known of a lesson's submissions; each counts once, as last judged."""
    marked, judged = grades_of(book, lesson), dict(_judged(course, lesson))
    readings = [
        Reading(_submission(judged[who], marked[who]), _records(judged[who][-1]))
        for who in sorted(marked.keys() & judged.keys())
    ]
    left_out = []
    if unknown := len(marked.keys() - judged.keys()):
        left_out.append(
            f"{lesson}: {_submissions(unknown)} with marks, but without a verdict in the history; "
            "grade again with `python -m autograder grade`."
        )
    if gone := len(judged.keys() - marked.keys()):
        left_out.append(
            f"{lesson}: {_submissions(gone)} with verdicts, but without marks in this gradebook; "
            "grade again if they ought to count."
        )
    return Lesson(readings, left_out)


def _judged(course: Course, lesson: str) -> Iterator[tuple[str, list[Judging]]]:
    """Every learner with a verdict on a lesson, and all judgings of it."""
    history = History(course.gradebook)
    with os.scandir(course.gradebook / ROOM) as folders:
        for name in (folder.name for folder in folders):
            if judgings := history.all(name, lesson):
                yield name, judgings


def _records(judging: Judging) -> dict[str, dict[str, Any]]:
    """The verdicts of a judging by exercise."""
    return {record["exercise"]: record for record in judging.records}


def _submission(judgings: list[Judging], grades: Grades) -> Submission:
    """A submission as the report shows it."""
    last = judgings[-1]
    records = _records(last)
    marks = tuple(_marks(records, grades))
    usage = defaultdict(lambda: None, last.usage)
    peak = usage["peak_bytes"]
    return Submission(
        student=last.student,
        lesson=last.lesson,
        marks=round(max(0.0, sum(mark.counted for mark in marks) - grades.penalty), 2),
        points=sum(mark.points for mark in marks),
        penalty=grades.penalty,
        exercises=marks,
        judgings=len(judgings),
        repairs=tuple(last.notes),
        troubles=tuple(last.troubles),
        seconds=usage["wall_s"],
        peak_mb=None if peak is None else peak / 1e6,
        isolation=last.isolation,
    )


def _marks(records: dict[str, dict[str, Any]], grades: Grades) -> Iterator[Mark]:
    """The marks of a submission, in the order of the notebook; cells of other kinds come last."""
    for slug in [*records, *sorted(grades.cells.keys() - records.keys())]:
        record = records.get(slug, {"status": BY_HAND, "marks": 0.0, "seed": 0})
        grade = grades.cells.get(slug)
        yield Mark(
            exercise=slug,
            status=record["status"],
            judged=record["marks"],
            counted=grade.counted if grade else 0.0,
            points=grade.points if grade else record["points"],
            is_by_hand=bool(grade and grade.is_by_hand),
            seed=record["seed"],
        )


def _submissions(count: int) -> str:
    """A number of submissions in words."""
    return f"{count} submission{'' if count == 1 else 's'}"
