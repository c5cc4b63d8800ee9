"""A training run in which a function decides epoch by epoch who learns, as plain data.

Every epoch begins as most loops begin it, with `train()` of the whole. One AdamW over all
parameters goes on from epoch to epoch.
"""

from collections.abc import Callable

import torch
from torch import nn

from autograder.answers import RAISED_FORM, called
from autograder.snapshot import MODEL_FORM, changed, model_snapshot
from autograder.trials.nets import Probe
from autograder.trials.probe import take_step
from autograder.trials.thawing_nets import Thawing

STEPS = 2
EPOCH_FORM = {
    "epoch": int,
    "raised": RAISED_FORM,
    "stuck": RAISED_FORM,
    "flags": {str: bool},
    "invented": bool,
    "training": {str: bool},
    "moved": [str],
}
FORM = {"start": MODEL_FORM, "order": [str], "epochs": [EPOCH_FORM]}


def tried(answer: Callable, thawing: Thawing) -> dict:
    """Flags and modes after each call, and what two steps then move.

    `moved` names parameters and buffers. After an exception of the answer the run ends.
    """
    probe, net = thawing.probe, thawing.probe.net
    start, order, told = model_snapshot(net), list(thawing.order), []
    optimizer = torch.optim.AdamW(net.parameters(), lr=0.01, weight_decay=0.1)
    for epoch in thawing.epochs:
        net.train()
        outcome = called(answer, net, order, epoch)
        before = model_snapshot(net)
        stuck = called(_train, net, optimizer, probe).raised
        told.append(
            {
                "epoch": epoch,
                "raised": outcome.raised,
                # The line is one of ours.
                "stuck": stuck and stuck | {"line": None},
                "flags": {p["name"]: p["requires_grad"] for p in before["parameters"]},
                "invented": any("requires_grad" in vars(part) for part in net.modules()),
                "training": before["training"],
                "moved": changed(before, model_snapshot(net)),
            }
        )
        if outcome.raised:
            break
    said = [name if type(name) is str else type(name).__name__ for name in order]
    return {"start": start, "order": said, "epochs": told}


def _train(net: nn.Module, optimizer: torch.optim.Optimizer, probe: Probe) -> None:
    """The steps of one epoch, in the modes that the net is in."""
    for _ in range(STEPS):
        take_step(net, optimizer, probe.inputs, probe.targets)
