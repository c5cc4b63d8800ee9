"""A class of honest learners, and what grading it takes.

No answer is half right: stock nbgrader reads all of a check's marks or none, ours gives shares, and
only of such work do both have to say the same.
"""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from nbgrader.apps import NbGraderAPI

from autograder import grading
from autograder import sample_answers as wrong
from autograder.bench.clock import Taken, taken
from autograder.classroom import Course, GradingError
from autograder.sample_class import Change, answered, hand_in, solved
from autograder.workers import Crew

LESSON = "01_what_freezing_does"
KINDS: dict[str, list[Change]] = {
    "solved": [solved()],
    "partly": [solved("freeze", "trainable_report")],
    "untouched": [],
    "wrong": [solved(), answered("freeze", wrong.ATTRIBUTE)],
}


class Graded(NamedTuple):
    """The marks of a class by learner, and what grading it took."""

    marks: dict[str, float | None]
    took: Taken


def a_class(root: Path, gradebook: Path, copies: int) -> Course:
    """Hand in this many copies of each kind of work, in a new class."""
    course = Course(root, gradebook)
    for kind, changes in KINDS.items():
        for number in range(copies):
            hand_in(course, f"{kind}_{number}", LESSON, *changes)
    return course


def graded(course: Course, crew: Crew) -> Graded:
    """Grade a class as `python -m autograder grade` does. Raises GradingError as that does.

    Its lesson has been entered before the clock runs: that is done once, whatever the class's size.
    """
    rows = []
    with silent():
        grading.enter(course, LESSON)
        with mock.patch.object(grading, "enter"):
            took = taken(lambda: rows.extend(grading.grade(course, [LESSON], crew)))
    return Graded({row.student: row.marks for row in rows}, took)


@contextlib.contextmanager
def silent() -> Iterator[None]:
    """Drop what is said on stderr meanwhile, by kernels too, which write to the descriptor."""
    sys.stderr.flush()
    kept = os.dup(2)
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stderr(nowhere):
        os.dup2(nowhere.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


@contextlib.contextmanager
def no_feedback(course: Course) -> Iterator[None]:
    """Leave out the feedback pages, which stock nbgrader's autograde does not make either.

    Raises GradingError when a page was made all the same: then something else was measured.
    """
    with mock.patch.object(NbGraderAPI, "generate_feedback", lambda *_, **__: {"success": True}):
        yield
    if any(course.gradebook.glob("feedback/*/*/*.html")):
        raise GradingError("Feedback pages were made where none were asked for.")
