"""Exercise 2.1 · treat: eight freezes that fail, each repaired for the first layer alone.

A patient counts as delivered when it behaves as its delivered code does: a repair is judged by
what the network is and does afterwards, never by how the branch looks.
"""

from collections.abc import Callable, Mapping

from torch import nn

from autograder.exercise import Exercise
from autograder.snapshot import digests, flags
from autograder.stops import stop_finding
from autograder.trials import nets, trial
from autograder.verdict import Finding, Part, Verdict, not_attempted, tally
from course import clinic
from course.clinic_snippets import PATIENTS, Snippet

BUILDS = (nets.two_linear, nets.three_linear)
FORM = [[trial.FORM]]


def collect(answers: Mapping[str, Callable], seed: int) -> list[list[dict]]:
    """Per patient, what the answer did to each of two nets."""
    return [
        [_trial(answers["treat"], int(patient.name), build(seed)) for build in BUILDS]
        for patient in PATIENTS
    ]


def _trial(treat: Callable[[int, nn.Module], None], patient: int, probe: nets.Probe) -> dict:
    """A net before and after `treat`, and what training moved then."""
    return trial.tried(treat, patient, probe.net, probe=probe)[0]


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Each patient earns an eighth, when both of its nets are healthy."""
    delivered = collect({"treat": _deliver}, seed)
    pairs = list(zip(PATIENTS, observed, delivered, strict=True))
    if all(_behaviour(trials) == _behaviour(ours) for _, trials, ours in pairs):
        return not_attempted(
            "all eight patients are as they were delivered.",
            hint="repair one branch, run the cell, then run this one again.",
        )
    return tally(
        [Part(1, _patient_finding(*pair)) for pair in pairs],
        said="healed: eight patients freeze the first layer, and the rest goes on learning",
    )


def _deliver(patient: int, model: nn.Module) -> None:
    """The patients as they were delivered."""
    clinic.run(PATIENTS[patient - 1], model)


def _behaviour(trials: list[dict]) -> list[tuple]:
    """What shows from outside: the exception, flags, values and what moves, for each net."""
    return [
        (
            seen["raised"] and (seen["raised"]["type"], seen["raised"]["message"]),
            flags(seen["after"]),
            digests(seen["after"]),
            seen["moved"],
        )
        for seen in trials
    ]


def _patient_finding(patient: Snippet, trials: list[dict], delivered: list[dict]) -> Finding | None:
    """What is wrong with one patient, on the first net where something is."""
    if _behaviour(trials) == _behaviour(delivered):
        return Finding(
            f"patient {patient.name} is as it was delivered: {_symptom(trials[0])}.",
            patient.question,
            patient.mistake,
        )
    for seen, ours in zip(trials, delivered, strict=True):
        finding = _finding(f"patient {patient.name}", seen, ours["before"])
        if finding:
            return finding
    return None


def _symptom(seen: dict) -> str:
    """What a patient as delivered does, in words."""
    if seen["raised"]:
        return f"it raises {seen['raised']['type']}"
    inside = _inside(seen["before"])
    awake = [name for name in inside if flags(seen["after"])[name]]
    return f"{awake[0]!r} still asks for a gradient ({len(awake)} of {len(inside)} do)"


def _inside(snapshot: dict) -> list[str]:
    """Names of the first layer's parameters."""
    return [name for name in flags(snapshot) if name.startswith(clinic.FIRST)]


def _finding(who: str, seen: dict, start: dict) -> Finding | None:
    """What is wrong with one net, from the commonest mistake to the catch-all."""
    if seen["raised"]:
        return stop_finding(f"{who}: treat", seen["raised"])
    damaged = trial.damage(who, seen, start)
    if damaged:
        return damaged
    inside, now = _inside(start), flags(seen["after"])
    awake = [name for name in inside if now[name]]
    asleep = [name for name in now if name not in inside and not now[name]]
    if awake or asleep:
        return _flags_finding(who, now, inside, awake, asleep)
    return trial.disagreement(who, seen, inside)


def _flags_finding(
    who: str, now: dict, inside: list[str], awake: list[str], asleep: list[str]
) -> Finding:
    """What is wrong where flags are: `awake` ask inside, `asleep` do not ask outside."""
    if not any(now.values()):
        return Finding(
            f"{who}: no tensor asks for a gradient any more ({len(now)} of {len(now)} are frozen).",
            "which layer was meant, and which layers must go on learning?",
            "C2",
        )
    if asleep and len(awake) == len(inside):
        return Finding(
            f"{who}: {asleep[0]!r} is frozen, and {awake[0]!r} is not.",
            "count the layers from 0: which one comes first?",
        )
    if asleep:
        return Finding(
            f"{who}: {asleep[0]!r} is frozen too ({len(asleep)} outside the first layer are).",
            "the nets differ in depth: name the one layer to freeze, not the ones to spare.",
        )
    seen = f"{who}: {awake[0]!r} still asks for a gradient ({len(awake)} of {len(inside)} do)."
    if len(awake) == len(inside):
        return Finding(seen, "after your line, print the flag of each parameter of the layer.")
    mistake = "A25" if awake[0].endswith("bias") else ""
    return Finding(seen, "which tensors does this layer own, and which did you reach?", mistake)


EXERCISE = Exercise("treat", ("treat",), FORM, collect, judge)
