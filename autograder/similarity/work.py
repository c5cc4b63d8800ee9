"""What each learner wrote into a lesson: answers, cells of their own, and changed cells.

Read through the same intake as grading, so nothing is run and everything is bounded. Quizzes and
practice cells are left out: their answers are letters and numbers, and quizzes differ by name.
"""

import re
from collections.abc import Iterator

from nbformat import NotebookNode

from autograder.classroom import Course
from autograder.intake.anchors import plain
from autograder.intake.release import PRACTICE, QUIZ
from autograder.repair import repaired
from autograder.similarity.pieces import OWN, Piece, Work
from autograder.submission import taken_in

QUIZ_CALL = re.compile(r"\b(?:graded_)?quiz\(")
MAX_TEXT = 20_000  # characters of one cell that are looked at
MAX_WRITTEN = 200_000  # characters of one submission
# Jupyter draws such an id when somebody makes a cell; every other form may be a program's habit.
DRAWN_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=.*[a-f])[0-9a-f]{8}")


def works_of(course: Course, lesson: str) -> list[Work]:
    """The work of everybody whose submission of `lesson` can be read, in the order of names."""
    return [work for student in course.students(lesson) if (work := _work(course, student, lesson))]


def work_in(notebook: NotebookNode, student: str, released: NotebookNode) -> Work:
    """What a learner wrote into a notebook that intake has let in."""
    texts = _texts(released)
    # Released cells get new ids when a platform converts the release, the same for everybody.
    drawn = frozenset(
        cell.id
        for cell in notebook.cells
        if DRAWN_ID.fullmatch(cell.id)
        and "nbgrader" not in cell.metadata
        and plain(cell.source) not in texts
    )
    pieces, room = [], MAX_WRITTEN
    for piece in _pieces(repaired(notebook, released).notebook, released):
        pieces.append(Piece(piece.place, piece.source[: min(MAX_TEXT, room)], piece.is_code))
        room -= len(pieces[-1].source)
    return Work(student, tuple(piece for piece in pieces if piece.source), drawn)


def _work(course: Course, student: str, lesson: str) -> Work | None:
    """The work of one learner; None when the submission cannot be read."""
    intake = taken_in(course.submitted / student / lesson, lesson, course.released)
    if intake.notebook is None:
        return None
    return work_in(intake.notebook, student, course.released[lesson])


def _pieces(notebook: NotebookNode, released: NotebookNode) -> Iterator[Piece]:
    """The cells of a repaired notebook that a learner wrote or changed."""
    texts = _texts(released)
    for cell in notebook.cells:
        settings = cell.metadata.get("nbgrader", {})
        place = settings.get("grade_id", OWN) if settings.get("solution") else OWN
        if plain(cell.source) in texts or place.startswith((QUIZ, PRACTICE)):
            continue
        if QUIZ_CALL.search(cell.source) is None or place:
            yield Piece(place, cell.source, cell.cell_type == "code")


def _texts(released: NotebookNode) -> set[str]:
    """The texts of the cells of a release; an empty cell says nothing either."""
    return {"", *(plain(cell.source) for cell in released.cells)}
