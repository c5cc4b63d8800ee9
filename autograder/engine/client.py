"""`Engine`: a job in, a result out, whatever the submission does.

Runs outside the sandbox. A nursery that dies is replaced by another, never read as a result.
"""

import functools
from dataclasses import asdict
from tempfile import TemporaryDirectory
from typing import Self

from autograder.engine import sandbox
from autograder.engine.frames import Broken, Frames, Late
from autograder.engine.hearing import Hearing
from autograder.engine.job import Job
from autograder.engine.limits import Limits
from autograder.engine.names import bound_by, missed
from autograder.engine.result import Result
from autograder.engine.sandbox import IsolationError
from autograder.engine.steps import DEMO
from autograder.engine.walls import HOME

__all__ = ["Engine", "IsolationError", "shared_engine"]

LOST_ROOM = "the room of this submission was lost"
TRIES = 3  # of a job whose nursery died: it may have been killed from outside


class Engine:
    """One nursery, kept for many jobs. One job at a time; not for use from two threads at once."""

    def __init__(self, isolation: str = sandbox.BWRAP, limits: Limits | None = None) -> None:
        """Raises IsolationError when the isolation asked for is missing."""
        self.isolation, self.limits = isolation, limits or Limits()
        sandbox.command(isolation, 0)
        self.process, self.frames, self.home = None, None, None

    def run(self, job: Job) -> Result:
        """Run a job on its seeds, or fresh ones; raises IsolationError when no nursery starts.

        Demonstrations are left out, unless an answer turns out to use a name of theirs: then all
        of it runs once more, with them.
        """
        demos = [step for step in job.steps if step.kind == DEMO]
        result = self._run([asdict(step) for step in job.steps if step.kind != DEMO], job.seeds)
        if missed(result) & bound_by(demos):
            return self._run([asdict(step) for step in job.steps], job.seeds)
        return result

    def _run(self, steps: list[dict], seeds: dict[str, int]) -> Result:
        """Run these steps, with another nursery if one dies."""
        run = Hearing(steps, self.isolation, seeds)
        for attempt in range(TRIES if sandbox.HAS_FORKS else len(steps) + 1):
            self._start()
            try:
                run.listen(self.frames, self.limits)
                break
            except (Broken, Late) as fault:
                self.close()
                if not sandbox.HAS_FORKS:
                    run.leave_out_what_was_under_way()
                elif isinstance(fault, Late):
                    run.note(f"the run was ended after {self.limits.wall_s:g} s")
                    break
                elif attempt == TRIES - 1:
                    run.note(LOST_ROOM)
        if not sandbox.HAS_FORKS:
            self.close()  # it serves one job
        return run.result()

    @property
    def pid(self) -> int | None:
        """The process id of the nursery, or None before it is needed."""
        return self.process.pid if self.process else None

    def close(self) -> None:
        """End the nursery and everything below it."""
        if self.process:
            self.frames.end.close()
            self.process.kill()
            self.process.wait()
            self.process.stderr.close()
        if self.home:
            self.home.cleanup()
        self.process, self.frames, self.home = None, None, None

    def __enter__(self) -> Self:
        """This engine."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def _start(self) -> None:
        """Have a nursery ready; one that is killed on its way is replaced."""
        for attempt in range(TRIES):
            if self.process and self.process.poll() is None:
                return
            self.close()
            if self.isolation == sandbox.NONE:
                self.home = TemporaryDirectory(ignore_cleanup_errors=True)
            self.process, ours = sandbox.start(
                self.isolation, self.home.name if self.home else HOME
            )
            self.frames = Frames(ours)
            try:
                self.frames.receive(sandbox.START_S)
            except (Broken, Late) as problem:
                self.process.kill()
                words = self.process.stderr.read().decode(errors="replace")
                self.close()
                if words or attempt == TRIES - 1:
                    raise IsolationError(sandbox.refusal(self.isolation, words)) from problem


@functools.cache
def shared_engine(isolation: str, limits: Limits) -> Engine:
    """The one engine of this process with these settings; it ends with the process."""
    return Engine(isolation, limits)
