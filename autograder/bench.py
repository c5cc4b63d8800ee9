"""`make bench`: what lessons, checks and grading cost, as a table and as bench.json.

Each figure stands beside the limit that the project holds itself to, as a ratio: machines differ
and are noisy, so nothing here is a test.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import nbformat
import torch
from nbgrader.apps import NbGraderAPI
from tqdm import tqdm

from autograder.classroom import Course, GradingError
from autograder.collect import collect
from autograder.exercise import find
from autograder.grading import BAR, grade
from autograder.judge import judge
from autograder.reference import answers_in
from autograder.sample_class import make_sample_class
from course.execute import execute

LESSON_LIMIT_S = 20.0
CHECK_LIMIT_MS = 150.0
SUITE_LIMIT_S = 360.0
REPEATS = 7


class Figure(NamedTuple):
    """One measurement beside its limit, both in `unit`."""

    what: str
    value: float
    limit: float
    unit: str

    @property
    def ratio(self) -> float:
        """Measured over allowed: below 1 is within the limit."""
        return self.value / self.limit


def bench(root: Path) -> str:
    """Measure everything in the course at `root`, write bench.json, and return the table."""
    torch.set_num_threads(1)
    measures = [_lessons, _checks, _grading, _suite]
    figures = []
    with tqdm(measures, desc="measuring", bar_format=BAR, file=sys.stderr) as bar:
        for measure in bar:
            bar.set_postfix_str(measure.__name__.strip("_"))
            figures += measure(root)
    path, part = root / "bench.json", root / "bench.json.part"
    records = [figure._asdict() | {"ratio": round(figure.ratio, 3)} for figure in figures]
    part.write_text(json.dumps(records, indent=1) + "\n", encoding="utf-8")
    part.replace(path)
    rows = [f"{'what':44} {'measured':>10} {'limit':>10} {'ratio':>7}"]
    for figure in figures:
        measured, allowed = (f"{n:.3g} {figure.unit}" for n in (figure.value, figure.limit))
        rows.append(f"{figure.what:44} {measured:>10} {allowed:>10} {figure.ratio:7.2f}")
    return "\n".join(rows)


def _lessons(root: Path) -> Iterator[Figure]:
    """Each lesson's solution, run from top to bottom in a kernel of its own."""
    for path in sorted(root.glob("solutions/*/*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        seconds = _seconds(lambda nb=notebook, name=path.name: execute({name: nb}, workers=1))
        yield Figure(f"run {path.stem}", seconds, LESSON_LIMIT_S, "s")


def _checks(root: Path) -> Iterator[Figure]:
    """What a check adds to the learner's work: collect and judge, on the right answer."""
    rooms = sorted(root.glob("solutions/*/*.ipynb"))
    answers = {slug: given for path in rooms for slug, given in answers_in(path).items()}
    for slug, functions in sorted(answers.items()):
        exercise = find(slug)

        def once(exercise=exercise, functions=functions, slug=slug) -> None:
            judge(slug, collect(exercise, functions, 1), 1)

        once()  # torch imports its optimizers' machinery at the first step of a process
        typical = statistics.median(_seconds(once) for _ in range(REPEATS))
        yield Figure(f"check {slug}", 1000 * typical, CHECK_LIMIT_MS, "ms")


def _grading(root: Path) -> Iterator[Figure]:
    """The sample class through our settings, beside the same class through stock nbgrader's.

    Stock settings run every cell and believe the check cells; the ratio says what judging costs,
    or saves.
    """
    with tempfile.TemporaryDirectory() as folder:
        course = Course(root, Path(folder) / "gradebook")
        count = make_sample_class(course)
        ours = _seconds(lambda: grade(course, course.lessons([]))) / count
        config = course.config()
        del config.Autograde
        api = NbGraderAPI(config=config)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            stock = statistics.fmean(
                _seconds(lambda lesson=lesson: api.autograde(lesson, "ada", force=True))
                for lesson in course.lessons([])
            )
    yield Figure("grade one submission (limit: stock nbgrader)", ours, stock, "s")


def _suite(root: Path) -> Iterator[Figure]:
    """Everything that `make test` runs. Raises GradingError when something fails."""

    def run() -> None:
        if subprocess.run(["make", "test"], cwd=root, stdout=subprocess.DEVNULL).returncode:
            raise GradingError("`make test` fails; run it by itself to see why.")

    yield Figure("make test", _seconds(run), SUITE_LIMIT_S, "s")


def _seconds(work: Callable[[], object]) -> float:
    """How long something takes, by the wall clock."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
