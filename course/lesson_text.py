"""A lesson in percent text becomes a notebook that nbgrader understands.

Authors write three short keys on a cell: `exercise="freeze"`, `check="freeze" points=20`
and `practice="guess"` (a self-check question: answered like an exercise, never graded).
nbgrader's own metadata would be 125 characters of JSON on the same line.
"""

from pathlib import Path

import jupytext
from nbformat import NotebookNode
from nbformat.notebooknode import from_dict

KINDS = ("exercise", "check", "practice")

# Fixed here, because a kernel would add its own version and two Pythons would differ.
NOTEBOOK_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


class LessonError(Exception):
    """One sentence for the author: the file, the cell, what is wrong and its cure."""


def where(name: str, cell: NotebookNode) -> str:
    """The file, the cell's id and its first line, as every sentence about a cell begins."""
    first_line = cell.source.strip().partition("\n")[0]
    return f"{name}, cell {cell.id} ({first_line})"


def read_lesson(path: Path) -> NotebookNode:
    """The notebook in the percent file `path`, with the author's short keys still on its cells.

    Raises LessonError when jupytext cannot read the file.
    """
    try:
        notebook = jupytext.read(path, fmt="py:percent")
    except Exception as error:
        reason = str(error).partition("\n")[0]
        raise LessonError(
            f"{path.name} cannot be read ({reason}); begin it with the header of the other lessons."
        ) from error
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    notebook.metadata = from_dict(NOTEBOOK_METADATA)
    for position, cell in enumerate(notebook.cells, start=1):
        # The percent reader leaves its memory of blank lines and quotes behind.
        cell.metadata.pop("lines_to_next_cell", None)
        cell.metadata.pop("cell_marker", None)
        # Ids are random at each conversion; ours make two builds equal byte for byte.
        cell.id = _cell_id(cell.metadata, position)
    return notebook


def for_nbgrader(lesson: NotebookNode) -> NotebookNode:
    """The notebook of `read_lesson`, changed in place: nbgrader's metadata for the short keys."""
    for cell in lesson.cells:
        kind = next((kind for kind in KINDS if kind in cell.metadata), None)
        if kind is None:
            continue
        marks = {
            "grade": kind == "check",
            "grade_id": cell.id,
            "locked": kind == "check",
            "schema_version": 3,
            "solution": kind != "check",
            "task": False,
        }
        if kind == "check":
            marks["points"] = cell.metadata.pop("points")
        del cell.metadata[kind]
        cell.metadata["nbgrader"] = from_dict(marks)
    return lesson


def lesson_notebook(path: Path) -> NotebookNode:
    """The notebook that the lesson at `path` becomes: answers in, metadata set, not executed."""
    return for_nbgrader(read_lesson(path))


def _cell_id(metadata: dict, position: int) -> str:
    """The id of a cell: an exercise's is its slug, others say what they are."""
    if "exercise" in metadata:
        return str(metadata["exercise"])
    for kind in ("check", "practice"):
        if kind in metadata:
            return f"{kind}-{metadata[kind]}"
    return f"cell-{position:02}"
