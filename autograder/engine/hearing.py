"""Listens to a run from outside, draws its seeds, and believes no more than it must.

Only cells and exercises of the job count, evidence counts once, and sizes are bounded. A seed is
drawn, or told, when a check asks for it, which is after the answer's cell has run.
"""

import json
import secrets
import time
from typing import Any

from autograder.engine import sandbox
from autograder.engine.frames import Broken, Frames
from autograder.engine.limits import Limits
from autograder.engine.result import OUTPUT_FORMS, Checked, Result
from autograder.plain import Malformed, checked
from autograder.shape import fits

SLACK_S = 30.0
UNDRAWN = -1  # the seed of a check that was never reached
MAX_NOTES, MAX_WORDS = 20, 500
TOOK = "it took its process down, or longer than a cell may take"
LOST = "its room was lost before the check ran"


class Hearing:
    """What one run of a job has brought so far."""

    def __init__(self, steps: list[dict], isolation: str, seeds: dict[str, int]) -> None:
        """`steps` are those of the job, as plain data; `seeds` those that need not be drawn."""
        self.steps, self.isolation = steps, isolation
        self.cells = {step["id"] for step in steps}
        self.slugs = {step["slug"] for step in steps if step["slug"]}
        self.given, self.seeds = seeds, {}
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
                case {"wanted": str(slug)} if slug in self.slugs - self.checks.keys():
                    self.under_way = "", slug
                    self.seeds[slug] = self.given.get(slug, secrets.randbelow(2**31))
                    frames.send({"seed": self.seeds[slug]})
                case {"evidence": [str(slug), str(text)]} if slug in self.seeds:
                    self.checks.setdefault(slug, self._checked(slug, text))
                case {"problem": [str(slug), str(reason)]} if slug in self.slugs:
                    self._problem(slug, _printable(reason)[:MAX_WORDS])
                case {"note": str(told)}:
                    self.note(_printable(told)[:MAX_WORDS])
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
            self._problem(slug, TOOK)
        elif cell:
            self.note(f"the cell {cell!r} was stopped: {TOOK}")
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

    def _problem(self, slug: str, reason: str) -> None:
        """Why there is no evidence, unless there is some."""
        self.checks.setdefault(slug, Checked(self.seeds.get(slug, UNDRAWN), None, reason))

    def note(self, told: str) -> None:
        """Keep a note, up to a number."""
        if len(self.notes) < MAX_NOTES:
            self.notes.append(told)

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
        for slug in self.slugs:
            self._problem(slug, LOST)
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
