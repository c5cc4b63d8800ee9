"""What nbgrader's database holds on a lesson, in as few questions to it as there can be.

Its own properties ask once per submission, which takes seconds for a large class.
"""

from typing import NamedTuple

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy.orm import Query

CHECK = "check-"


class Cell(NamedTuple):
    """One graded cell of a submission: `marks` are those given by hand, if there are, or ours.

    `by_us` and `by_hand` are None where nobody has judged it so; `penalty` is of the notebook.
    """

    student: str
    exercise: str
    points: float
    marks: float
    by_us: float | None
    by_hand: float | None
    penalty: float | None


def grades_in(book: Gradebook, lesson: str) -> list[Cell]:
    """Every graded cell of a lesson, learner by learner."""
    cells = (
        book.db.query(
            *(Student.id, GradeCell.name, GradeCell.max_score, Grade.score),
            *(Grade.auto_score, Grade.manual_score, SubmittedNotebook.late_submission_penalty),
        )
        .select_from(Grade)
        .join(GradeCell, Grade.cell_id == GradeCell.id)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
    )
    rows = _of_lesson(cells, lesson).order_by(Student.id, GradeCell.name)
    return [Cell(who, name.removeprefix(CHECK), *rest) for who, name, *rest in rows]


def comments_in(book: Gradebook, lesson: str) -> dict[tuple[str, str], list[str]]:
    """What graders wrote by hand, by learner and exercise."""
    comments = (
        book.db.query(Student.id, BaseCell.name, Comment.manual_comment)
        .select_from(Comment)
        .join(BaseCell, Comment.cell_id == BaseCell.id)
        .join(SubmittedNotebook, Comment.notebook_id == SubmittedNotebook.id)
        .filter(Comment.manual_comment.isnot(None))
    )
    found: dict[tuple[str, str], list[str]] = {}
    for student, cell, said in _of_lesson(comments, lesson).order_by(Student.id, BaseCell.name):
        found.setdefault((student, cell.removeprefix(CHECK)), []).append(said)
    return found


def _of_lesson(query: Query, lesson: str) -> Query:
    """The part of a query on submitted notebooks that is about one lesson."""
    return (
        query.join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Student, SubmittedAssignment.student_id == Student.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .filter(Assignment.name == lesson)
    )
