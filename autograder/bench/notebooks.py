"""What learners wait for: a whole lesson from top to bottom, and one check."""

import statistics
from collections.abc import Iterator
from pathlib import Path

import nbformat

from autograder.bench.clock import seconds
from autograder.bench.figure import Figure
from autograder.collect import collect
from autograder.exercise import find
from autograder.judge import judge
from autograder.reference import answers_in
from course.execute import execute

LESSON_LIMIT_S = 60.0
CHECK_LIMIT_MS = 150.0
REPEATS = 7


def lessons(root: Path) -> Iterator[Figure]:
    """Each lesson's solution, run from top to bottom in a kernel of its own."""
    for path in sorted(root.glob("solutions/*/*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        took = seconds(lambda nb=notebook, name=path.name: execute({name: nb}, workers=1))
        yield Figure(f"run {path.stem}", took, "s", LESSON_LIMIT_S)


def checks(root: Path) -> Iterator[Figure]:
    """What a check adds to the learner's work: collect and judge, on the right answer."""
    rooms = sorted(root.glob("solutions/*/*.ipynb"))
    answers = {slug: given for path in rooms for slug, given in answers_in(path).items()}
    for slug, functions in sorted(answers.items()):
        exercise = find(slug)

        def once(exercise=exercise, functions=functions, slug=slug) -> None:
            judge(slug, collect(exercise, functions, 1), 1)

        once()  # torch imports its optimizers' machinery at the first step of a process
        typical = statistics.median(seconds(once) for _ in range(REPEATS))
        yield Figure(f"check {slug}", 1000 * typical, "ms", CHECK_LIMIT_MS)
