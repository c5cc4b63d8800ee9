"""The keeper's clock and scales: what a cell and the whole notebook use, against the limits."""

import os
import time
from collections.abc import Iterator
from contextlib import suppress

from autograder.engine import census
from autograder.engine.channel import Lost, Performer
from autograder.engine.frames import Late
from autograder.engine.limits import Limits

WATCH_S, GRACE_S = 0.1, 1.0


class Over(Lost):
    """A limit was passed: no doubt who did it."""


class Watch:
    """The limits of one submission, and what it has used of them."""

    def __init__(self, limits: Limits) -> None:
        """Begins to count; made by a process as large as those that it will watch."""
        self.limits, self.baseline = limits, census.resident_bytes(os.getpid())
        self.began, self.cpu_s = time.monotonic(), 0.0

    def answers(self, performer: Performer, *spared: int) -> Iterator[dict]:
        """The performer's answers, until the caller has heard enough.

        At the limit of a cell it is interrupted, as by the stop button. Raises Over when that does
        not help, and when everything together has passed a limit: then everybody is ended but the
        `spared`, by their process ids.
        """
        began = seen = time.monotonic()
        before, spent = None, 0.0
        interrupted, reason = 0.0, ""
        try:
            while True:
                with suppress(Late):
                    yield performer.answer(WATCH_S)
                now = time.monotonic()
                if now - seen < WATCH_S:
                    continue
                seen, used = now, census.count(self.baseline)
                if before is None:  # a short cell is over before this costs anything
                    before = max(0.0, used.cpu_s - (now - began))
                spent = max(spent, used.cpu_s - before)
                if broken := self._broken(used):
                    census.clear(*spared)
                    raise Over(broken)
                if not reason and (reason := self._over(spent, now - began)):
                    interrupted = now
                    performer.interrupt()
                elif reason and now - interrupted > GRACE_S:
                    raise Over(reason)
        finally:
            self.cpu_s += spent or time.monotonic() - began

    def is_heavy(self, performer: Performer) -> bool:
        """Whether a performer holds more than half of the memory that it may have."""
        grown_bytes = census.resident_bytes(performer.pid) - self.baseline
        return grown_bytes > self.limits.memory_bytes / 2

    def used_up(self) -> str:
        """The limit that the whole notebook has passed, or nothing."""
        if self.cpu_s > self.limits.cpu_s:
            return f"the notebook had used up its {self.limits.cpu_s:g} s of processor time"
        if time.monotonic() - self.began > self.limits.wall_s:
            return f"the notebook had run for {self.limits.wall_s:g} s"
        return ""

    def _over(self, cpu_s: float, wall_s: float) -> str:
        """The limit that a cell or a check has passed, as the end of a sentence, or nothing."""
        if cpu_s > self.limits.cell_cpu_s:
            return f"it used more than {self.limits.cell_cpu_s:g} s of processor time"
        if wall_s > self.limits.cell_wall_s:
            return f"it took longer than {self.limits.cell_wall_s:g} s"
        return ""

    def _broken(self, used: census.Count) -> str:
        """The limit that everything below this process together has passed, or nothing."""
        if used.processes > self.limits.processes:
            return f"it had more than {self.limits.processes} processes and threads"
        most = 2 * self.limits.memory_bytes
        # The first count is quick, and counts what a fork shares once for each process.
        if used.grown_bytes > most and census.shared_out_bytes() > most + self.baseline:
            return f"it used more than {most / 1e9:.2g} GB of memory"
        return ""
