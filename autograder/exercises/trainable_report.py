"""Exercise 1.2 · trainable_report: tensors, scalars and buffers counted apart."""

import math
from collections.abc import Callable, Mapping

from torch import nn

from autograder.answers import SAID_FORM, said_by
from autograder.clues import clues
from autograder.exercise import Exercise
from autograder.plain import decoded
from autograder.snapshot import model_snapshot
from autograder.stops import stop_finding
from autograder.trials import nets
from autograder.verdict import Finding, Part, Verdict, incorrect, tally, without_marks
from autograder.words import kind_of, shown

# Nets, and the part of each that is frozen before the report is asked for (None: nothing is).
CASES = [
    (nets.two_linear, None),
    (nets.two_linear, "0"),
    (nets.with_batchnorm, "0"),
    (nets.tied, None),
    (nets.repeated, None),
    (nets.head_first, "body"),
]
COUNTS = ("tensors", "scalars", "trainable_tensors", "trainable_scalars", "buffer_scalars")


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """The report on each net."""
    return [said_by(answers["trainable_report"], _net(build, path, seed)) for build, path in CASES]


def _net(build: Callable, path: str | None, seed: int) -> nn.Module:
    """The net of one case, partly frozen."""
    net = build(seed).net
    if path is not None:
        for parameter in net.get_submodule(path).parameters():
            parameter.requires_grad = False
    return net


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Each of the five counts earns a fifth, when it is right on every net."""
    for report in observed:
        if report["raised"]:
            return without_marks(stop_finding("trainable_report", report["raised"]))
    reports = [decoded(report["returned"]) for report in observed]
    for report in reports:
        if type(report) is not dict:
            return incorrect(
                f"trainable_report returned {kind_of(report)}, not a dict.",
                hint="return one dict with the five names of the exercise text as keys.",
            )
    snapshots = [model_snapshot(_net(build, path, seed)) for build, path in CASES]
    return tally(
        [Part(1, _finding(key, reports, snapshots, sources)) for key in COUNTS],
        said="counted: tensors, scalars and buffers apart, shared ones once",
    )


def _finding(
    key: str, reports: list[dict], snapshots: list[dict], sources: Mapping
) -> Finding | None:
    """What is wrong with one count, on the first net where it is."""
    for report, snapshot, (build, path) in zip(reports, snapshots, CASES, strict=True):
        said, right = report.get(key, "missing"), _counts(snapshot)[key]
        if type(said) is not int or said != right:
            net = f"a net like {build.__name__!r}" + (f" with {path!r} frozen" if path else "")
            told = f"{key!r} is {shown(said)}" if key in report else f"the key {key!r} is missing"
            hint, mistake = _why(key, said, snapshot, sources["trainable_report"])
            return Finding(f"for {net}, {told}.", hint, mistake)
    return None


def _counts(snapshot: dict) -> dict[str, int]:
    """The five counts, from a snapshot: shared parameters stand in it once."""
    every = snapshot["parameters"]
    learning = [entry for entry in every if entry["requires_grad"]]
    return {
        "tensors": len(every),
        "scalars": _scalars(every),
        "trainable_tensors": len(learning),
        "trainable_scalars": _scalars(learning),
        "buffer_scalars": _scalars(snapshot["buffers"]),
    }


def _scalars(entries: list[dict]) -> int:
    """How many numbers the tensors of these entries hold."""
    return sum(math.prod(entry["shape"]) for entry in entries)


def _why(key: str, said: object, snapshot: dict, source: str) -> tuple[str, str]:
    """A question that fits the wrong number, and the mistake it looks like."""
    if said == "missing":
        return "return one dict with the five names of the exercise text as keys.", ""
    right = _counts(snapshot)
    first_dimensions = sum(entry["shape"][0] for entry in snapshot["parameters"])
    if key == "scalars" and said in (right["tensors"], first_dimensions):
        return "tensors, rows or numbers: which method says how many numbers a tensor holds?", "G1"
    tensors = {
        "trainable_scalars": right["trainable_tensors"],
        "buffer_scalars": len(snapshot["buffers"]),
    }
    if key in tensors and said == tensors[key]:
        return "tensors or numbers: which method says how many numbers a tensor holds?", "G1"
    if key.startswith("trainable") and said == right[key.removeprefix("trainable_")]:
        return "which of these did you ask about their flag?", ""
    if key.startswith("trainable") and said == right[key.removeprefix("trainable_")] - right[key]:
        return "these are the frozen ones: which value has the flag of those that learn?", ""
    if type(said) is int and said == right[key] + right["buffer_scalars"] != right[key]:
        return "what else is in that dictionary beside parameters?", "G4"
    if type(said) is int and said > right[key] and snapshot["shared"]:
        return "which of these names are the same tensor?", "G3"
    if type(said) is int and said > right[key] and "G2" in clues(source):
        return "how often is each parameter visited in your loop?", "G2"
    if type(said) is int and said > right[key]:
        return "is something counted more than once?", ""
    if key == "buffer_scalars":
        return "which method of a module lists the tensors that are no parameters?", "G4"
    return "count this one by hand on `nn.Sequential(nn.Linear(10, 5), ...)`, then compare.", ""


EXERCISE = Exercise("trainable_report", ("trainable_report",), [SAID_FORM], collect, judge)
