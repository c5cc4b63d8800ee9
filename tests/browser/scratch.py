"""A notebook of the test's own, as a learner makes one beside the lessons."""

from pathlib import Path

import nbformat

from course.lesson_text import NOTEBOOK_METADATA


def written(folder: Path, cells: dict[str, str]) -> Path:
    """Writes code cells, by their ids, into a notebook in a new folder; returns its path."""
    # With a heading below them, as in a lesson: JupyterLab's arrow keys lead from one to the next.
    below = nbformat.v4.new_markdown_cell("## Below", id="below")
    made = [nbformat.v4.new_code_cell(source, id=name) for name, source in cells.items()]
    folder.mkdir()
    path = folder / "mine.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[*made, below], metadata=NOTEBOOK_METADATA), path)
    return path
