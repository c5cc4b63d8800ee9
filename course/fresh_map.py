"""The map in Start here is drawn anew whenever the course is opened.

A notebook keeps its last outputs, and nothing in it runs by itself.
"""

import os
from contextlib import suppress
from pathlib import Path

# The call whose output is the map.
MAP = "course_map()"


def draw_map(start: Path) -> None:
    """Puts the present map into the notebook `start`, once there is progress to show.

    A notebook without the map's cell, or in a folder that cannot be written, stays as it is.
    """
    if not start.exists():
        return
    # Late: they bring torch and nbformat, which take seconds.
    import nbformat

    from autograder import progress
    from autograder.course_map import as_markdown

    state = progress.load()
    notebook = nbformat.read(start, as_version=4)
    cell = next((cell for cell in notebook.cells if MAP in cell.source.splitlines()), None)
    if cell is None or state == progress.new():
        return
    page = as_markdown(state, progress.notes())
    data = {"text/markdown": page, "text/plain": page}
    cell.outputs = [nbformat.v4.new_output("display_data", data)]
    draft = start.with_name(f".{start.name}.draft")
    with suppress(OSError):
        nbformat.write(notebook, draft)
        os.replace(draft, start)
