"""Which tensors every optimizer moved, at which rate, in which order: seen while an answer runs.

Nets are made, copied and dropped inside an answer, so steps are noted by tensor, and only
afterwards is it asked which net a tensor belongs to. A net that nobody trained has no phase.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn
from torch.optim.optimizer import register_optimizer_step_pre_hook

from autograder.snapshot import digest

# A schedule may begin a phase at every step; what goes beyond is not kept.
MOST_PHASES = 600
FORM = [{"steps": int, "rates": {str: float}, "held": [str], "started": {str: str}}]


class Log:
    """Phases of training: stretches in which the same tensors learn at the same rates."""

    def __init__(self) -> None:
        self._tensors: dict[int, torch.Tensor] = {}
        self._phases: list[dict] = []

    def note(self, optimizer: torch.optim.Optimizer) -> None:
        """Take down one step that `optimizer` is about to make."""
        rates: dict[int, float | None] = {}
        for group in optimizer.param_groups:
            for p in group["params"]:
                # A reference keeps the id from being given to another tensor.
                self._tensors[id(p)] = p
                learns = p.requires_grad and p.grad is not None
                rates[id(p)] = float(group["lr"]) if learns else None
        for phase in reversed(self._phases):
            if phase["rates"].keys() & rates.keys():
                if phase["rates"] == rates:
                    phase["steps"] += 1
                    return
                break
        if len(self._phases) < MOST_PHASES:
            started = {key: digest(self._tensors[key]) for key in rates}
            self._phases.append({"steps": 1, "rates": rates, "started": started})

    def phases_of(self, net: nn.Module) -> list[dict]:
        """The phases in which tensors of `net` took part, by name, of the form FORM."""
        names = {id(p): name for name, p in net.named_parameters()}
        found = []
        for phase in self._phases:
            ours = {names[key]: rate for key, rate in phase["rates"].items() if key in names}
            if ours:
                started = {names[k]: d for k, d in phase["started"].items() if k in names}
                found.append(
                    {
                        "steps": phase["steps"],
                        "rates": {name: rate for name, rate in ours.items() if rate is not None},
                        "held": [name for name, rate in ours.items() if rate is None],
                        "started": started,
                    }
                )
        return found


@contextmanager
def logged() -> Iterator[Log]:
    """A log of every optimizer step while the context is open."""
    log = Log()
    handle = register_optimizer_step_pre_hook(lambda optimizer, *_: log.note(optimizer))
    try:
        yield log
    finally:
        handle.remove()
