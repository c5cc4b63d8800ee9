"""One trial of a function that replaces a head: what stands there now, and what the net computes.

A new head has many ways to look right: it can be wide enough and frozen, or learn while `forward`
never calls it. So the output's width and the leaves of its graph are recorded beside the flags.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from autograder.answers import RAISED_FORM, called
from autograder.snapshot import MODEL_FORM, model_snapshot
from autograder.trials.nets import Probe
from autograder.trials.probe import moved_by_training

FORM = {
    "raised": RAISED_FORM,
    "is_same": bool,
    "returned": str,
    "before": MODEL_FORM,
    "after": MODEL_FORM,
    "kind": str,
    "label": (int, None),
    "broke": RAISED_FORM,
    "shape": ([int], None),
    "reached": [str],
    "moved": [str],
}


@dataclass(frozen=True)
class Forward:
    """What one forward pass gave: the shape of the output, and the parameters it depends on."""

    shape: list[int]
    reached: list[str]


def tried(answer: Callable, *arguments: Any, name: str, probe: Probe) -> tuple[dict, Any]:
    """What `answer(*arguments)` did to the probe's net, in the form FORM, and what it returned.

    `name` is where the new head ought to stand.
    """
    before = model_snapshot(probe.net)
    outcome = called(answer, *arguments)
    layer = dict(probe.net.named_modules()).get(name)
    label = getattr(layer, "out_features", None)
    seen = {
        "raised": outcome.raised,
        "is_same": outcome.value is probe.net,
        "returned": type(outcome.value).__name__,
        "before": before,
        "after": model_snapshot(probe.net),
        "kind": type(layer).__name__,
        "label": label if type(label) is int else None,
    }
    passed = called(_forward, probe)
    # Class numbers that any head of two classes or more knows.
    moved = called(moved_by_training, probe.net, probe.inputs, probe.targets % 2)
    seen |= {
        "broke": passed.raised or moved.raised,
        "shape": None if passed.value is None else passed.value.shape,
        "reached": [] if passed.value is None else passed.value.reached,
        "moved": moved.value or [],
    }
    return seen, outcome.value


def _forward(probe: Probe) -> Forward:
    """One forward pass of a copy, in eval mode, so that the net keeps its buffers."""
    net = copy.deepcopy(probe.net).eval()
    with torch.enable_grad():
        output = net(probe.inputs)
    return Forward(list(output.shape), _reached(net, output))


def _reached(net: nn.Module, output: torch.Tensor) -> list[str]:
    """Names of the parameters at which a backward pass from `output` would arrive."""
    names = {id(parameter): name for name, parameter in net.named_parameters()}
    found, seen, waiting = [], set(), [output.grad_fn]
    while waiting:
        step = waiting.pop()
        if step is None or step in seen:
            continue
        seen.add(step)
        leaf = getattr(step, "variable", None)
        found += [names[id(leaf)]] if id(leaf) in names else []
        waiting += [next_step for next_step, _ in step.next_functions]
    return sorted(found)
