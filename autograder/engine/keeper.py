"""Leads one submission through its cells, and runs none of its code.

A fork before each answer is the snapshot to go back to when a cell takes its process down; each
check is collected in a fork of its own. Where a fork is not safe (the learner started threads), the
run goes on without, and a lost process means another run from the top that leaves out the cell
which took it down. Evidence is passed on the moment it exists, so marks once earned are kept.
"""

import json
from collections.abc import Callable

from autograder.engine import census
from autograder.engine.channel import Lost, Performer
from autograder.engine.frames import Frames
from autograder.engine.limits import Limits
from autograder.engine.steps import ANSWER, CHECK, Step
from autograder.engine.watch import Watch

FORK_S = 10.0
PATIENCE = 3  # times that a dead process is put down to nobody


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
        self.found_dead = 0
        self.watch, self.output_left = Watch(limits), limits.output_bytes

    def run(self, steps: list[Step]) -> None:
        """Run the steps in order; every check ends with evidence or a problem."""
        position = 0
        while position < len(steps):
            step = steps[position]
            position += 1
            if step.id in self.left_out or step.slug in self.done:
                continue
            if reason := self.watch.used_up():
                self._give_up(steps, reason)
                return
            if self.active and not self.active.is_alive() and self.found_dead < PATIENCE:
                # What an earlier cell left running did that: this step is not to blame.
                self.found_dead += 1
                position = self._restored()
                continue
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
        """After a loss, which is put down to this step: the position to go on from."""
        if step.kind == CHECK:
            if step.id in self.tried and step.slug not in self.done:
                self._problem(step, reason)
            self.tried.add(step.id)
        else:
            self.left_out.add(step.id)
            error = {"ename": "Stopped", "evalue": reason, "traceback": [f"Stopped: {reason}"]}
            self._tell(step, {"output_type": "error", **error})
            self.outside.send({"note": f"the cell {step.id!r} was stopped: {reason}"})
        return self._restored()

    def _restored(self) -> int:
        """The position to go on from: that of the snapshot, or the top."""
        if self.active:
            self.active.kill()
        census.clear(*self._spared())
        position, self.active = self.snapshot or (0, None)
        self.snapshot = None
        if self.active and not self.active.is_alive():
            position, self.active = 0, None
        return position

    def _spared(self) -> list[int]:
        """The process that a loss must not touch: the snapshot to go back to."""
        return [self.snapshot[1].pid] if self.snapshot else []

    def _perform(self, step: Step) -> None:
        """Run an ordinary cell or an answer; raises Lost when its process does not survive."""
        self.outside.send({"begins": step.id})
        self.active.order(do="run", source=step.source)
        for answer in self.watch.answers(self.active, *self._spared()):
            if "ran" in answer:
                break
            self._tell(step, answer.get("output"))
        if not answer["ran"] and self.watch.is_heavy(self.active):
            # It holds still what it could not get enough of, and would starve what comes next.
            raise Lost("it ran out of memory")

    def _check(self, step: Step) -> None:
        """Collect an exercise in a fork, with a seed that is asked for only now."""
        collector = self.active.fork(FORK_S) or self.active
        self.outside.send({"wanted": step.slug})
        seed = self.outside.receive(FORK_S)["seed"]
        try:
            collector.order(do="collect", source=step.source, slug=step.slug, seed=seed)
            for answer in self.watch.answers(collector, *self._spared()):
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
