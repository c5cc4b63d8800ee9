"""What counts in the gradebook: marks by cell, after changes by hand, and the instructor's words.

One look into the database for a page; nbgrader's own step asks it twice for every cell.
"""

from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import BaseCell, Comment, Grade, Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

COUNTED = "freezing_layers_counted"  # the key in nbconvert's resources


@dataclass(frozen=True)
class Mark:
    """The marks of one cell: `checked` is what checking gave, None where nothing was checked.

    `extra` is what the instructor gave on top; it is a part of `marks`.
    """

    marks: float
    points: float
    checked: float | None
    extra: float = 0.0
    is_open: bool = False  # somebody still has to read it

    @property
    def is_by_hand(self) -> bool:
        """Whether an instructor changed what checking gave."""
        return self.checked is not None and self.marks != self.checked


@dataclass(frozen=True)
class Counted:
    """A submission: `marks` is what counts after `penalty`; cells go by nbgrader's names."""

    marks: float
    points: float
    penalty: float = 0.0
    cells: dict[str, Mark] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)


class Count(NbGraderPreprocessor):
    """Put what counts for a submission into the resources."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Leaves the notebook as it is."""
        who = resources["nbgrader"]
        with Gradebook(who["db_url"]) as book:
            resources[COUNTED] = counted(book, who["notebook"], who["assignment"], who["student"])
        return nb, resources


def counted(book: Gradebook, notebook: str, lesson: str, student: str) -> Counted:
    """What the gradebook holds of a submission; raises nbgrader's MissingEntry where none is."""
    found = book.find_submission_notebook(notebook, lesson, student)
    penalty = found.late_submission_penalty or 0.0
    grades = (
        book.db.query(BaseCell.name, Grade)
        .join(Grade, Grade.cell_id == BaseCell.id)
        .filter(Grade.notebook_id == found.id)
    )
    comments = (
        book.db.query(BaseCell.name, Comment.manual_comment)
        .join(Comment, Comment.cell_id == BaseCell.id)
        .filter(Comment.notebook_id == found.id)
    )
    return Counted(
        *(max(0.0, round(found.score - penalty, 2)), found.max_score, penalty),
        {name: _mark(grade) for name, grade in grades},
        # nbgrader's automatic comment, "No response.", is no word of the instructor's.
        {name: text for name, text in comments if text and text.strip()},
    )


def _mark(grade: Grade) -> Mark:
    """One row of the gradebook."""
    extra = grade.extra_credit or 0.0
    is_open = grade.needs_manual_grade and grade.manual_score is None
    return Mark(grade.score, grade.max_score, grade.auto_score, extra, is_open)
