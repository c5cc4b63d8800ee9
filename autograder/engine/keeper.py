"""Leads one submission through its cells, and runs none of its code.

A fork before each answer is the snapshot to go back to when a cell takes its process down; each
check is collected in a fork of its own. Where a fork is not safe (the learner started threads), the
run goes on without, and a lost process means another run from the top that leaves out the cell
which took it down. Evidence is passed on the moment it exists, so marks once earned are kept.
"""

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from autograder.engine import census
from autograder.engine.channel import Lost, Performer
from autograder.engine.frames import Frames, Late
from autograder.engine.job import ANSWER, CHECK, Step
from autograder.engine.limits import Limits

FORK_S, GRACE_S, WATCH_S = 10.0, 2.0, 0.1


class Keeper:
    """The run of one submission."""

    def __init__(self, outside: Frames, limits: Limits, begin: Callable[[], Performer]) -> None:
        """`begin` makes a performer that has run nothing yet; results go to `outside`."""
        self.outside, self.limits, self.begin = outside, limits, begin
        self.active: Performer | None = None
        self.snapshot: tuple[int, Performer] | None = None
        self.left_out: set[str] = set()  # cells that took their process down
        self.tried: set[str] = set()  # checks whose process was lost before they ran
        self.done: set[str] = set()  # exercises with evidence, or with a reason why not
        self.baseline = census.resident_bytes(os.getpid())
        self.began, self.cpu_s, self.output_left = time.monotonic(), 0.0, limits.output_bytes

    def run(self, steps: list[Step]) -> None:
        """Run the steps in order; every check ends with evidence or a problem."""
        position = 0
        while position < len(steps):
            step = steps[position]
            position += 1
            if step.id in self.left_out or step.slug in self.done:
                continue
            if reason := self._used_up():
                self._give_up(steps, reason)
                return
            try:
                if self.active is None:
                    self.active, position = self.begin(), 0
                elif step.kind == CHECK:
                    self._check(step)
                else:
                    if step.kind == ANSWER:
                        self._take_snapshot(position - 1)
                    self._perform(step)
            except Lost as reason:
                position = self._go_back(step, str(reason))

    def _take_snapshot(self, position: int) -> None:
        """Let the child go on and keep its parent, as it was before the step at `position`."""
        child = self.active.fork(FORK_S)
        if self.snapshot:
            self.snapshot[1].kill()
        self.snapshot = None
        if child:
            self.snapshot = position, self.active
            self.active = child

    def _go_back(self, step: Step, reason: str) -> int:
        """After a loss: the position to go on from, with the snapshot or a new performer."""
        if step.kind == CHECK:
            if step.id in self.tried and step.slug not in self.done:
                self._problem(step, reason)
            self.tried.add(step.id)
        else:
            self.left_out.add(step.id)
            error = {"ename": "Stopped", "evalue": reason, "traceback": [f"Stopped: {reason}"]}
            self._tell(step, {"output_type": "error", **error})
            self.outside.send({"note": f"the cell {step.id!r} was stopped: {reason}"})
        if self.active:
            self.active.kill()
        position, self.active = self.snapshot or (0, None)
        self.snapshot = None
        census.clear(*([self.active.pid] if self.active else []))
        return position

    def _perform(self, step: Step) -> None:
        """Run an ordinary cell or an answer; raises Lost when its process does not survive."""
        self.outside.send({"begins": step.id})
        self.active.order(do="run", source=step.source)
        for answer in self._listen(self.active):
            if "ran" in answer:
                break
            self._tell(step, answer.get("output"))
        grown_bytes = census.resident_bytes(self.active.pid) - self.baseline
        if not answer["ran"] and grown_bytes > self.limits.memory_bytes / 2:
            # It holds still what it could not get enough of, and would starve what comes next.
            raise Lost("it ran out of memory")

    def _check(self, step: Step) -> None:
        """Collect an exercise in a fork, with a seed that is asked for only now."""
        collector = self.active.fork(FORK_S) or self.active
        self.outside.send({"wanted": step.slug})
        seed = self.outside.receive(FORK_S)["seed"]
        try:
            collector.order(do="collect", source=step.source, slug=step.slug, seed=seed)
            for answer in self._listen(collector):
                if "evidence" in answer:
                    self._evidence(step, answer["evidence"])
                    return
                if "problem" in answer:
                    self._problem(step, f"it stopped with {answer['problem']}"[:300])
                    return
        except Lost as reason:
            self._problem(step, str(reason))
            if collector is self.active:
                raise
        finally:
            if collector is not self.active:
                collector.kill()

    def _listen(self, performer: Performer) -> Iterator[dict]:
        """The performer's answers, until the caller has heard enough; raises Lost at a limit."""
        began = seen = time.monotonic()
        before, interrupted, reason = None, 0.0, ""
        spent = 0.0
        try:
            while True:
                with suppress(Late):
                    yield performer.answer(WATCH_S)
                now = time.monotonic()
                if now - seen < WATCH_S:
                    continue
                seen = now
                used = census.count(self.baseline)
                if before is None:  # a short cell is over before this costs anything
                    before = max(0.0, used.cpu_s - (now - began))
                spent = max(spent, used.cpu_s - before)
                if broken := self._broken(used):
                    census.clear(*([self.snapshot[1].pid] if self.snapshot else []))
                    raise Lost(broken)
                if not reason and (reason := self._over(spent, now - began)):
                    interrupted = now
                    performer.interrupt()
                elif reason and now - interrupted > GRACE_S:
                    raise Lost(reason)
        finally:
            self.cpu_s += spent or time.monotonic() - began

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

    def _used_up(self) -> str:
        """The limit that the whole notebook has passed, or nothing."""
        if self.cpu_s > self.limits.cpu_s:
            return f"the notebook had used up its {self.limits.cpu_s:g} s of processor time"
        if time.monotonic() - self.began > self.limits.wall_s:
            return f"the notebook had run for {self.limits.wall_s:g} s"
        return ""

    def _give_up(self, steps: list[Step], reason: str) -> None:
        """Leave out what is left, and say so."""
        self.outside.send({"note": f"not everything was run: {reason}"})
        for step in steps:
            if step.kind == CHECK and step.slug not in self.done:
                self._problem(step, reason)

    def _evidence(self, step: Step, text: object) -> None:
        """Pass on the evidence on an exercise, unless it is too large to be any."""
        if type(text) is not str or len(text) > self.limits.evidence_bytes:
            size = self.limits.evidence_bytes / 1e6
            self._problem(step, f"what it wrote down is larger than {size:g} MB")
        else:
            self.done.add(step.slug)
            self.outside.send({"evidence": [step.slug, text]})

    def _problem(self, step: Step, reason: str) -> None:
        """Say why there is no evidence on an exercise."""
        self.done.add(step.slug)
        self.outside.send({"problem": [step.slug, reason]})

    def _tell(self, step: Step, output: object) -> None:
        """Pass on an output, up to the limit for the whole notebook."""
        size = len(json.dumps(output))
        if size <= self.output_left:
            self.outside.send({"output": [step.id, output]})
        elif self.output_left:
            limit = self.limits.output_bytes / 1e6
            self.outside.send({"note": f"outputs were cut at {limit:g} MB"})
            size = self.output_left
        self.output_left -= min(size, self.output_left)
