"""Submissions a minute beside stock nbgrader, alternately on the same work in one run.

Stock is measured in this process too, with everything imported, so that it is spared what a command
would add. Our start (nurseries, first use of torch and nbgrader, the lesson's entering) has a line
of its own and is no part of the rates.
"""

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from autograder.bench.clock import Taken, seconds, taken
from autograder.bench.figure import Figure
from autograder.bench.honest import KINDS, LESSON, a_class, graded, no_feedback, silent
from autograder.bench.stock import stock_marks
from autograder.classroom import Course
from autograder.cluster import LocalCluster
from autograder.engine.limits import Limits
from autograder.grading import enter
from autograder.workers import Crew, OneEngine

COPIES = 3  # of each kind of work, in each class of ours
ONE_LIMIT, TWO_LIMIT = 20.0, 35.0  # times stock
STOCK, ONE, TWO, ONE_WITH, TWO_WITH = range(5)
TOLD = {
    STOCK: "stock nbgrader autograde",
    ONE: "ours, one worker",
    TWO: "ours, two workers",
    ONE_WITH: "ours, one worker, with feedback pages",
    TWO_WITH: "ours, two workers, with feedback pages",
}


class Way(NamedTuple):
    """All that was graded in one way: how much, and what it took."""

    number: int = 0
    took: Taken = Taken(0.0, 0.0)

    @property
    def a_minute(self) -> float:
        """Submissions by the clock."""
        return 60 * self.number / self.took.wall_s

    @property
    def a_minute_and_core(self) -> float:
        """Submissions per minute of processor time."""
        return 60 * self.number / self.took.cpu_s


def throughput(root: Path) -> Iterator[Figure]:
    """Rates of stock and ours, their ratios, and whether the marks agree."""
    ways: dict[int, Way] = defaultdict(Way)
    wrong, compared = [], 0
    with (
        tempfile.TemporaryDirectory() as folder,
        OneEngine("bwrap", Limits()) as one,
        LocalCluster(2, "bwrap", Limits()) as two,
    ):
        room = Path(folder)
        start_s = seconds(lambda: graded(a_class(root, room / "first", 1), one))
        graded(a_class(root, room / "second", 1), two)
        entered = a_class(root, room / "stock", 1)
        enter(entered, LESSON)
        for round_, kind in enumerate(KINDS):
            right = _stock(entered, kind, ways)
            for way, crew in ((ONE, one), (TWO, two), (ONE_WITH, one), (TWO_WITH, two)):
                marks = _ours(a_class(root, room / f"{round_}-{way}", COPIES), crew, way, ways)
                for student, got in marks.items():
                    if student.startswith(kind):
                        compared += 1
                        wrong += [student] * (got != right)
    yield from rates_of(ways)
    yield Figure(
        "honest marks as stock gives them", compared - len(wrong), "", compared, "at least",
        ", ".join(wrong) or "every kind of work in every round",
    )  # fmt: skip
    yield Figure("start of grading", start_s, "s", note="once; includes the first submissions")


def rates_of(ways: dict[int, Way]) -> Iterator[Figure]:
    """What the rounds come to."""
    for way, told in TOLD.items():
        number, took = ways[way]
        note = f"{number} submissions of lesson 01 in {took.wall_s:.1f} s"
        yield Figure(told, ways[way].a_minute, "a minute", note=note)
    for way in (STOCK, ONE, TWO):
        told = f"{TOLD[way]}, per core"
        yield Figure(told, ways[way].a_minute_and_core, "a minute", note="of processor time")
    for way, limit in ((ONE, ONE_LIMIT), (TWO, TWO_LIMIT), (ONE_WITH, None), (TWO_WITH, None)):
        times = ways[way].a_minute / ways[STOCK].a_minute
        yield Figure(f"{TOLD[way]}, against stock", times, "times", limit, "at least")
    times = ways[TWO].a_minute / ways[ONE].a_minute
    yield Figure("two workers against one", times, "times", note="one is beside the grader")


def _stock(course: Course, kind: str, ways: dict[int, Way]) -> float | None:
    """Have stock nbgrader grade one submission of a kind; returns its marks."""
    told: list[float | None] = []
    with silent():
        took = taken(lambda: told.append(stock_marks(course, LESSON, f"{kind}_0")))
    ways[STOCK] = Way(ways[STOCK].number + 1, ways[STOCK].took + took)
    return told[0]


def _ours(course: Course, crew: Crew, way: int, ways: dict[int, Way]) -> dict:
    """Grade a class in one of our ways; returns its marks."""
    if way in (ONE_WITH, TWO_WITH):
        done = graded(course, crew)
    else:
        with no_feedback(course):
            done = graded(course, crew)
    ways[way] = Way(ways[way].number + len(done.marks), ways[way].took + done.took)
    return done.marks
