"""Where the time of one submission goes, with nothing else under way."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from nbgrader.apps import NbGraderAPI

from autograder import desk, harmless, nbgrader_intake, nbgrader_steps
from autograder.bench.clock import Stopwatch
from autograder.bench.figure import Figure
from autograder.bench.honest import a_class, graded
from autograder.bench.phases import Phases
from autograder.engine.client import Engine
from autograder.engine.frames import Frames
from autograder.engine.limits import Limits
from autograder.workers import OneEngine

COPIES = 3
RUNNING = "running in the sandbox"
# A stage inside another is taken out of it, so that all of them add up.
STAGES = (
    (desk, "entry_of", "take in and repair"),
    (Engine, "run", RUNNING),
    (NbGraderAPI, "autograde", "nbgrader's autograde: conversion, gradebook"),
    (nbgrader_intake.Repair, "preprocess", "nbgrader: repair"),
    (harmless.Harmless, "preprocess", "nbgrader: clean HTML"),
    (nbgrader_steps.SaveMarks, "preprocess", "nbgrader: save marks"),
    (nbgrader_steps, "judge", "judge"),
    (NbGraderAPI, "generate_feedback", "feedback page"),
)


def stages(root: Path) -> Iterator[Figure]:
    """Milliseconds of each stage, per submission, and of each phase of a run."""
    watch, phases = Stopwatch(), Phases()
    with tempfile.TemporaryDirectory() as folder, OneEngine("bwrap", Limits()) as crew:
        crew.width = 1  # one after the other: no stage waits for another's processor
        graded(a_class(root, Path(folder) / "first", 1), crew)
        course = a_class(root, Path(folder) / "second", COPIES)
        with contextlib.ExitStack() as worn:
            for owner, name, stage in STAGES:
                worn.enter_context(watch.on(owner, name, stage))
            worn.enter_context(phases.heard_by(Frames))
            done = graded(course, crew)
    number = len(done.marks)
    for _, _, stage in STAGES:
        yield _each(f"stage: {stage}", watch.spent[stage], number)
        if stage == RUNNING:
            for phase, spent in phases.spent.items():
                yield _each(f"  of that: {phase}", spent, number)
    rest = done.took.wall_s - sum(watch.spent.values())
    yield _each("stage: everything else", rest, number)
    yield _each("one submission, all stages", done.took.wall_s, number)


def _each(what: str, spent_s: float, number: int) -> Figure:
    """A time per submission."""
    return Figure(what, 1000 * spent_s / number, "ms", note=f"mean of {number}")
