"""Many engines at once, through Dask distributed: processes of this machine, or a scheduler's.

What travels is text: a job goes out, a result comes back, and the client is told to read nothing
else, above all no pickles. Each worker keeps its engine for as long as it lives.
"""

import json
import logging
import re
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from types import ModuleType
from typing import Any, Self

from autograder.classroom import GradingError
from autograder.engine.job import Job
from autograder.engine.limits import Limits
from autograder.engine.result import Result
from autograder.engine.versions import versions
from autograder.on_worker import introduce, perform
from autograder.workers import GONE

CONNECT_S = 5
INTRODUCTION_S = 60
ALONE_S = 30
JOBS_PER_THREAD = 3
LOSSES = 3  # a submission that was lost with this many workers is given up
ADDRESS = re.compile(r"((tcp|tls|wss?)://)?[^/\s]+:\d{1,5}")
PROCESSES = {
    "threads_per_worker": 1,
    "processes": True,
    # Not None: that opens a port which only one cluster of a machine can have.
    "dashboard_address": "127.0.0.1:0",
    "worker_dashboard_address": "127.0.0.1:0",
    "memory_limit": None,  # the engine bounds the memory of what it runs
    "silence_logs": logging.CRITICAL,
    "scheduler_kwargs": {"allowed_failures": LOSSES - 1},
}
TEXT_ONLY = ["dask", "msgpack"]


class Cluster:
    """A crew behind a Dask scheduler."""

    def __init__(self, address: str, isolation: str, limits: Limits) -> None:
        """Meet the workers at `address`, for instance tcp://host:8786.

        Raises GradingError when there is no scheduler or no worker, when a worker has other
        versions than we have, and when one lacks the isolation asked for.
        """
        self.isolation, self.limits, self._terms = isolation, limits, json.dumps(limits.as_plain())
        self._client = _client(address)
        self._alone_since = self._counted_at = 0.0
        try:
            self._count()
            if not self._threads:
                raise GradingError(
                    f"The scheduler at {address} has no workers; start some with `dask worker "
                    f"{address} --nthreads 1` in this environment."
                )
            self._meet_everybody()
        except BaseException:
            self._client.close()
            raise
        self._jobs = self._client.get_executor(pure=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *stopped_by: object) -> None:
        """Leave the scheduler; what was under way for us is dropped there."""
        # One that does not answer is no reason to fail: the marks are written.
        with suppress(OSError, TimeoutError):
            self._client.close(timeout=CONNECT_S)

    @property
    def width(self) -> int:
        """A few jobs for each worker, so that none of them waits for us."""
        if time.monotonic() - self._counted_at > CONNECT_S:
            self._count()
        return JOBS_PER_THREAD * max(1, self._threads)

    def start(self, job: Job) -> Future[str]:
        """Send a job. Raises GradingError when the scheduler is gone."""
        agreed = json.dumps(versions())
        try:
            return self._jobs.submit(perform, job.to_text(), self.isolation, self._terms, agreed)
        except Exception as fault:
            raise GradingError(GONE) from fault

    def result_of(self, done: Future[str]) -> Result:
        """What came of a job; raises Malformed when a worker sent something else."""
        return Result.from_text(done.result())

    def look(self) -> None:
        """Raise GradingError when all workers have been away for a while, or the scheduler is."""
        self._count()
        if self._threads:
            self._alone_since = time.monotonic()
        elif time.monotonic() - self._alone_since > ALONE_S:
            raise GradingError(
                "All workers went away; start some and grade again: what was graded so far is kept."
            )

    def _count(self) -> None:
        """Ask how many jobs can run at the same time."""
        try:
            self._threads = sum(self._client.nthreads().values())
        except (OSError, TimeoutError, ValueError):
            self._threads = 0
        self._counted_at = time.monotonic()

    def _meet_everybody(self) -> None:
        """Compare versions with every worker, before work is sent."""
        ours = versions()
        for worker in self._client.nthreads():
            said = self._client.submit(
                introduce, self.isolation, self._terms, workers=[worker], pure=False
            )
            try:
                theirs = json.loads(said.result(timeout=INTRODUCTION_S))
            except Exception as fault:
                raise GradingError(
                    f"The worker {worker} cannot grade ({type(fault).__name__}); start it in an "
                    "environment with this course installed, as `make lab` makes it."
                ) from fault
            if theirs["problem"]:
                raise GradingError(f"On the worker {worker}: {theirs['problem']}")
            other = sorted(name for name in ours if theirs["versions"].get(name) != ours[name])
            if other:
                raise GradingError(
                    f"The worker {worker} has another version of {', '.join(other)} than this "
                    "machine; install the same release of the course on both."
                )


class LocalCluster(Cluster):
    """A crew of processes on this machine."""

    def __init__(self, workers: int, isolation: str, limits: Limits) -> None:
        """Start `workers` processes of one thread each. Raises GradingError as Cluster does."""
        distributed = silent_distributed()
        try:
            with _deaf_to_interrupts():
                self._processes = distributed.LocalCluster(n_workers=workers, **PROCESSES)
        except Exception as fault:
            raise GradingError(
                f"{workers} workers could not be started ({type(fault).__name__}); grade again, "
                "with fewer if this machine is short of memory."
            ) from fault
        try:
            super().__init__(self._processes.scheduler_address, isolation, limits)
        except BaseException:
            self._processes.close()
            raise

    def __exit__(self, *stopped_by: object) -> None:
        """Leave no process behind."""
        super().__exit__(*stopped_by)
        # Processes that do not end in time end with this one.
        with suppress(OSError, TimeoutError):
            self._processes.close(timeout=CONNECT_S)


def silent_distributed() -> ModuleType:
    """Dask distributed, silenced: we say what matters. Raises GradingError without it."""
    try:
        import distributed
    except ModuleNotFoundError as missing:
        raise GradingError(
            f"Grading with several workers needs the package {missing.name}; run "
            "`pip install -c requirements.txt -e '.[cluster]'`."
        ) from missing
    for name in ("distributed", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    return distributed


def _client(address: str) -> Any:
    """A client that reads text and nothing else; raises GradingError when nobody answers."""
    distributed = silent_distributed()
    try:
        if not ADDRESS.fullmatch(address):
            raise ValueError(address)
        return distributed.Client(
            address,
            timeout=CONNECT_S,
            set_as_default=False,
            serializers=TEXT_ONLY,
            deserializers=TEXT_ONLY,
        )
    except (OSError, TimeoutError, ValueError) as fault:
        raise GradingError(
            f"No scheduler answers at {address}; start one with `dask scheduler`, and name its "
            "address, for instance tcp://127.0.0.1:8786."
        ) from fault


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes started meanwhile leave Ctrl-C to this one, which ends them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
