"""What an optimizer holds of a net, what it remembers, and what its steps move: facts, no opinion.

Shared by the exercises about parameter groups. Everything goes by name, because an optimizer
knows only objects.
"""

import math
import re
from collections import OrderedDict
from dataclasses import replace
from typing import Any

import torch
from torch import nn

from autograder.plain import decoded, encoded
from autograder.shape import ANYTHING
from autograder.snapshot import changed, digest, model_snapshot, optimizer_snapshot
from autograder.stops import stop_finding
from autograder.trials import nets
from autograder.trials.probe import take_step
from autograder.verdict import Finding

GROUP_FORM = {"parameters": [str], "unknown": int, "lr": ANYTHING, "weight_decay": ANYTHING}
HELD_FORM = {
    "kind": str,
    "groups": [GROUP_FORM | {"extra": [str]}],
    "state": {str: int},
    "memory": {str: str},
}
TRAINED_FORM = {"moved": [str], "rates": [[ANYTHING]]}

# (type, pattern in torch 2.13's or Python's message, mistake, question that leads on)
KNOWN = [
    ("ValueError", "doesn't match the size|different number of parameter groups", "D14",
     "the state was saved by an optimizer with other groups: is a new optimizer needed at all?"),
    ("TypeError", r"'(filter|generator|map)' has no len", "D10",
     "it is no list: what can you count after reading it once?"),
    ("RuntimeError", "must match the size of tensor|Boolean value of Tensor", "D21",
     "`==` and `in` compare the numbers of tensors: what tells one object from another?"),
]  # fmt: skip


def twins(seed: int) -> nets.Probe:
    """`fc` behind `fcn`: one name begins like the other, and their biases hold equal numbers."""
    draw = nets._generator(seed)
    a, b, c = nets._widths(draw, 3)
    layers = OrderedDict(
        stem=nn.Linear(a, b),
        relu=nn.ReLU(),
        fcn=nn.Linear(b, c),
        tanh=nn.Tanh(),
        fc=nn.Linear(c, c),
    )
    probe = nets._probe(nn.Sequential(layers), draw, a, c)
    with torch.no_grad():
        probe.net.fc.bias.copy_(probe.net.fcn.bias)
    return probe


def held(optimizer: torch.optim.Optimizer, model: nn.Module) -> dict:
    """An optimizer snapshot that survives JSON, with what it remembers of each tensor by name.

    `extra` lists the keys of a group that the optimizer itself does not know.
    """
    seen = optimizer_snapshot(optimizer, model)
    for told, group in zip(seen["groups"], optimizer.param_groups, strict=True):
        told["lr"], told["weight_decay"] = encoded(told["lr"]), encoded(told["weight_decay"])
        told["extra"] = [
            key
            for key in group
            if type(key) is str
            and key not in {*optimizer.defaults, "params", "param_names", "initial_lr"}
        ]
    return seen | {"memory": _memory(optimizer, model)}


def _memory(optimizer: torch.optim.Optimizer, model: nn.Module) -> dict[str, str]:
    """One digest over everything that the optimizer remembers of each named parameter."""
    return {
        name: " ".join(
            f"{key} {digest(value) if isinstance(value, torch.Tensor) else value}"
            for key, value in optimizer.state[parameter].items()
        )
        for name, parameter in model.named_parameters()
        if parameter in optimizer.state
    }


def trained(
    optimizer: torch.optim.Optimizer, probe: nets.Probe, *, steps: int, schedule: Any = None
) -> dict:
    """The names that `steps` steps move, and the rates of all groups in each of them.

    `schedule` is a scheduler to step after each; the probe's net itself is trained.
    """
    before, rates = model_snapshot(probe.net), []
    for _ in range(steps):
        rates.append([encoded(float(group["lr"])) for group in optimizer.param_groups])
        take_step(probe.net, optimizer, probe.inputs, probe.targets)
        if schedule is not None:
            schedule.step()
    return {"moved": changed(before, model_snapshot(probe.net)), "rates": rates}


def owners(held_now: dict) -> dict[str, list[int]]:
    """The groups that hold each parameter, by name; a group stands once for each time it does."""
    found: dict[str, list[int]] = {}
    for place, group in enumerate(held_now["groups"]):
        for name in group["parameters"]:
            found.setdefault(name, []).append(place)
    return found


def close(told: Any, rate: float) -> bool:
    """Whether a rate, as plain data, is the one that was given, up to rounding."""
    told = decoded(told)
    return type(told) in (int, float) and math.isclose(told, rate, rel_tol=1e-6)


def listed(names: list[str]) -> str:
    """One to three names, quoted, then how many more there are."""
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(repr(name) for name in names[:3]) + more


def stopped(name: str, raised: dict) -> Finding:
    """What to say of an exception, with what is known of optimizers beside what all may raise."""
    finding = stop_finding(name, raised)
    for kind, pattern, mistake, question in KNOWN:
        if raised["type"] == kind and re.search(pattern, raised["message"]):
            return replace(finding, hint=question, mistake=mistake)
    return finding
