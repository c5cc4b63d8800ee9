"""`Engine`: a job in, a result out, whatever the submission does.

Runs outside the sandbox and draws the seeds. What comes from inside is checked here: only cells and
exercises of the job count, evidence counts once, sizes are bounded, and a nursery that dies is
replaced by another, never read as a result.
"""

import json
import secrets
import threading
import time
from contextlib import suppress
from dataclasses import asdict
from typing import Any, Self

from autograder.engine import sandbox
from autograder.engine.frames import Broken, Frames, Late
from autograder.engine.job import DEMO, Job
from autograder.engine.limits import Limits
from autograder.engine.result import OUTPUT_FORMS, Checked, Result
from autograder.engine.sandbox import IsolationError
from autograder.plain import Malformed, checked
from autograder.shape import fits

SLACK_S = 30.0
TRIES = 3  # of a job whose nursery died: it may have been killed from outside
TOOK = "it took its process down, or longer than a cell may take"
LOST = "its room was lost before the check ran"


class Engine:
    """One nursery, kept for many jobs. One job at a time; not for use from two threads at once."""

    def __init__(self, isolation: str = sandbox.BWRAP, limits: Limits | None = None) -> None:
        """Raises IsolationError when the isolation asked for is missing."""
        self.isolation, self.limits = isolation, limits or Limits()
        sandbox.command(isolation, 0)
        self.process, self.frames = None, None

    def run(self, job: Job) -> Result:
        """Run a job on fresh seeds; raises IsolationError when no nursery can be started.

        Demonstrations are left out, unless an answer turns out to use a name of theirs: then all
        of it runs once more, with them.
        """
        brief = [asdict(step) for step in job.steps if step.kind != DEMO]
        result = self._run(brief)
        if len(brief) < len(job.steps) and _misses_a_name(result):
            return self._run([asdict(step) for step in job.steps])
        return result

    def _run(self, steps: list[dict]) -> Result:
        """Run these steps, with another nursery if one dies."""
        run = _Run(steps, self.isolation)
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
                    run.notes.append(f"the run was ended after {self.limits.wall_s:g} s")
                    break
                elif attempt == TRIES - 1:
                    run.notes.append("the room of this submission was lost")
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
        self.process, self.frames = None, None

    def __enter__(self) -> Self:
        """This engine."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def _start(self) -> None:
        """Have a nursery ready."""
        if self.process and self.process.poll() is None:
            return
        self.close()
        self.process, ours = sandbox.start(self.isolation)
        self.frames = Frames(ours)
        try:
            self.frames.receive(sandbox.START_S)
        except (Broken, Late) as problem:
            self.process.kill()
            words = self.process.stderr.read().decode(errors="replace")
            self.close()
            raise IsolationError(sandbox.refusal(words)) from problem


class _Run:
    """What one run of a job has brought so far."""

    def __init__(self, steps: list[dict], isolation: str) -> None:
        self.steps, self.isolation = steps, isolation
        self.cells = {step["id"] for step in steps}
        self.seeds = {step["slug"]: secrets.randbelow(2**31) for step in steps if step["slug"]}
        self.outputs: dict[str, list[dict]] = {}
        self.checks: dict[str, Checked] = {}
        self.notes: list[str] = []
        self.usage = {"cpu_s": 0.0, "peak_bytes": 0}
        self.began, self.under_way = time.monotonic(), ("", "")

    def listen(self, frames: Frames, limits: Limits) -> None:
        """Send the job and take what comes, to the end. Raises Late, and Broken."""
        until = self.began + limits.wall_s + SLACK_S
        frames.send({"steps": self.steps, "limits": limits.as_plain()})
        ends, left, self.under_way = False, 2 * limits.output_bytes, ("", "")
        while True:
            patience_s = until - time.monotonic()
            if not sandbox.HAS_FORKS:  # then nobody else watches the clock
                patience_s = min(patience_s, limits.cell_wall_s)
            message = frames.receive(patience_s)
            match message:
                case {"over": True}:
                    if not ends:
                        raise Broken("the room ended early")
                    return
                case {"end": {"cpu_s": float(cpu_s), "peak_bytes": int(peak_bytes)}}:
                    self.usage, ends = {"cpu_s": cpu_s, "peak_bytes": peak_bytes}, True
                case {"wanted": str(slug)} if slug in self.seeds:
                    self.under_way = "", slug
                    frames.send({"seed": self.seeds[slug]})
                case {"evidence": [str(slug), str(text)]} if slug in self.seeds:
                    self.checks.setdefault(slug, self._checked(slug, text))
                case {"problem": [str(slug), str(reason)]} if slug in self.seeds:
                    self.checks.setdefault(
                        slug, Checked(self.seeds[slug], None, _printable(reason)[:500])
                    )
                case {"note": str(told)} if len(self.notes) < 20:
                    self.notes.append(_printable(told)[:500])
                case {"begins": str(cell)}:
                    self.under_way, self.outputs[cell] = (cell, ""), []
                case {"output": [str(cell), dict(output)]} if cell in self.outputs:
                    left -= len(json.dumps(output))
                    if left > 0:
                        self._take(self.outputs[cell], output)

    def leave_out_what_was_under_way(self) -> None:
        """Before another try: without the cell that took the process down, or the check."""
        cell, slug = self.under_way
        if slug:
            self.checks.setdefault(slug, Checked(self.seeds[slug], None, TOOK))
        elif cell:
            self.notes.append(f"the cell {cell!r} was stopped: {TOOK}")
        self.steps = [
            step for step in self.steps if step["id"] != cell and step["slug"] not in self.checks
        ]

    def _checked(self, slug: str, text: str) -> Checked:
        """Evidence as plain data, or why it is none."""
        try:
            text.encode()
            return Checked(self.seeds[slug], checked(text))
        except (Malformed, UnicodeEncodeError, RecursionError) as problem:
            return Checked(self.seeds[slug], None, f"what came out of it was refused: {problem}")

    def _take(self, outputs: list[dict], output: dict) -> None:
        """Add an output to its cell, words to the words before them."""
        if output == {"output_type": "clear_output"}:
            outputs.clear()
        elif fits(output, OUTPUT_FORMS):
            output = _readable(output)
            last = outputs[-1] if outputs else {}
            if "text" in output and output.get("name") == last.get("name"):
                last["text"] += output["text"]
            else:
                outputs.append(output)

    def result(self) -> Result:
        """All of it; a check of which nothing was heard says so."""
        for slug, seed in self.seeds.items():
            self.checks.setdefault(slug, Checked(seed, None, LOST))
        usage = self.usage | {"wall_s": round(time.monotonic() - self.began, 3)}
        outputs = {cell: told for cell, told in self.outputs.items() if cell in self.cells and told}
        return Result(outputs, self.checks, tuple(self.notes), self.isolation, usage)


def _readable(value: Any) -> Any:
    """The same, with every text such that it can be written as UTF-8."""
    if type(value) is str:
        return _printable(value)
    if type(value) is list:
        return [_readable(item) for item in value]
    if type(value) is dict:
        return {_printable(key): _readable(item) for key, item in value.items()}
    return value


def _printable(text: str) -> str:
    """Text without halves of characters."""
    return text.encode("utf-8", "replace").decode()


def _misses_a_name(result: Result) -> bool:
    """Whether something failed for a name that is not defined."""
    told = [json.dumps(check.evidence) + check.problem for check in result.checks.values()]
    errors = [output.get("ename") for outputs in result.outputs.values() for output in outputs]
    return "NameError" in errors or any("NameError" in text for text in told)


_shared: dict[tuple, Engine] = {}
_lock = threading.Lock()


def shared_engine(isolation: str, limits: Limits) -> Engine:
    """The one engine of this process with these settings, started when first needed."""
    with _lock, suppress(KeyError):
        return _shared[isolation, limits]
    with _lock:
        return _shared.setdefault((isolation, limits), Engine(isolation, limits))
