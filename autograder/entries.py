"""One submission on its way through grading: what was handed in, and what is to be run.

Nothing here runs or changes a submission. What is wrong with it becomes its `problem`.
"""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import parse_utc

from autograder.classroom import IN_PATTERNS, Course
from autograder.engine.job import Job, job_of
from autograder.repair import repaired
from autograder.submission import taken_in

TIMESTAMP = "timestamp.txt"


@dataclass
class Entry:
    """A submission: a `problem` says why it cannot be graded, `notes` what was mended.

    `read` are those of the notes that tell how the file was read. `notebook` is what was in it,
    `job` what is to be run of it after repairs; `digest` stands for all that is shown or run.
    """

    student: str
    lesson: str
    problem: str = ""
    notes: list[str] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    notebook: NotebookNode | None = None
    job: Job | None = None
    digest: str = ""


def entry_of(course: Course, lesson: str, student: str) -> Entry:
    """What a learner handed in for a lesson, ready to run, or the problem with it."""
    if problem := _unusable(student):
        return Entry(student, lesson, problem)
    folder = course.submitted / student / lesson
    try:
        intake = taken_in(folder, lesson, course.released)
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        problem = f"The folder cannot be read ({reason}); make it readable and grade it again."
        return Entry(student, lesson, problem)
    if intake.problem:
        return Entry(student, lesson, intake.problem)
    mended = repaired(intake.notebook, course.released[lesson])
    job = job_of(mended.notebook, student, lesson)
    notes = [*intake.notes, *mended.notes]
    digest = hashlib.sha256(json.dumps([notes, mended.notebook], sort_keys=True).encode())
    return Entry(student, lesson, "", notes, intake.notes, intake.notebook, job, digest.hexdigest())


def laid_out(course: Course, entry: Entry, room: Path) -> None:
    """Write a submission into `room` for nbgrader: the notebook as it was read, and its time.

    nbgrader then meets neither a file that only we can read nor the other files that a learner
    handed in, which it would copy into the feedback.
    """
    folder = room / entry.student / entry.lesson
    folder.mkdir(parents=True)
    nbformat.write(entry.notebook, folder / f"{entry.lesson}.ipynb")
    if time := _handed_in_at(course.submitted / entry.student / entry.lesson / TIMESTAMP):
        (folder / TIMESTAMP).write_text(time, encoding="utf-8")


def _unusable(student: str) -> str:
    """Why a folder's name cannot be a learner's name; empty when it can."""
    if not student.isprintable() or student.strip() != student:
        return "Its folder's name holds signs that cannot be shown; rename the folder."
    if set(IN_PATTERNS) & set(student):
        return f"Its folder's name holds one of {' '.join(IN_PATTERNS)}; rename the folder."
    return ""


def _handed_in_at(path: Path) -> str:
    """The time in a time stamp that nbgrader can read; empty when there is none."""
    if not path.is_file():
        return ""
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(100).strip()
        parse_utc(text)
    except (OSError, ValueError, OverflowError):
        return ""
    return text
