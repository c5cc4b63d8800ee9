"""The notebook of a feedback page, cell by cell: prose, code, outputs, and what is said of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from markupsafe import Markup
from nbformat import NotebookNode

from autograder.feedback.counted import Counted
from autograder.feedback.exercises import Exercise, below_headings, record_in
from autograder.feedback.markup import coloured, line, prose
from autograder.feedback.outputs import forms_of
from autograder.feedback.page import rendered
from autograder.feedback.room import ANSWER, OURS, OWN, Piece, cut
from autograder.lateness.step import LATE
from autograder.nbgrader_intake import REPAIRS

MOST_SOURCE = 12_000  # characters of a cell
MOST_NOTES = 20_000
# Cells that steps of ours put on top: about the time, about repairs, and about the run.
NOTES = (LATE, REPAIRS, "run")


@dataclass(frozen=True)
class Comment:
    """What an instructor wrote to a cell; `heading` is the one above it."""

    cell: str
    heading: Markup
    text: Markup


def notes_in(notebook: NotebookNode) -> list[Markup]:
    """What was repaired, and what went wrong in the run."""
    told = [cell.source for cell in notebook.cells if cell.id in NOTES]
    return [Markup(prose(cut(source, MOST_NOTES))) for source in told]


def comments_in(notebook: NotebookNode, counted: Counted) -> dict[str, Comment]:
    """The instructor's comments, by the cell they belong to, in the order of the notebook."""
    found = {}
    for cell, heading in below_headings(notebook):
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if name in counted.comments:
            text = Markup(prose(counted.comments[name]))
            found[name] = Comment(name, Markup(line(heading or name)), text)
    return found


def pieces(
    notebook: NotebookNode, told: dict[str, Exercise], comments: dict[str, Comment]
) -> Iterator[Piece]:
    """The notebook below the summary."""
    for cell in notebook.cells:
        if cell.id in NOTES:
            continue
        is_own = cell.id.startswith("extra-")
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        yield _source(cell, is_own)
        if record_in(cell) is None:
            for output in cell.get("outputs", []):
                if forms := forms_of(output):
                    yield Piece(OWN, forms)
        if name in told or name in comments:
            place = rendered("place.html.j2", it=told.get(name), comment=comments.get(name))
            yield Piece(OURS, (place,))


def _source(cell: NotebookNode, is_own: bool) -> Piece:
    """The text of a cell."""
    if cell.cell_type == "markdown":
        # nbgrader's cells for written answers are Markdown, and a learner's.
        is_answer = cell.metadata.get("nbgrader", {}).get("solution", False)
        most = MOST_SOURCE if is_own or is_answer else len(cell.source)
        rank = OWN if is_own else ANSWER if is_answer else OURS
        return Piece(rank, (f'<div class="prose">{prose(cut(cell.source, most))}</div>\n',))
    if not cell.source.strip():
        return Piece(OURS, ("",))
    shown = cut(cell.source, MOST_SOURCE)
    shown = coloured(shown) if cell.cell_type == "code" else escape(shown)
    return Piece(OWN if is_own else ANSWER, (f"<pre><code>{shown}</code></pre>\n",))
