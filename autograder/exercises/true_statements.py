"""Exercise 2.4 · true_statements: what is true about a loop that sets `.grad` to False.

Each statement is tried out on a small net, so that nobody has to believe an answer key.
"""

from collections.abc import Callable, Mapping

import torch
from torch import nn

from autograder.answers import SAID_FORM, called, said_by
from autograder.exercise import Exercise
from autograder.plain import decoded
from autograder.stops import stop_finding
from autograder.trials import nets
from autograder.trials.probe import moved_by_training
from autograder.verdict import (
    PARTLY,
    Finding,
    Verdict,
    correct,
    incorrect,
    without_marks,
)
from autograder.words import kind_of, shown

LETTERS = "ABCDE"
# A way to find out, and the belief that a wrong choice shows.
TRY = {
    "A": ("print `.grad` of a layer's weight, before and after `backward()`.", "A1"),
    "B": ("run the loop on `nn.Linear(2, 2)`, then ask each parameter for its flag.", "A1"),
    "C": ("type `nn.Linear(2, 2).` and press Tab: which methods are there?", "A16"),
    "D": ("which attribute did the healed patients of this lesson have in common?", "A1"),
    "E": ("run the line itself, once, on `nn.Linear(2, 2)`: what does Python say?", "A1"),
}


def collect(answers: Mapping[str, Callable], seed: int) -> dict:
    """What came back; there is nothing to draw, so the seed is not used."""
    return said_by(answers["true_statements"])


def _holds(letter: str, seed: int) -> bool:
    """Whether the statement with this letter survives an experiment."""
    probe = nets.two_linear(seed)
    layer = probe.net[0]
    if letter == "C":
        return not callable(getattr(layer, "parameters", None))
    if letter == "A":
        before = layer.weight.grad
        nn.functional.cross_entropy(probe.net(probe.inputs), probe.targets).backward()
        return before is None and isinstance(layer.weight.grad, torch.Tensor)
    if letter == "D":
        for parameter in layer.parameters():
            parameter.requires_grad = False
        moved = moved_by_training(probe.net, probe.inputs, probe.targets)
        return bool(moved) and not any(name.startswith("0.") for name in moved)
    raised = called(_the_loop, layer).raised
    if letter == "E":
        return raised is not None
    return not any(parameter.requires_grad for parameter in layer.parameters())


def _the_loop(layer: nn.Module) -> None:
    """The loop that the statements are about."""
    for parameter in layer.parameters():
        parameter.grad = False


def judge(observed: dict, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Right letters less wrong letters, as a share of those that are right."""
    if observed["raised"]:
        return without_marks(stop_finding("true_statements", observed["raised"]))
    told = decoded(observed["returned"])
    if type(told) is not frozenset:
        return incorrect(
            f"true_statements returned {kind_of(told)}, not a set.",
            hint="write the letters as strings between braces, with commas.",
        )
    unknown = sorted((said for said in told if said not in tuple(LETTERS)), key=repr)
    if unknown:
        return incorrect(
            f"your set holds {shown(unknown[0])}, which is no statement.",
            hint="each member is one of the letters A to E, as a capital.",
        )
    return _scored(told, {letter for letter in LETTERS if _holds(letter, seed)})


def _scored(told: frozenset, truth: set[str]) -> Verdict:
    """The verdict on a set of letters."""
    wrong, missing = sorted(told - truth), sorted(truth - told)
    if not wrong and not missing:
        return correct("judged: your set is what the experiments say")
    whole = f"your set {{{', '.join(sorted(told))}}}" if told else "your set is empty: it"
    findings = []
    if wrong:
        seen = f"{whole} holds something that a run contradicts ({len(wrong)} of {len(told)} do)."
        findings.append(Finding(seen, *TRY[wrong[0]]))
    if missing:
        findings.append(Finding(f"{whole} leaves out something true.", *TRY[missing[-1]]))
    score = max(0, len(told & truth) - len(wrong)) / len(truth)
    return Verdict(PARTLY, score, findings=tuple(findings)) if score else without_marks(*findings)


EXERCISE = Exercise("true_statements", ("true_statements",), SAID_FORM, collect, judge)
