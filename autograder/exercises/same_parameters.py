"""Exercise 11.4 · same_parameters: the same object, not the same numbers.

The function is delivered ill: it compares values. What it does as delivered earns nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any

from autograder.answers import SAID_FORM, called, raised
from autograder.exercise import Exercise
from autograder.plain import decoded, encoded
from autograder.snapshot import MODEL_FORM, digests, model_snapshot
from autograder.stops import stop_finding
from autograder.trials import shared_nets
from autograder.trials.optimizer_trial import listed
from autograder.trials.shared_nets import Pair, names_equal, names_held
from autograder.verdict import Finding, Part, Verdict, incorrect, not_attempted, tally
from autograder.words import kind_of, shown

WHO = "same_parameters"
CASES = {
    "a model whose biases are all zeros": shared_nets.equal_biases,
    "another model with equal numbers": shared_nets.equal_twins,
    "two models with one body": shared_nets.one_body,
}
FORM = [SAID_FORM | {"model": MODEL_FORM}]


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """Per pair: what the answer says, and the model afterwards."""
    return [_said(answers[WHO], build(seed)) for build in CASES.values()]


def _said(answer: Callable, pair: Pair) -> dict:
    """One answer; a generator or a map is read here, where it may raise."""
    outcome = called(answer, pair.optimizer, pair.model)
    value, problem = outcome.value, outcome.raised
    if type(value).__name__ in ("generator", "filter", "map"):
        try:
            value = list(value)
        except Exception as trouble:
            value, problem = None, raised(trouble, answer)
    return {"raised": problem, "returned": encoded(value), "model": model_snapshot(pair.model)}


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Right names where numbers mislead; twins count only beside them."""
    pairs = [build(seed) for build in CASES.values()]
    ours = [digests(model_snapshot(pair.model)) for pair in pairs]
    if [digests(entry["model"]) for entry in observed] != ours:
        return incorrect(
            "the evidence shows other models than these cases have, or they were changed.",
            hint="only look at the tensors; restart the kernel if you see no change in yours.",
        )
    told = [_names(entry) for entry in observed]
    if told == [names_equal(pair) for pair in pairs]:
        return not_attempted(
            f"{WHO} compares numbers, as it was delivered.",
            hint="repair it, run the cell, then run this one again.",
        )
    zeros, twins, body = (
        _finding(entry, kind, pair)
        for entry, kind, pair in zip(observed, CASES, pairs, strict=True)
    )
    return tally(
        [Part(4, zeros), Part(3, zeros or body or twins), Part(3, zeros or body)],
        said="told apart: the same tensors are named, and equal ones are not",
    )


def _names(entry: dict) -> list | None:
    """The names that were said, if it was a list or tuple of names."""
    said = decoded(entry["returned"])
    is_row = type(said) in (list, tuple) and all(type(name) is str for name in said)
    return None if entry["raised"] or not is_row else list(said)


def _finding(entry: dict, kind: str, pair: Pair) -> Finding | None:
    """What is wrong about one pair."""
    if entry["raised"]:
        return _stopped(entry["raised"])
    said, right = _names(entry), names_held(pair)
    if said is None:
        return Finding(
            f"for {kind}, {WHO} returned {_other(decoded(entry['returned']))}.",
            "return a list of names, as `named_parameters()` says them.",
        )
    if said == right:
        return None
    extra = [name for name in said if name not in right]
    missing = [name for name in right if name not in said]
    if extra:
        return Finding(
            f"for {kind}, {listed(extra)} is said to be in the optimizer, and is not."
            if len(extra) == 1
            else f"for {kind}, {listed(extra)} are said to be in the optimizer, and are not.",
            "equal numbers, equal names, or the same object: which of these did you ask for?",
            "D21" if set(extra) <= set(names_equal(pair)) else "",
        )
    if missing:
        return Finding(
            f"for {kind}, {listed(missing)} is in the optimizer, and not in your list."
            if len(missing) == 1
            else f"for {kind}, {listed(missing)} are in the optimizer, and not in your list.",
            "how many groups may an optimizer have, and in which order?",
        )
    return Finding(
        f"for {kind}, the names are right, and not once each in the order of the model.",
        "walk through the model, not through the optimizer.",
    )


def _stopped(raised: dict) -> Finding:
    """What to say of an exception; a comparison of unlike shapes is the known one."""
    finding = stop_finding(WHO, raised)
    if raised["type"] == "RuntimeError" and "must match the size" in raised["message"]:
        hint = "`==` and `in` compare the numbers of tensors: what tells one object from another?"
        return Finding(finding.seen, hint, "D21", is_stop=True)
    return finding


def _other(said: Any) -> str:
    """Something that is no list of names, in words."""
    if type(said) in (list, tuple):
        odd = next(item for item in said if type(item) is not str)
        return f"{kind_of(said)} that holds {shown(odd)}"
    return kind_of(said)


EXERCISE = Exercise(WHO, (WHO,), FORM, collect, judge)
