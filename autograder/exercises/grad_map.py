"""Exercise 1.3 · grad_map: which of three layers have a gradient, told without running them."""

import itertools
from collections.abc import Callable, Mapping

import torch
from torch import nn

from autograder.answers import SAID_FORM, said_by
from autograder.exercise import Exercise
from autograder.plain import decoded
from autograder.stops import stop_finding
from autograder.trials import nets
from autograder.verdict import Finding, Part, Verdict, incorrect, tally

LAYERS = ("a", "b", "c")
FORM = [SAID_FORM | {"frozen": [str]}]


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """What the answer says of each of the eight subsets, asked in an order of the seed's."""
    return [
        said_by(answers["grad_map"], set(frozen)) | {"frozen": frozen} for frozen in _subsets(seed)
    ]


def _subsets(seed: int) -> list[list[str]]:
    """The eight subsets of the layers in a drawn order."""
    every = [list(s) for n in range(4) for s in itertools.combinations(LAYERS, n)]
    order = torch.randperm(len(every), generator=torch.Generator().manual_seed(seed))
    return [every[index] for index in order]


def _run(frozen: list[str], seed: int) -> dict[str, bool]:
    """Which layers have a gradient after one backward pass of a real net."""
    probe = nets.three_linear(seed)
    layers = dict(zip(LAYERS, (probe.net[0], probe.net[2], probe.net[4]), strict=True))
    for name in frozen:
        layers[name].requires_grad_(False)
    loss = nn.functional.cross_entropy(probe.net(probe.inputs), probe.targets)
    if loss.requires_grad:
        loss.backward()
    return {name: layer.weight.grad is not None for name, layer in layers.items()}


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """The answer must agree with a run for every subset; all frozen is a part of its own.

    There is no credit by subset: the belief that gradients stop at a frozen layer (F5) would be
    right for more than half of them.
    """
    subsets = _subsets(seed)
    if [entry["frozen"] for entry in observed] != subsets:
        return incorrect(
            "the evidence answers other questions than were asked.",
            hint="restart the kernel and run all cells from the top.",
        )
    findings = {tuple(entry["frozen"]): _finding(entry, seed) for entry in observed}
    all_frozen = findings.pop(LAYERS)
    by_size = sorted(findings, key=lambda frozen: (len(frozen), frozen))
    some = next((findings[frozen] for frozen in by_size if findings[frozen]), None)
    return tally(
        # Knowing only that nothing learns when all is frozen is not knowing the map.
        [Part(3, some), Part(1, all_frozen or some)],
        said="mapped: the same gradients as the run, for all eight choices of frozen layers",
    )


def _finding(entry: dict, seed: int) -> Finding | None:
    """What is wrong about one subset."""
    frozen = entry["frozen"]
    asked = f"with {' and '.join(frozen) or 'nothing'} frozen"
    if entry["raised"]:
        return stop_finding("grad_map", entry["raised"])
    told, right = decoded(entry["returned"]), _run(frozen, seed)
    if type(told) is not dict or set(told) != set(LAYERS):
        shown = f"keys {sorted(map(str, told))}" if type(told) is dict else "no dict"
        return Finding(f"{asked}, grad_map gave {shown}.", "return one bool for a, b and c each.")
    not_bool = [name for name in LAYERS if type(told[name]) is not bool]
    if not_bool:
        return Finding(
            f"{asked}, the entry of {not_bool[0]!r} is no bool.",
            "say True or False for each layer.",
        )
    wrong = [name for name in LAYERS if told[name] != right[name]]
    if not wrong:
        return None
    name = wrong[0]
    seen = f"{asked}, your map says that {name} has {'a' if told[name] else 'no'} gradient."
    if len(frozen) == len(LAYERS):
        return Finding(seen, "does any leaf ask for a gradient? What can backward fill?", "C2")
    if told == {layer: layer in frozen for layer in LAYERS}:
        return Finding(seen, "does the set name the layers that learn, or those that do not?")
    if told[name]:
        return Finding(seen, "what does the flag of a frozen layer ask autograd to leave out?")
    return Finding(
        seen, "the loss comes after c: what must pass through c to reach the layers below?", "F5"
    )


EXERCISE = Exercise("grad_map", ("grad_map",), FORM, collect, judge)
