"""What a keeper tells of a run while it goes on: outputs, evidence and problems, within limits."""

import json

from autograder.engine.frames import Frames
from autograder.engine.limits import Limits
from autograder.engine.steps import CHECK, Step

SEED_S = 10.0


class Account:
    """The keeper's side of the conversation with `hearing.Hearing`."""

    def __init__(self, outside: Frames, limits: Limits) -> None:
        """Nothing has been told yet."""
        self.outside, self.limits = outside, limits
        self.output_left = limits.output_bytes
        self.done: list[str] = []  # exercises with evidence, or with a reason why not, in order

    def begins(self, step: Step) -> None:
        """A cell begins, perhaps once more: what it put out before counts no longer."""
        self.outside.send({"begins": step.id})

    def seed(self, step: Step) -> int:
        """The seed of a check, drawn outside at this moment."""
        self.outside.send({"wanted": step.slug})
        return self.outside.receive(SEED_S)["seed"]

    def output(self, step: Step, output: object) -> None:
        """Pass on an output, up to the limit for the whole notebook."""
        size = len(json.dumps(output))
        if size <= self.output_left:
            self.outside.send({"output": [step.id, output]})
        elif self.output_left:
            self.note(f"outputs were cut at {self.limits.output_bytes / 1e6:g} MB")
            size = self.output_left
        self.output_left -= min(size, self.output_left)

    def evidence(self, step: Step, text: object) -> None:
        """Pass on the evidence on an exercise, unless it is too large to be any."""
        if type(text) is not str or len(text) > self.limits.evidence_bytes:
            size = self.limits.evidence_bytes / 1e6
            self.problem(step, f"what it wrote down is larger than {size:g} MB")
        else:
            self.done.append(step.slug)
            self.outside.send({"evidence": [step.slug, text]})

    def problem(self, step: Step, reason: str) -> None:
        """Say why there is no evidence on an exercise, unless all is said."""
        if step.slug not in self.done:
            self.done.append(step.slug)
            self.outside.send({"problem": [step.slug, reason]})

    def stopped(self, step: Step, reason: str) -> None:
        """Say, in its outputs too, that a cell was stopped."""
        error = {"ename": "Stopped", "evalue": reason, "traceback": [f"Stopped: {reason}"]}
        self.output(step, {"output_type": "error", **error})
        self.note(f"the cell {step.id!r} was stopped: {reason}")

    def give_up(self, steps: list[Step], reason: str) -> None:
        """Say that the rest is left out."""
        self.note(f"not everything was run: {reason}")
        for step in steps:
            if step.kind == CHECK:
                self.problem(step, reason)

    def note(self, told: str) -> None:
        """Tell something about the run as a whole."""
        self.outside.send({"note": told})
