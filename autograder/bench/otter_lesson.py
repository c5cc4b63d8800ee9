"""A lesson as otter-grader takes it: its notebook with otter's checks, and their tests.

The tests do what our check cells do, collect and judge on an unseen seed; otter runs them in the
learner's own process, as it does all tests.
"""

import json
import zipfile
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.engine.job import checked_exercise
from autograder.exercise import Sealed, find

SEED = 20_001
START = "import otter\n\ngrader = otter.Notebook()"
TEST = """
from otter.test_files import test_case

OK_FORMAT = False
name = {slug!r}
points = {points:g}


@test_case()
def test_{slug}({arguments}):
    from autograder.collect import collect
    from autograder.exercise import find
    from autograder.judge import judge

    envelope = collect(find({slug!r}), ({arguments},), {seed})
    assert judge({slug!r}, envelope, {seed}).score == 1
"""


def otter_lesson(submission: Path, room: Path) -> tuple[Path, Path]:
    """Write a submission of ours as one of otter's, and the tests; returns both paths in `room`."""
    notebook = nbformat.read(submission, as_version=4)
    tests = {}
    for cell in notebook.cells:
        slug = checked_exercise(cell)
        if slug and isinstance(find(slug), Sealed):
            cell.source = ""  # whose questions these are is nothing that otter knows
        elif slug:
            tests[slug] = _test(slug, cell)
            cell.source = f"grader.check({slug!r})"
        cell.metadata = NotebookNode()
    notebook.cells.insert(0, nbformat.v4.new_code_cell(START))
    path, archive = room / f"{submission.stem}.ipynb", room / "autograder.zip"
    nbformat.write(notebook, path)
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("otter_config.json", json.dumps({"lang": "python"}))
        for slug, source in tests.items():
            file.writestr(f"tests/{slug}.py", source)
    return path, archive


def _test(slug: str, check: NotebookNode) -> str:
    """The test of one exercise, from its check cell: `check("freeze", freeze, unfreeze)`."""
    arguments = check.source.strip().removesuffix(")").split(",", 1)[1].strip()
    points = check.metadata.nbgrader["points"]
    return TEST.format(slug=slug, arguments=arguments, points=points, seed=SEED).lstrip()
