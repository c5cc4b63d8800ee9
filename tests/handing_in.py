"""How tests hand in a notebook, and how they read the verdicts on it."""

import json
from pathlib import Path

import nbformat

from autograder.nbgrader_steps import VERDICT

ROOT = Path(__file__).parent.parent
LESSON = "01_what_freezing_does"
SILENT = "02_silent_failures"


def hand_in(course, learner, lesson, *changes):
    """Write a changed release as a submission; returns its path."""
    release = nbformat.read(ROOT / "notebooks" / lesson / f"{lesson}.ipynb", as_version=4)
    solution = nbformat.read(ROOT / "solutions" / lesson / f"{lesson}.ipynb", as_version=4)
    for change in changes:
        change(release, solution)
    path = course.submitted / learner / lesson / f"{lesson}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(release, path)
    return path


def verdicts(course, learner, lesson=LESSON):
    """The verdicts in a graded notebook, by exercise."""
    path = course.gradebook / "autograded" / learner / lesson / f"{lesson}.ipynb"
    outputs = [
        output
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        for output in cell.get("outputs", [])
    ]
    records = [output["data"][VERDICT] for output in outputs if VERDICT in output.get("data", {})]
    return {record["exercise"]: record for record in records}
