"""What the sandbox costs: the same classes with bubblewrap and without, alternately.

Compared are the quickest rounds: what else runs on a machine only ever slows them down.
"""

import dataclasses
import tempfile
from collections.abc import Iterator
from pathlib import Path

from autograder.bench.clock import seconds
from autograder.bench.figure import Figure
from autograder.bench.honest import LESSON, a_class, graded, no_feedback
from autograder.engine.job import Job
from autograder.engine.limits import Limits
from autograder.entries import entry_of
from autograder.workers import OneEngine

LIMIT = 10.0  # per cent
ROUNDS, COPIES, RUNS = 6, 2, 30


def isolation(root: Path) -> Iterator[Figure]:
    """How much longer grading takes with isolation, and how much longer its run alone."""
    grading: dict[str, list[float]] = {"bwrap": [], "none": []}
    running: dict[str, list[float]] = {"bwrap": [], "none": []}
    with (
        tempfile.TemporaryDirectory() as folder,
        OneEngine("bwrap", Limits()) as isolated,
        OneEngine("none", Limits()) as open_,
    ):
        crews = [isolated, open_]
        for round_ in range(ROUNDS + 1):
            crews.reverse()
            for crew in crews:
                course = a_class(root, Path(folder) / f"{crew.isolation}-{round_}", COPIES)
                with no_feedback(course):
                    done = graded(course, crew)
                if round_:  # the first starts the nurseries
                    grading[crew.isolation].append(done.took.wall_s / len(done.marks))
        job = entry_of(course, LESSON, "solved_0").job
        for number in range(RUNS):
            for crew in crews:
                running[crew.isolation].append(_run_s(crew, job, number))
    yield _more("isolation adds to grading", grading, LIMIT)
    yield _more("isolation adds to running alone", running, None)


def _run_s(crew: OneEngine, job: Job, number: int) -> float:
    """How long a job runs, for another learner each time."""
    again = dataclasses.replace(job, student=f"{job.student}_{number}")
    return seconds(lambda: crew.result_of(crew.start(again)))


def _more(what: str, took: dict[str, list[float]], limit: float | None) -> Figure:
    """By how much the least time with isolation is above that without."""
    with_, without = (min(took[level]) for level in ("bwrap", "none"))
    note = f"{1000 * with_:.0f} ms against {1000 * without:.0f} ms, best of {len(took['none'])}"
    return Figure(what, 100 * (with_ / without - 1), "%", limit, note=note)
