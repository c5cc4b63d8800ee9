"""The marks of a lesson as nbgrader's database holds them, in two queries for a whole class."""

from dataclasses import dataclass, field

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    GradeCell,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from sqlalchemy import Select, func, select

OURS = "check-"  # how the names of our graded cells begin
# Not through the classes: they would load a cell's row for each of its two tables.
CELL, GRADED, TASK = BaseCell.__table__, GradeCell.__table__, TaskCell.__table__


@dataclass(frozen=True)
class Counted:
    """What counts for one cell: `is_by_hand` where an instructor set or added something."""

    counted: float
    points: float
    is_by_hand: bool


@dataclass(frozen=True)
class Grades:
    """The marks of one submission by exercise, and the penalty for handing it in late."""

    penalty: float
    cells: dict[str, Counted] = field(default_factory=dict)


def grades_of(book: Gradebook, lesson: str) -> dict[str, Grades]:
    """The marks of everybody with a submission of a lesson, by learner."""
    penalty = func.coalesce(SubmittedNotebook.late_submission_penalty, 0.0)
    late = _of(lesson, select(SubmittedAssignment.student_id, penalty)).join(
        SubmittedNotebook, SubmittedNotebook.notebook_id == Notebook.id
    )
    found = {}
    for student, lost in book.db.execute(_by_learner(late)):
        found[student] = Grades(lost + (found[student].penalty if student in found else 0.0))
    scores = _of(
        lesson,
        select(
            SubmittedAssignment.student_id,
            CELL.c.name,
            func.coalesce(GRADED.c.max_score, TASK.c.max_score, 0.0),
            Grade.auto_score,
            Grade.manual_score,
            Grade.extra_credit,
        ),
    )
    scores = scores.join(CELL, CELL.c.notebook_id == Notebook.id)
    for table in (GRADED, TASK):
        scores = scores.outerjoin(table, table.c.id == CELL.c.id)
    scores = scores.join(Grade, Grade.cell_id == CELL.c.id)
    scores = scores.join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
    rows = book.db.execute(_by_learner(scores))
    for student, name, points, *score in rows:
        found[student].cells[name.removeprefix(OURS)] = _counted(points, *score)
    # Ends the transaction, which would keep sqlite's writers waiting.
    book.db.remove()
    return found


def roster_names(book: Gradebook) -> list[str]:
    """First and last names, addresses and other names of everybody in the gradebook."""
    columns = (Student.first_name, Student.last_name, Student.email, Student.lms_user_id)
    found = [name for row in book.db.execute(select(*columns)) for name in row if name]
    book.db.remove()
    return found


def _of(lesson: str, wanted: Select) -> Select:
    """What is asked, of the notebooks of a lesson.

    From the lesson down: nbgrader's indices lead from a notebook to what was handed in for it, and
    from a cell to its grades. The other way round sqlite looks through the whole class.
    """
    return (
        wanted.select_from(Assignment)
        .join(Notebook, Notebook.assignment_id == Assignment.id)
        .where(Assignment.name == lesson)
    )


def _by_learner(wanted: Select) -> Select:
    """The same, with the learners that submitted notebooks belong to."""
    handed_in = SubmittedAssignment.id == SubmittedNotebook.assignment_id
    return wanted.join(SubmittedAssignment, handed_in)


def _counted(
    points: float, judged: float | None, by_hand: float | None, extra: float | None
) -> Counted:
    """A score as nbgrader's `Grade.score` defines it."""
    score = judged if by_hand is None else by_hand
    return Counted(
        round((score or 0.0) + (extra or 0.0), 2), points, by_hand is not None or bool(extra)
    )
