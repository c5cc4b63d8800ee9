"""What a worker takes: its own process, the nursery, and the room of a submission."""

import contextlib
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil

from autograder.bench.clock import below
from autograder.bench.figure import Figure
from autograder.bench.honest import LESSON, a_class, graded
from autograder.cluster import LocalCluster
from autograder.engine.limits import Limits
from autograder.sample_class import answered, hand_in, solved

LIMIT_MB = 1500.0
EVERY_S = 0.02
COPIES = 2
# Calls a net of the demonstrations, so that all of them have to run.
HEAVY = [solved(), answered("grad_map", "def grad_map(frozen):\n    return before.layers")]


def memory(root: Path) -> Iterator[Figure]:
    """Megabytes of one worker: idle, and at its peak over a class."""
    with tempfile.TemporaryDirectory() as folder, LocalCluster(1, "bwrap", Limits()) as crew:
        graded(a_class(root, Path(folder) / "first", 1), crew)
        idle = worker_bytes()
        course = a_class(root, Path(folder) / "second", COPIES)
        hand_in(course, "heavy", LESSON, *HEAVY)
        with peak() as found:
            done = graded(course, crew)
    note = "worker, nursery and room; what processes share counts once"
    yield Figure("a worker at its peak", found["bytes"] / 1e6, "MB", LIMIT_MB, note=note)
    yield Figure("a worker with nothing to do", idle / 1e6, "MB", note="worker and nursery")
    more = (found["bytes"] - idle) / 1e6
    yield Figure("one submission, at most", more, "MB", note=f"of {len(done.marks)}")


def worker_bytes() -> int:
    """What everything below this process holds, shared memory counted once.

    Where the system does not tell (other users' processes), it counts once for each process.
    """
    total = 0
    for process in below():
        with contextlib.suppress(psutil.NoSuchProcess):
            total += _share(process)
    return total


def _share(process: psutil.Process) -> int:
    """The bytes that one process answers for."""
    try:
        return process.memory_full_info().pss
    except (psutil.AccessDenied, AttributeError):
        return process.memory_info().rss


@contextlib.contextmanager
def peak() -> Iterator[dict[str, int]]:
    """Watch `worker_bytes` meanwhile; its largest value stands in "bytes" at the end."""
    found, over = {"bytes": 0}, threading.Event()

    def watch() -> None:
        while not over.wait(EVERY_S):
            found["bytes"] = max(found["bytes"], worker_bytes())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield found
    finally:
        over.set()
        watcher.join()
