"""Exercise 6.2 · saved_bytes: what forward keeps for backward, each storage once.

A tensor that is saved by two operations, or in two shapes, is one piece of memory. Weights that
backward needs are in memory anyway: they are not counted.
"""

from collections.abc import Callable, Mapping

import torch
from torch import nn

from autograder.answers import SAID_FORM, said_by
from autograder.exercise import Exercise
from autograder.plain import decoded
from autograder.stops import stop_finding
from autograder.trials import towers
from autograder.trials.memory_beliefs import SAVED_QUESTIONS, saved_by_beliefs
from autograder.trials.nets import Probe
from autograder.verdict import Finding, Part, Verdict, incorrect, tally
from autograder.words import shown
from course.memory import step_bytes

CASES = {
    "a tower with its first layers frozen": towers.first_frozen,
    "a tower with its last layers frozen": towers.last_frozen,
    "a network that uses one hidden value several times": towers.shared_activation,
    "a network that flattens a picture": towers.seen_twice,
}
FORM = [SAID_FORM | {"calls": int}]


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """Per network: what the answer says, and how often it computed the loss."""
    observed = []
    for build in CASES.values():
        probe, calls = build(seed), []

        def loss(probe: Probe = probe, calls: list = calls) -> torch.Tensor:
            calls.append(1)
            return nn.functional.cross_entropy(probe.net(probe.inputs), probe.targets)

        observed.append(said_by(answers["saved_bytes"], loss, probe.net) | {"calls": len(calls)})
    return observed


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """The bytes must be those of the storages that hooks see."""
    probes = [build(seed) for build in CASES.values()]
    if len(observed) != len(probes):
        return incorrect(
            "the evidence answers other questions than were asked.",
            hint="restart the kernel and run all cells from the top.",
        )
    why = _why(observed, probes)
    findings = [
        _finding(entry, kind, probe, why)
        for entry, (kind, probe) in zip(observed, zip(CASES, probes, strict=True), strict=True)
    ]
    return tally(
        [Part(5, findings[0] or findings[1]), Part(5, findings[2]), Part(5, findings[3])],
        said="counted: every storage that backward waits for, once, without the weights",
    )


def _finding(entry: dict, kind: str, probe: Probe, why: tuple[str, str]) -> Finding | None:
    """What is wrong about one network."""
    if entry["raised"]:
        return stop_finding("saved_bytes", entry["raised"])
    said = decoded(entry["returned"])
    if type(said) is int and said == _right(probe):
        return None
    seen = f"for {kind}, the answer was {shown(said)}"
    if type(said) is not int:
        return Finding(f"{seen}.", "return one whole number of bytes, an int.")
    if not entry["calls"]:
        return Finding(f"{seen}, and `loss` was never called.", why[0])
    return Finding(f"{seen}.", why[0])


def _right(probe: Probe) -> int:
    """The bytes that one forward pass of this network keeps."""
    return step_bytes(probe.net, probe.inputs, probe.targets).saved


def _why(observed: list, probes: list[Probe]) -> tuple[str, str]:
    """A question that fits all answers together."""
    said = [decoded(entry["returned"]) for entry in observed]
    for name, question in SAVED_QUESTIONS.items():
        if said == [saved_by_beliefs(probe)[name] for probe in probes]:
            return question, ""
    if 0 in said:
        return "an operation saves only while autograd records it: is it recording?", ""
    return "print the shape of each tensor that is kept: which do you know already?", ""


EXERCISE = Exercise("saved_bytes", ("saved_bytes",), FORM, collect, judge)
