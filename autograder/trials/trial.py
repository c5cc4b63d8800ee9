"""One trial of a function that freezes: a net before and after it, and what training moves then.

Shared by the exercises in which learners change a net; what they ought to change is theirs to say.
"""

from collections.abc import Callable
from typing import Any

from torch import nn

from autograder.answers import RAISED_FORM, called
from autograder.snapshot import MODEL_FORM, digests, flags, model_snapshot
from autograder.trials.nets import Probe
from autograder.trials.probe import moved_by_training
from autograder.verdict import Finding

FORM = {"raised": RAISED_FORM, "before": MODEL_FORM, "after": MODEL_FORM, "moved": [str]}


def tried(answer: Callable, *arguments: Any, probe: Probe) -> tuple[dict, Any]:
    """What `answer(*arguments)` did to the probe's net, as plain data, and what it returned."""
    before = model_snapshot(probe.net)
    outcome = called(answer, *arguments)
    trial = {
        "raised": outcome.raised,
        "before": before,
        "after": model_snapshot(probe.net),
        "moved": moved_by_training(probe.net, probe.inputs, probe.targets),
    }
    return trial, outcome.value


def names_inside(net: nn.Module, path: str) -> list[str]:
    """The parameters of the module at `path` ("" is the whole net), by their names in the net."""
    return [name for name, _ in net.named_parameters() if not path or name.startswith(f"{path}.")]


def damage(who: str, trial: dict, start: dict) -> Finding | None:
    """What was done to the net itself, where only flags were to change.

    `start` is the snapshot of the judge's own net for this case; `who` begins the sentences.
    """
    ours, before, after = digests(start), digests(trial["before"]), digests(trial["after"])
    if before != ours:
        return Finding(
            f"{who}: the evidence shows another net than this case has.",
            "restart the kernel and run all cells from the top.",
        )
    new = sorted(after.keys() ^ ours.keys())
    if new:
        return Finding(
            f"{who}: {new[0]!r} is not among the tensors both before and after.",
            "freezing adds and removes nothing: which line registers or deletes a tensor?",
        )
    odd = [e["name"] for e in trial["after"]["parameters"] if not e["is_plain"]]
    if odd:
        return Finding(
            f"{who}: {odd[0]!r} is no plain parameter any more.",
            "freezing changes a flag; which line changes what a parameter is?",
        )
    if after != ours:
        return Finding(
            f"{who}: values changed before any training.",
            "freezing keeps what a layer has learned: leave its numbers alone.",
            "E18",
        )
    return None


def disagreement(who: str, trial: dict, frozen: list[str]) -> Finding | None:
    """Where training does not bear out right flags; `frozen` are the names that must not move."""
    names = flags(trial["after"]).keys()
    wrong = sorted((names - set(frozen)) ^ (set(trial["moved"]) & names))
    if not wrong:
        return None
    return Finding(
        f"{who}: flags are right, but training did not agree about {wrong[0]!r}.",
        "change the flags of parameters only; hooks and wrappers are not needed.",
    )
