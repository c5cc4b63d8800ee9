"""Leads one submission through its cells, and runs none of its code.

A fork before each answer is the snapshot to go back to when a cell takes its process down; each
check is collected in a fork of its own. Where a fork is not safe (the learner started threads), the
run goes on without, and a lost process means another run from the top that leaves out the cell
which took it down. Evidence is passed on the moment it exists, so marks once earned are kept.
"""

from collections.abc import Callable

from autograder.engine import census
from autograder.engine.account import Account
from autograder.engine.channel import Lost, Performer
from autograder.engine.frames import Frames
from autograder.engine.limits import Limits
from autograder.engine.steps import ANSWER, CHECK, Step
from autograder.engine.watch import Over, Watch

FORK_S = 5.0
MANY_THREADS = 16  # more than a pool of torch's; the next exercise might get none
PATIENCE = 3  # times that a dead process is put down to nobody


class Unready(Lost):
    """The performer could not even be forked for a step: the cell before it is to blame."""


class Keeper:
    """The run of one submission."""

    def __init__(self, outside: Frames, limits: Limits, begin: Callable[[], Performer]) -> None:
        """`begin` makes a performer that has run nothing yet; results go to `outside`."""
        self.begin = begin
        self.active: Performer | None = None
        self.snapshot: tuple[int, Performer] | None = None
        self.last: Step | None = None  # the cell that the active performer ran last
        self.left_out: set[str] = set()  # cells that took their process down
        self.doubts: dict[str, str] = {}  # a lost cell, and the one tried without before blaming it
        self.has_failed = False  # whether the cell that ran last did
        self.found_dead = 0
        self.watch, self.account = Watch(limits), Account(outside, limits)

    def run(self, steps: list[Step]) -> None:
        """Run the steps in order; every check ends with evidence or a problem."""
        position = 0
        while position < len(steps):
            step = steps[position]
            position += 1
            if step.id in self.left_out or step.slug in self.account.done:
                continue
            if reason := self.watch.used_up():
                self.account.give_up(steps, reason)
                break
            if self.active and not self.active.is_alive() and self.found_dead < PATIENCE:
                # What an earlier cell left running did that: this step is not to blame.
                self.found_dead += 1
                position = self._restored()
                continue
            try:
                if self.active is None:
                    self.active, position = self.begin(), 0
                elif step.kind == CHECK:
                    self._check(step, self._fork() or self.active)
                else:
                    if step.kind == ANSWER:
                        self._take_snapshot(position - 1)
                    self._perform(step)
            except Unready as reason:
                position = self._go_back(self.last or step, reason)
            except Lost as reason:
                position = self._go_back(step, reason)
        for lost, other in self.doubts.items():
            if other in self.left_out:
                told = f"the cell {other!r} was left out after its check: it broke {lost!r}"
                self.account.note(told)

    def _fork(self) -> Performer | None:
        """A fork of the active performer, or None where one is not safe."""
        try:
            return self.active.fork(FORK_S)
        except Lost as reason:
            raise Unready(str(reason)) from reason

    def _take_snapshot(self, position: int) -> None:
        """Let the child go on and keep its parent, as it was before the step at `position`."""
        child = self._fork()
        if self.snapshot:
            self.snapshot[1].kill()
        self.snapshot = None
        if child:
            self.snapshot = position, self.active
            self.active = child

    def _go_back(self, step: Step, reason: Lost) -> int:
        """After a loss that is put down to a step: the position to go on from."""
        if step.kind == CHECK:
            # Its cell made a process that cannot be forked; what there was to earn is settled.
            self.account.problem(step, str(reason))
            self.left_out.add(step.slug)
            return self._restored()
        if not isinstance(reason, Over) and (other := self._other_suspect(step)):
            self.doubts[step.id] = other
            self.left_out.add(other)
            return self._restored_from_the_top()
        self.left_out.add(step.id)
        self.account.stopped(step, str(reason))
        if step.id in self.doubts:
            self.left_out.discard(self.doubts[step.id])
            return self._restored_from_the_top()
        return self._restored()

    def _other_suspect(self, step: Step) -> str | None:
        """The answer before a lost cell, which may have hurt the process behind its own back.

        Its check is done, so trying without it costs nothing; only the first loss is doubted.
        """
        before = [
            slug for slug in self.account.done if slug not in self.left_out and slug != step.id
        ]
        return before[-1] if before and step.id not in self.doubts else None

    def _restored_from_the_top(self) -> int:
        """The position to go on from with a performer that has run nothing."""
        if self.snapshot:
            self.snapshot[1].kill()
        self.snapshot = None
        return self._restored()

    def _restored(self) -> int:
        """The position to go on from: that of the snapshot, or the top."""
        if self.active:
            self.active.kill()
        census.clear(*self._spared())
        position, self.active = self.snapshot or (0, None)
        self.snapshot = self.last = None
        if self.active and not self.active.is_alive():
            position, self.active = 0, None
        return position

    def _spared(self) -> list[int]:
        """The process that a loss must not touch: the snapshot to go back to."""
        return [self.snapshot[1].pid] if self.snapshot else []

    def _perform(self, step: Step) -> None:
        """Run an ordinary cell or an answer; raises Lost when its process does not survive."""
        self.last = step
        self.account.begins(step)
        self.active.order(do="run", source=step.source)
        for answer in self.watch.answers(self.active, *self._spared()):
            if "ran" in answer:
                break
            self.account.output(step, answer.get("output"))
        self.has_failed = not answer["ran"]
        if self.has_failed and self.watch.is_heavy(self.active):
            # It holds still what it could not get enough of, and would starve what comes next.
            raise Over("it ran out of memory")

    def _check(self, step: Step, collector: Performer) -> None:
        """Collect an exercise in a fork, with a seed that is asked for only now."""
        seed = self.account.seed(step)
        try:
            collector.order(do="collect", source=step.source, slug=step.slug, seed=seed)
            for answer in self.watch.answers(collector, *self._spared()):
                if "evidence" in answer:
                    self.account.evidence(step, answer["evidence"])
                    break
                if "problem" in answer:
                    self.account.problem(step, f"it stopped with {answer['problem']}"[:300])
                    break
        except Lost as reason:
            self.account.problem(step, str(reason))
            if collector is self.active:
                raise
        finally:
            if collector is not self.active:
                collector.kill()
        # Settled: what its cell left running would only be in the way of the next.
        census.clear(self.active.pid, *self._spared())
        if self.snapshot and self.active.threads > (1 if self.has_failed else MANY_THREADS):
            raise Lost("it left threads behind")
