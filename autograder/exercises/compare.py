"""Exercise 8.3 · compare: five networks that differ in what was frozen, and in nothing else.

A network at rest does not say how it was trained, so a log of all optimizer steps goes with it:
which tensors moved, at which rates, from which values. The score comes from examples that the
answer never saw, and nothing is earned by saying what it is.
"""

import copy
from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import nn

from autograder.answers import RAISED_FORM, called
from autograder.exercise import Exercise
from autograder.snapshot import MODEL_FORM, model_snapshot
from autograder.stops import stop_finding
from autograder.trials import comparison_set, training_log
from autograder.trials.comparison_findings import BY_NAME
from autograder.trials.comparison_run import NAMES, Run
from autograder.trials.few_labels import few_labels
from autograder.trials.two_tasks import CLASSES
from autograder.verdict import Part, Verdict, tally, without_marks

FORM = {
    "raised": RAISED_FORM,
    "returned": str,
    "keys": [str],
    "handed": MODEL_FORM,
    "left": MODEL_FORM,
    "shared": [[str]],
    "nets": {
        str: {
            "kind": str,
            "model": (None, MODEL_FORM),
            "phases": training_log.FORM,
            "told": [int],
            "broke": RAISED_FORM,
        }
    },
}


def collect(answers: Mapping[str, Callable], seed: int) -> dict:
    """What came back, how each network in it was trained, and what it says of unseen examples."""
    case = few_labels(seed)
    handed = model_snapshot(case.base)
    # Other objects than ours: what is changed in place must not change the case.
    inputs, labels = case.inputs.clone(), case.labels.clone()
    with training_log.logged() as log:
        outcome = called(answers["compare"], case.base, inputs, labels, case.seed)
    given = outcome.value if isinstance(outcome.value, dict) else {}
    nets = {name: given[name] for name in NAMES if name in given}
    modules = {name: net for name, net in nets.items() if isinstance(net, nn.Module)}
    return {
        "raised": outcome.raised,
        "returned": "dict" if isinstance(outcome.value, dict) else type(outcome.value).__name__,
        "keys": [key for key in given if type(key) is str][:20],
        "handed": handed,
        "left": model_snapshot(case.base),
        "shared": called(_shared, modules | {"base": case.base}).value or [],
        "nets": {name: _observed(net, log, case.unseen) for name, net in nets.items()},
    }


def _observed(net: Any, log: training_log.Log, unseen: torch.Tensor) -> dict:
    """One returned network as plain data; a thing that is none has its kind only."""
    seen = {"kind": type(net).__name__, "model": None, "phases": [], "told": [], "broke": None}
    if not isinstance(net, nn.Module):
        return seen
    said = called(_told, net, unseen)
    return seen | {
        "model": called(model_snapshot, net).value,
        "phases": called(log.phases_of, net).value or [],
        "told": said.value or [],
        "broke": said.raised and said.raised | {"line": None},
    }


@torch.no_grad()
def _told(net: nn.Module, unseen: torch.Tensor) -> list[int]:
    """The classes that a copy of the network tells in eval mode; none where it tells no numbers."""
    logits = copy.deepcopy(net).eval()(unseen)
    if logits.shape != (len(unseen), CLASSES) or not logits.isfinite().all():
        return []
    return logits.argmax(dim=1).tolist()


def _shared(nets: Mapping[str, nn.Module]) -> list[list[str]]:
    """Groups of tensors of different networks that are one piece of memory, as "LP: head.bias"."""
    owners: dict[int, list[tuple[str, str]]] = {}
    for owner, net in nets.items():
        for name, tensor in (*net.named_parameters(), *net.named_buffers()):
            owners.setdefault(tensor.untyped_storage().data_ptr(), []).append((owner, name))
    return [
        [f"{owner}: {name}" for owner, name in group]
        for group in owners.values()
        if len({owner for owner, _ in group}) > 1
    ]


def judge(observed: dict, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Each network by its history; base untouched; the freeze worth something on unseen data."""
    if observed["raised"]:
        return without_marks(stop_finding("compare", observed["raised"]))
    run = Run(observed, seed)
    if unfit := comparison_set.unfit(run):
        return without_marks(unfit)
    each = {name: find(run) for name, find in BY_NAME.items()}
    first = next((finding for finding in each.values() if finding), None)
    # Who trains nothing keeps base as it was, and every network awake or asleep, by accident.
    nothing = first if all(each.values()) else None
    weights = {"scratch": 2, "random frozen": 3, "LP": 5, "FT2": 5, "LP-FT": 4}
    # Tensors that are shared come first: they mix up the histories of the networks.
    parts = [Part(3, comparison_set.apart(run) or nothing)]
    parts += [Part(weights[name], finding) for name, finding in each.items()]
    parts += [
        Part(1, nothing or comparison_set.asleep(run)),
        Part(2, first or comparison_set.scored(run)),
    ]
    return tally(parts, said="compared: five networks, one base, and only the freeze differs")


EXERCISE = Exercise("compare", ("compare",), FORM, collect, judge)
