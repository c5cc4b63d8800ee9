"""What a part of a net does once somebody froze it: at once, after `train()`, and under training.

The surprising case is a freeze that changes a class instead of an object: it would reach every
network of the process, so it is written down and taken back.
"""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm

from autograder.answers import RAISED_FORM, Outcome, called
from autograder.snapshot import MODEL_FORM, changed, model_snapshot
from autograder.trials.nets import Probe
from autograder.trials.probe import DECAY, RATE, STEPS, take_step

VALUES_FORM = [(float, None)]
NORM_FORM = {"training": bool, "momentum": (float, None), "tracks": bool}
FORM = {
    "raised": RAISED_FORM,
    "returned": str,
    "classes": [str],
    "after": MODEL_FORM,
    "fresh": {"failed": RAISED_FORM, "passes": [VALUES_FORM]},
    "told": {"failed": RAISED_FORM, "passes": [VALUES_FORM]},
    "norms": [NORM_FORM],
    "moved": [str],
    "head_trains": bool,
    "head_rests": bool,
    "train_gives": str,
    "eval_gives": str,
    "switch_failed": RAISED_FORM,
    "training_failed": RAISED_FORM,
}
MOST_NUMBERS = 10_000
METHODS = ("train", "eval", "forward")


def observed(answer: Callable, build: Callable[[int], Probe], seed: int) -> dict:
    """What `answer` did to the body of a net, which is built twice: once to look, once to train."""
    with _classes_restored(build(seed).net) as classes:
        probe, outcome = _placed(answer, build(seed))
        seen = {
            "raised": outcome.raised,
            "returned": _returned(outcome.value),
            "after": model_snapshot(probe.net),
            "fresh": _two_passes(probe),
        }
        probe, _ = _placed(answer, build(seed))
        seen |= _under_training(probe)
    return seen | {"classes": classes}


def _placed(answer: Callable, probe: Probe) -> tuple[Probe, Outcome]:
    """The probe whose body is what `answer` returned, or the old one where that is no module."""
    outcome = called(answer, probe.net.body)
    if isinstance(outcome.value, nn.Module):
        probe.net.body = outcome.value
    return probe, outcome


def _under_training(probe: Probe) -> dict:
    """What two calls of `train()`, three steps of AdamW and a last `eval()` lead to."""
    net = probe.net
    switched = [quietly(net.train), quietly(net.train)]
    told = _two_passes(probe)
    norms = [norm_set_up(part) for part in net.body.modules() if isinstance(part, _BatchNorm)]
    head_trains = net.head.training
    start = model_snapshot(net)
    trained = quietly(_trained, probe)
    moved = changed(start, model_snapshot(net))
    gives = [quietly(net.body.train), quietly(net.body.eval)]
    switched += [*gives, quietly(net.eval)]
    return {
        "told": told,
        "norms": norms,
        "moved": moved,
        "head_trains": head_trains,
        "head_rests": not net.head.training,
        "train_gives": _kind(gives[0], net.body),
        "eval_gives": _kind(gives[1], net.body),
        "switch_failed": next((o.raised for o in switched if o.raised), None),
        "training_failed": trained.raised,
    }


def _trained(probe: Probe) -> None:
    """Three steps of AdamW over all parameters of the net, in the modes that it is in."""
    optimizer = torch.optim.AdamW(probe.net.parameters(), lr=RATE, weight_decay=DECAY)
    for _ in range(STEPS):
        take_step(probe.net, optimizer, probe.inputs, probe.targets)


def _two_passes(probe: Probe) -> dict:
    """What the body makes of one batch, twice."""
    outcomes = [quietly(body_output, probe.net, probe.inputs) for _ in range(2)]
    return {
        "failed": next((o.raised for o in outcomes if o.raised), None),
        "passes": [o.value or [] for o in outcomes],
    }


@torch.no_grad()
def body_output(net: nn.Module, inputs: torch.Tensor) -> list[float | None]:
    """The body's output as numbers, a mean over the places of an image; None for what is none."""
    output = net.body(net.stem(inputs))
    if not isinstance(output, torch.Tensor) or output.numel() > MOST_NUMBERS:
        return []
    output = output.flatten(2).mean(2) if output.ndim > 2 else output
    values = output.double().flatten().tolist()
    return [round(value, 4) if math.isfinite(value) else None for value in values]


def norm_set_up(part: _BatchNorm) -> dict:
    """How one BatchNorm is set."""
    momentum = part.momentum
    return {
        "training": bool(part.training),
        "momentum": float(momentum) if isinstance(momentum, int | float) else None,
        "tracks": bool(part.track_running_stats),
    }


def quietly(function: Callable, *arguments: Any) -> Outcome:
    """The outcome of a call that is ours; lines inside torch would tell the learner nothing."""
    outcome = called(function, *arguments)
    return outcome if outcome.raised is None else Outcome(None, outcome.raised | {"line": None})


def _returned(value: Any) -> str:
    """ "a module" where that came back, else the name of its type."""
    return "a module" if isinstance(value, nn.Module) else type(value).__name__


def _kind(outcome: Outcome, body: nn.Module) -> str:
    """What a method of the body gave back, in a word."""
    return "the same" if outcome.value is body else type(outcome.value).__name__


@contextmanager
def _classes_restored(net: nn.Module) -> Iterator[list[str]]:
    """Takes back what the block does to the classes of a net's modules, and names these classes."""
    kinds = {kind for part in net.modules() for kind in type(part).__mro__ if kind is not object}
    kept = {kind: {n: vars(kind)[n] for n in METHODS if n in vars(kind)} for kind in kinds}
    found: list[str] = []
    try:
        yield found
    finally:
        for kind in sorted(kinds, key=lambda kind: kind.__name__):
            for name in METHODS:
                now, then = vars(kind).get(name), kept[kind].get(name)
                if now is not then:
                    found.append(kind.__name__)
                    setattr(kind, name, then) if then else delattr(kind, name)
