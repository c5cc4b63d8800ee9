"""What happened in a desk model while a learner's script trained it: modes, steps, gradients.

Only watches: hooks read and go away afterwards. A step is numbered by how many came before it.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import torch
from torch import nn
from torch.optim.optimizer import register_optimizer_step_pre_hook

from autograder.snapshot import digest, optimizer_snapshot
from autograder.trials.desk_nets import Job, thawed_names

MOST_STEPS = 40
FORM = {
    "modes": [{"path": str, "kind": str, "training": bool, "grad": bool, "step": int}],
    "steps": [
        {
            "kind": str,
            "groups": [{"parameters": [str], "unknown": int, "lr": float, "weight_decay": float}],
            "fresh": bool,
            "awake": (str, None),
        }
    ],
    "taken": int,
}


@contextmanager
def watched(job: Job) -> Iterator[dict]:
    """What is seen while the context is open, of the form FORM.

    `modes` says of each BatchNorm and dropout in which mode it ran, whether gradients were on, and
    how many steps had been taken; equal entries stand once. A step is `fresh` where the block to
    be thawed got a gradient that it did not have before; `awake` is the first BatchNorm or dropout
    that is in train mode at the step. Of more than MOST_STEPS only the number.
    """
    seen: dict = {"modes": [], "steps": [], "taken": 0}
    parameters = dict(job.model.named_parameters())
    thawed = parameters[thawed_names(job)[0]]
    grads = [_grad(thawed)]
    known: set[tuple] = set()
    drawing = {
        path: layer
        for path, layer in job.model.named_modules()
        if isinstance(layer, nn.BatchNorm1d | nn.Dropout)
    }

    def ran(path: str, layer: nn.Module, *_) -> None:
        step = min(seen["taken"], MOST_STEPS)
        entry = (path, type(layer).__name__, layer.training, torch.is_grad_enabled(), step)
        if entry not in known:
            known.add(entry)
            seen["modes"].append(dict(zip(FORM["modes"][0], entry, strict=True)))

    def stepped(optimizer: torch.optim.Optimizer, *_) -> None:
        seen["taken"] += 1
        grads.append(_grad(thawed))
        if seen["taken"] <= MOST_STEPS:
            told = optimizer_snapshot(optimizer, job.model)
            for group in told["groups"]:
                # Evidence has no word for a rate that is not finite; -1 is no rate either.
                group |= {key: _finite(group[key]) for key in ("lr", "weight_decay")}
            fresh = grads[-1] is not None and grads[-1] not in grads[:-1]
            awake = next((path for path, layer in drawing.items() if layer.training), None)
            step = {"kind": told["kind"], "groups": told["groups"], "fresh": fresh, "awake": awake}
            seen["steps"].append(step)

    handles = [register_optimizer_step_pre_hook(stepped)]
    for path, layer in drawing.items():
        handles.append(layer.register_forward_pre_hook(partial(ran, path)))
    try:
        yield seen
    finally:
        for handle in handles:
            handle.remove()


def _grad(parameter: nn.Parameter) -> str | None:
    """The digest of a gradient, None without one."""
    return None if parameter.grad is None else digest(parameter.grad)


def _finite(number: float) -> float:
    """A number, or -1 for one that is not finite."""
    return number if math.isfinite(number) else -1.0
