"""One trial of a freeze plan: written for one net, sent through JSON, read into another.

The plan itself is the learner's affair; what comes of it is looked at.
"""

import copy
import functools
import json
import math
from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from autograder.answers import RAISED_FORM, called
from autograder.plain import encoded
from autograder.snapshot import MODEL_FORM, model_snapshot, optimizer_snapshot
from autograder.trials.nets import Probe
from autograder.trials.plan_setups import Setup
from autograder.trials.probe import moved_by

# Far from every rate of a set-up: a rate or a decay that a plan forgot shows.
OTHER_RATE, OTHER_DECAY = 0.5, 0.75

OPTIMIZER_FORM = {
    "kind": str,
    "groups": [{"parameters": [str], "unknown": int, "lr": float, "weight_decay": float}],
    "state": {str: int},
}
WRITTEN_FORM = {"raised": RAISED_FORM, "kind": str, "odd_keys": [str], "untouched": bool}
FORM = {
    "written": WRITTEN_FORM,
    "json": RAISED_FORM,
    "applied": RAISED_FORM,
    "groups": [str],
    "before": MODEL_FORM,
    "after": MODEL_FORM,
    "built": RAISED_FORM,
    "optimizer": (None, OPTIMIZER_FORM),
    "moved": [str],
    "loaded": RAISED_FORM,
}
REFUSED_FORM = {"raised": RAISED_FORM, "before": MODEL_FORM, "after": MODEL_FORM}


def write(answer: Callable, net: nn.Module, optimizer: torch.optim.Optimizer) -> tuple[Any, dict]:
    """The plan that `answer` wrote, and what is to be told of the writing."""
    before = model_snapshot(net), optimizer_snapshot(optimizer, net)
    outcome = called(answer, net, optimizer)
    return outcome.value, {
        "raised": outcome.raised,
        "kind": "dict" if isinstance(outcome.value, dict) else type(outcome.value).__name__,
        "odd_keys": sorted(_odd_keys(encoded(outcome.value))),
        "untouched": before == (model_snapshot(net), optimizer_snapshot(optimizer, net)),
    }


def tried(plan: Any, written: dict, read: Callable, setup: Setup, probe: Probe) -> dict:
    """What `read` made of a plan after JSON, on the fresh net of `probe`."""
    sent = called(functools.partial(through_json, plan))
    before = model_snapshot(probe.net)
    applied = called(read, probe.net, sent.value)
    after = model_snapshot(probe.net)
    groups = applied.value
    kinds = [type(group).__name__ for group in groups] if type(groups) is list else []
    built = called(functools.partial(optimizer_for, groups))
    ready = isinstance(groups, list) and built.raised is None
    return {
        "written": written,
        "json": sent.raised,
        "applied": applied.raised,
        "groups": [type(groups).__name__, *kinds],
        "before": before,
        "after": after,
        "built": built.raised,
        "optimizer": optimizer_snapshot(built.value, probe.net) if ready else None,
        "moved": moved(probe, built.value) if ready else [],
        "loaded": _loaded(built.value, setup.optimizer) if ready else None,
    }


def refused(plan: Any, read: Callable, net: nn.Module) -> dict:
    """What `read` did to a net for which the plan was not made."""
    sent = called(functools.partial(through_json, plan))
    before = model_snapshot(net)
    applied = called(read, net, sent.value)
    return {"raised": applied.raised, "before": before, "after": model_snapshot(net)}


def through_json(plan: Any) -> Any:
    """The plan as another process reads it from a file."""
    return json.loads(json.dumps(plan, allow_nan=False))


def optimizer_for(groups: Any) -> torch.optim.Optimizer:
    """AdamW on groups; where a group says nothing, a rate and a decay that no set-up has."""
    optimizer = torch.optim.AdamW(groups, lr=OTHER_RATE, weight_decay=OTHER_DECAY)
    for group in optimizer.param_groups:
        # PyTorch takes an infinite rate, and evidence has no word for one.
        if not math.isfinite(group["lr"] + group["weight_decay"]):
            raise ValueError("a learning rate or a weight decay is not finite")
    return optimizer


def moved(probe: Probe, optimizer: torch.optim.Optimizer) -> list[str]:
    """Names of the tensors that three steps of this optimizer change, in the modes as they are."""
    return moved_by(optimizer, probe.net, probe.inputs, probe.targets)


def _loaded(optimizer: torch.optim.Optimizer, old: torch.optim.Optimizer) -> dict | None:
    """The exception, if any, when the state of the old optimizer is loaded into the new one."""
    saved = copy.deepcopy(old.state_dict())
    return called(functools.partial(optimizer.load_state_dict, saved)).raised


def _odd_keys(value: Any) -> set[str]:
    """Types of the keys in an encoded value that JSON would turn into strings."""
    if type(value) is list:
        return set().union(*map(_odd_keys, value))
    if type(value) is not dict:
        return set()
    [(tag, content)] = value.items()
    if tag != "dict":
        return _odd_keys(content)
    kinds = {type(key).__name__ for key, _ in content if type(key) is not str}
    return kinds.union(*(_odd_keys(item) for _, item in content))
