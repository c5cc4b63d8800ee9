"""What `thaw` finds and leaves: nets with an optimizer that has taken steps and has a scheduler.

Each trial warms up, freezes, warms up again, calls the answer twice, and trains on.
"""

from collections.abc import Callable
from typing import NamedTuple

import torch
from torch.optim.lr_scheduler import StepLR

from autograder.answers import RAISED_FORM, called
from autograder.snapshot import MODEL_FORM, model_snapshot
from autograder.trials import nets, optimizer_trial


class Case(NamedTuple):
    """`frozen` and `groups` are paths of modules; each group holds the parameters of some."""

    weight: int
    build: Callable[[int], nets.Probe]
    path: str
    frozen: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]


CASES = (
    Case(6, nets.three_linear, "2", ("0", "2"), (("4",),)),
    Case(3, nets.three_linear, "0", ("0", "2"), (("4",), ("0", "2"))),
    Case(4, nets.head_first, "body", ("body",), (("head",), ("body.1",))),
    Case(2, nets.tied, "emb", ("emb",), (("out",),)),
    # A layer without parameters: whatever is done here is too much.
    Case(1, nets.three_linear, "1", ("0",), (("2", "4"),)),
)
WARM_UP, EPOCHS, GAMMA = 2, 3, 0.5
FORM = {
    "raised": RAISED_FORM,
    "raised_again": RAISED_FORM,
    "invented": bool,
    "start": MODEL_FORM,
    "before": MODEL_FORM,
    "after": MODEL_FORM,
    "again": MODEL_FORM,
    "held": [optimizer_trial.HELD_FORM],
    "trained": optimizer_trial.TRAINED_FORM,
}


def rates(seed: int) -> tuple[float, list[float]]:
    """The rate to thaw with, and those of two groups: different multiples of 1/64."""
    draw = 1 + torch.randperm(8, generator=torch.Generator().manual_seed(seed))
    return draw[0].item() / 64, [draw[1].item() / 64, draw[2].item() / 64]


def tried(answer: Callable, case: Case, seed: int) -> dict:
    """Warm up, freeze, warm up again, thaw twice, train; a snapshot after each."""
    probe, (rate, of_groups) = case.build(seed), rates(seed)
    groups = [
        {"params": [p for path in paths for p in probe.net.get_submodule(path).parameters()]}
        | {"lr": of_group}
        for paths, of_group in zip(case.groups, of_groups, strict=False)
    ]
    # The default is a rate that nobody asks for.
    optimizer = torch.optim.AdamW(groups, lr=0.75, weight_decay=0.1)
    schedule = StepLR(optimizer, step_size=1, gamma=GAMMA)
    start = model_snapshot(probe.net)
    optimizer_trial.trained(optimizer, probe, steps=1, schedule=schedule)
    for path in case.frozen:
        probe.net.get_submodule(path).requires_grad_(False)
    optimizer_trial.trained(optimizer, probe, steps=WARM_UP - 1, schedule=schedule)
    module = probe.net.get_submodule(case.path)
    before, held = model_snapshot(probe.net), [optimizer_trial.held(optimizer, probe.net)]
    first = called(answer, module, optimizer, rate)
    after = model_snapshot(probe.net)
    held.append(optimizer_trial.held(optimizer, probe.net))
    second = called(answer, module, optimizer, rate)
    held.append(optimizer_trial.held(optimizer, probe.net))
    return {
        "raised": first.raised,
        "raised_again": second.raised,
        "invented": "requires_grad" in vars(module),
        "start": start,
        "before": before,
        "after": after,
        "again": model_snapshot(probe.net),
        "held": held,
        "trained": optimizer_trial.trained(optimizer, probe, steps=EPOCHS, schedule=schedule),
    }
