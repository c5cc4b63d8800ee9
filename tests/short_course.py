"""A course of one lesson with two exercises, for tests that grade it very often."""

import shutil

import nbformat

from tests.handing_in import LESSON, ROOT

EXERCISES = ("freeze", "trainable_report")


def short_course(folder):
    """Make the course in `folder`: the first lesson, cut down to its imports and two exercises."""
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    kept = {*EXERCISES, *(f"check-{slug}" for slug in EXERCISES)}
    for room in ("notebooks", "solutions"):
        notebook = nbformat.read(ROOT / room / LESSON / f"{LESSON}.ipynb", as_version=4)
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        notebook.cells = [code[0], *(cell for cell in code if cell.id in kept)]
        (folder / room / LESSON).mkdir(parents=True)
        nbformat.write(notebook, folder / room / LESSON / f"{LESSON}.ipynb")
    return folder
