"""A class of 10,000 through Dask with nothing to run: what scheduling costs, and who remembers.

Jobs and results have their real size and take their real way, `workers.outcomes` and a cluster of
two processes; only the run on the worker is left out. Each class has a process of its own, so that
the peak of one says nothing about the other.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from autograder.bench.figure import Figure
from autograder.bench.honest import LESSON, a_class
from autograder.classroom import GradingError
from autograder.engine.client import Engine
from autograder.entries import entry_of

SMALL, LARGE = 1_000, 10_000
FLAT = 1.2
LIMIT_S = 400
SIMULATE = "from autograder.bench.simulated import main; main()"


def scheduling(root: Path) -> Iterator[Figure]:
    """Milliseconds per submission, and the grader's memory in a small and in a large class."""
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        job = entry_of(a_class(root, room / "gradebook", 1), LESSON, "solved_0").job
        with Engine() as engine:
            result = engine.run(job)
        (room / "job.json").write_text(job.to_text(), encoding="utf-8")
        (room / "result.json").write_text(result.to_text(), encoding="utf-8")
        sizes = [(room / name).stat().st_size // 1000 for name in ("job.json", "result.json")]
        small, large = (_simulated(room, number) for number in (SMALL, LARGE))
    note = f"{LARGE} jobs of {sizes[0]} kB and results of {sizes[1]} kB, two workers"
    yield Figure("Dask, per submission", 1000 * large["seconds"] / LARGE, "ms", note=note)
    note = f"in a class of {SMALL}: {small['peak_bytes'] / 1e6:.0f} MB"
    yield Figure(f"grader's memory, class of {LARGE}", large["peak_bytes"] / 1e6, "MB", note=note)
    grown = large["peak_bytes"] / small["peak_bytes"]
    yield Figure("grader's memory, large against small class", grown, "times", FLAT)


def _simulated(room: Path, number: int) -> dict[str, float]:
    """What a process of its own says of a class of this size."""
    done = subprocess.run(
        [sys.executable, "-c", SIMULATE, str(room), str(number)],
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
    )
    if done.returncode:
        said = done.stderr.strip().rpartition("\n")[2]
        raise GradingError(f"The class of {number} was not simulated ({said}).")
    return json.loads(done.stdout)
