"""A copy of the course with a small class in it: what is opened, handed in and graded there."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

from autograder.classroom import Course
from autograder.sample_class import CLASSES, hand_in

PROJECT = Path(__file__).parents[2]
LESSON = "01_what_freezing_does"
# Everything right, and one exercise of four wrong.
LEARNERS = ("ada", "eva")


def copied_course(root: Path) -> Path:
    """The course copied to `root`, as it is released; returns `root`."""
    caches = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "lessons")
    for room in ("course", "notebooks", "solutions"):
        shutil.copytree(PROJECT / room, root / room, ignore=caches)
    shutil.copy(PROJECT / "nbgrader_config.py", root)
    return root


def with_class(root: Path) -> Path:
    """Hands in the work of LEARNERS in a copied course; returns `root`."""
    for learner in LEARNERS:
        hand_in(Course(root, root / "gradebook"), learner, LESSON, *CLASSES[LESSON][learner])
    return root


def handed_in(root: Path, learner: str) -> Path:
    """The notebook that a learner has handed in."""
    return root / "gradebook" / "submitted" / learner / LESSON / f"{LESSON}.ipynb"


def answer_of(root: Path, learner: str, exercise: str) -> str:
    """What a learner has handed in for an exercise."""
    cells = nbformat.read(handed_in(root, learner), as_version=4).cells
    return next(cell.source for cell in cells if cell.id == exercise)


def grade(root: Path) -> None:
    """Grades the class of a copied course, as an instructor does."""
    command = [sys.executable, "-m", "autograder", "grade", LESSON]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
