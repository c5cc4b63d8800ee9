"""A copy of all work that was ever judged: `judged/STUDENT/LESSON/<first digits of its job>.ipynb`.

What is handed in anew replaces the old file in `submitted/`. The copy is the notebook as it was
run, repaired and without outputs; put back into `submitted/`, it is graded as it was.
"""

import json
import os
from pathlib import Path

from nbformat import NotebookNode

from autograder.engine.job import Job

ROOM = "judged"
DIGITS = 12


def copy_of(gradebook: Path, student: str, lesson: str, job: str) -> Path:
    """Where the copy of the work with this digest lies."""
    return gradebook / ROOM / student / lesson / f"{job[:DIGITS]}.ipynb"


def keep(gradebook: Path, notebook: NotebookNode, job: Job, left_out: str) -> None:
    """Keep a copy of a repaired notebook, unless there is one; without the cell of this id.

    Raises OSError where it cannot be written, and leaves no half of it.
    """
    path = copy_of(gradebook, job.student, job.lesson, job.key())
    if path.exists():
        return
    cells = [cell for cell in notebook.cells if cell.id != left_out]
    # Nothing about nbgrader's round trip: what was noted belongs to the hand-in, not to the work.
    metadata = {"kernelspec": notebook.metadata.get("kernelspec", {})}
    plain = {**notebook, "cells": cells, "metadata": metadata}
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.stem}.{os.getpid()}.part")
    try:
        # Without indentation it is a third smaller.
        part.write_text(json.dumps(plain, ensure_ascii=False), "utf-8", "backslashreplace")
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
