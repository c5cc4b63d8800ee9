"""One simulated class: `main` prints its seconds and the peak of its process's memory, as JSON.

Arguments: a folder with job.json and result.json, one of each as they are in a real class, and the
number of submissions. Not to be run with `python -m`: workers could not import what they are sent.
"""

import dataclasses
import functools
import json
import resource
import sys
import time
from concurrent.futures import Future
from pathlib import Path

from autograder.classroom import GradingError
from autograder.cluster import LocalCluster
from autograder.engine.job import Job
from autograder.engine.limits import Limits
from autograder.workers import Lost, outcomes


class NothingToRun(LocalCluster):
    """A cluster whose workers know every result already."""

    def __init__(self, room: Path) -> None:
        """`room` holds the result."""
        super().__init__(2, "none", Limits())
        self._room = str(room)

    def start(self, job: Job) -> Future[str]:
        """Send a job to be answered at once."""
        return self._jobs.submit(answer, job.to_text(), self._room)


def answer(job: str, room: str) -> str:
    """The result of any job, on a worker; the job is read as ever."""
    Job.from_text(job)
    return _result(room)


@functools.cache
def _result(room: str) -> str:
    """The one result."""
    return (Path(room) / "result.json").read_text(encoding="utf-8")


def main() -> None:
    """Simulate a class."""
    room, number = Path(sys.argv[1]), int(sys.argv[2])
    job = Job.from_text((room / "job.json").read_text(encoding="utf-8"))
    with NothingToRun(room) as crew:
        began, done = time.perf_counter(), set()
        # Drawn one at a time, as submissions are read: nobody holds a whole class.
        jobs = (dataclasses.replace(job, student=f"learner_{n}") for n in range(number))
        for item, result in outcomes(jobs, crew, lambda item: item):
            if isinstance(result, Lost) or not result.checks:
                raise GradingError(f"The result of {item.student} never came.")
            done.add(item.student)
        seconds = time.perf_counter() - began
    if len(done) != number:
        raise GradingError(f"Only {len(done)} of {number} results came.")
    print(json.dumps({"seconds": seconds, "peak_bytes": _peak_bytes()}))


def _peak_bytes() -> int:
    """The most memory that this process ever had."""
    try:
        told = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()
        return int(told[0]) * 1024
    except OSError:
        # Elsewhere; on Linux this one also counts the process that started this one.
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024
