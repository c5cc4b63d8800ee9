"""The same lesson through otter-grader's `otter run`, in an environment of its own."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from autograder.bench.clock import seconds
from autograder.bench.figure import Figure
from autograder.bench.honest import KINDS, LESSON, a_class, graded, no_feedback
from autograder.bench.otter_environment import RELEASE, otter_environment, python_of
from autograder.bench.otter_lesson import otter_lesson
from autograder.classroom import GradingError
from autograder.engine.limits import Limits
from autograder.workers import OneEngine

COPIES = 2
LIMIT_S = 120


def otter(root: Path) -> Iterator[Figure]:
    """Seconds per submission of otter and of ours, alternately, and whether the marks agree."""
    python = python_of(otter_environment())
    theirs_s, ours_s, ours_number, agreed = 0.0, 0.0, 0, 0
    with tempfile.TemporaryDirectory() as folder, OneEngine("bwrap", Limits()) as crew:
        room = Path(folder)
        first = a_class(root, room / "first", 1)
        graded(first, crew)
        for kind in KINDS:
            (room / kind).mkdir()
            submission = first.submitted / f"{kind}_0" / LESSON / f"{LESSON}.ipynb"
            marks, took_s = _otter_run(python, submission, room / kind)
            theirs_s += took_s
            course = a_class(root, room / kind / "gradebook", COPIES)
            with no_feedback(course):
                done = graded(course, crew)
            ours_s, ours_number = ours_s + done.took.wall_s, ours_number + len(done.marks)
            agreed += done.marks[f"{kind}_0"] == marks
    theirs, ours = theirs_s / len(KINDS), ours_s / ours_number
    note = f"lesson 01 with otter's checks; {len(KINDS)} submissions, torch borrowed from ours"
    yield Figure(f"otter {RELEASE}, one submission", theirs, "s", note=note)
    yield Figure("ours, one submission", ours, "s", note=f"{ours_number} submissions, one worker")
    yield Figure("ours, one worker, against otter", theirs / ours, "times")
    yield Figure("honest marks as otter gives them", agreed, "", len(KINDS), "at least")


def _otter_run(python: Path, submission: Path, room: Path) -> tuple[float, float]:
    """The marks that otter gives a submission, and how long it takes."""
    notebook, archive = otter_lesson(submission, room)
    command = [python, "-m", "otter", "run", notebook, "-a", archive, "-o", room, "--no-logo"]
    done = []
    beside = os.pathsep.join([str(python.parent), os.environ.get("PATH", "")])
    took_s = seconds(
        lambda: done.append(
            subprocess.run(
                command,
                cwd=room,
                env=os.environ | {"PATH": beside},
                capture_output=True,
                text=True,
                timeout=LIMIT_S,
            )
        )
    )
    if done[0].returncode:
        said = done[0].stderr.strip().rpartition("\n")[2]
        raise GradingError(f"otter could not grade {submission.parent.parent.name} ({said}).")
    results = json.loads((room / "results.json").read_text(encoding="utf-8"))
    return sum(test.get("score", 0) for test in results["tests"]), took_s
