"""Who runs the jobs of a class: here one engine beside this process, in `cluster` many.

A crew takes a job at once and delivers its result later, so that nbgrader writes the gradebook
while the next submissions run. Few jobs are under way at a time, whatever the size of the class.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, Protocol, Self, TypeVar

from autograder.classroom import GradingError
from autograder.engine.client import Engine, IsolationError
from autograder.engine.job import Job
from autograder.engine.limits import Limits
from autograder.engine.result import Result

SILENCE_S, KILL_S = 5.0, 0.2
GONE = (
    "The scheduler or the workers went away; start them and grade again: what was graded so far "
    "is kept."
)
Item = TypeVar("Item")


@dataclass(frozen=True)
class Lost:
    """A result that never came, and why; the submission is not to blame, and is not graded."""

    reason: str


class Crew(Protocol):
    """Who runs jobs, in what isolation and within which limits."""

    isolation: str
    limits: Limits

    @property
    def width(self) -> int:
        """How many jobs may be under way at a time."""

    def start(self, job: Job) -> Future[Any]:
        """Begin a job."""

    def result_of(self, done: Future[Any]) -> Result:
        """What came of a job that is over; raises whatever lost it."""

    def look(self) -> None:
        """Raise GradingError when no result can be expected any more."""


class OneEngine:
    """A crew of one engine, served by a thread of this process."""

    width = 3

    def __init__(self, isolation: str, limits: Limits) -> None:
        """Raises GradingError when the isolation asked for is missing."""
        self.isolation, self.limits = isolation, limits
        try:
            self.engine = Engine(isolation, limits)
        except IsolationError as problem:
            raise GradingError(str(problem)) from problem
        # One thread for the engine's whole life: its processes end with the thread that began them.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="engine")
        self._under_way: set[Future] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *stopped_by: object) -> None:
        """End the engine; what it runs is broken off, what waits is dropped."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        # An engine whose nursery dies starts another, a few times.
        while wait(self._under_way, KILL_S).not_done:
            if process := self.engine.process:
                process.kill()
        self._thread.shutdown()
        self.engine.close()

    def start(self, job: Job) -> Future[Result]:
        """Begin a job, after those begun before it."""
        future = self._thread.submit(self.engine.run, job)
        self._under_way.add(future)
        future.add_done_callback(self._under_way.discard)
        return future

    def result_of(self, done: Future[Result]) -> Result:
        """What came of a job."""
        return done.result()

    def look(self) -> None:
        """Nothing to say: the engine itself bounds the time of every job."""


def outcomes(
    items: Iterable[Item], crew: Crew, job_in: Callable[[Item], Job | None]
) -> Iterator[tuple[Item, Result | Lost | None]]:
    """Each item with what came of its job, as jobs finish; with None where it has no job.

    Items are drawn only while the crew has room for their jobs; those without one come back at
    once. Raises GradingError when the crew is gone.
    """
    under_way: dict[Future, Item] = {}
    for item in items:
        job = job_in(item)
        if job is None:
            yield item, None
            continue
        under_way[crew.start(job)] = item
        while len(under_way) >= crew.width:
            yield from _finished(under_way, crew)
    while under_way:
        yield from _finished(under_way, crew)


def _finished(
    under_way: dict[Future, Item], crew: Crew
) -> Iterator[tuple[Item, Result | Lost | None]]:
    """Those of the jobs under way that are finished; waits until there is one."""
    while not (done := wait(under_way, SILENCE_S, FIRST_COMPLETED).done):
        crew.look()
    # Those that were broken off come last, for they end the grading.
    for future in sorted(done, key=lambda future: future.cancelled()):
        yield under_way.pop(future), _outcome(future, crew)


def _outcome(done: Future, crew: Crew) -> Result | Lost:
    """What came of one job."""
    if done.cancelled():
        raise GradingError(GONE)
    try:
        return crew.result_of(done)
    except (GradingError, IsolationError) as problem:
        raise GradingError(str(problem)) from problem
    except Exception as fault:
        return Lost(type(fault).__name__)
