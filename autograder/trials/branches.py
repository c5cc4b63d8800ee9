"""A plan for a fraud branch, carried out: some blocks are shared with the old task, some copied.

The plan is read by another process: from JSON, into a model that was loaded a moment ago, with
every flag on and every module in train mode.
"""

import copy
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from autograder.snapshot import changed, model_snapshot
from autograder.trials.plan_trial import through_json
from autograder.trials.probe import moved_by
from autograder.trials.towers import drawn_widths, fill, generator
from course.cost import step_flops
from course.fraud_script import DeskModel

BLOCKS, ROWS = 4, 12
RATES = {"head": 1e-2, "blocks": 1e-3}
FORM = {"backward": int, "learns": [str], "old_moved": [str], "moved": [str], "rates": {str: float}}


@dataclass(frozen=True)
class Desk:
    """What `desk_plan` is handed: a model with two outputs, a batch, and what backward may cost."""

    model: DeskModel
    inputs: torch.Tensor
    targets: torch.Tensor
    budget: float

    @property
    def names(self) -> list[str]:
        """The blocks from the bottom up."""
        return [name for name, _ in self.model.body.named_children()]


def desks(seed: int) -> list[Desk]:
    """Three models: a budget between two cuts, one for the head alone, one for everything."""
    cases = []
    for number, depth in enumerate((1 + seed % 2, 0, BLOCKS)):
        desk = _drawn(seed + number)
        here = backward_of(desk, depth)
        above = backward_of(desk, min(depth + 1, BLOCKS))
        cases.append(Desk(desk.model, desk.inputs, desk.targets, here + 0.7 * (above - here)))
    return cases


def backward_of(desk: Desk, depth: int) -> int:
    """What backward costs where the head and the uppermost `depth` blocks learn.

    Counted by hand: each Linear that learns costs a product for its weight, and one more to hand
    the gradient down unless it is the lowest. A test compares this with the counter.
    """
    linears = [layer for layer in desk.model.modules() if isinstance(layer, nn.Linear)]
    learning = linears[len(linears) - depth - 1 :]
    products = [2 * len(desk.inputs) * layer.weight.numel() for layer in learning]
    return 2 * sum(products) - products[0]


def carried_out(plan: Any, desk: Desk) -> dict:
    """What comes of a plan, of the form FORM; raises whatever a plan of another form leads to."""
    plan = through_json(plan)
    old = copy.deepcopy(desk.model).requires_grad_(True).train()
    blocks = {
        name: copy.deepcopy(block) if name in plan["own"] else block
        for name, block in old.body.named_children()
    }
    fraud = DeskModel(blocks, copy.deepcopy(old.head)).requires_grad_(False)
    parameters = dict(fraud.named_parameters())
    groups = [
        {"params": [parameters[name] for name in group["names"]], "lr": group["lr"]}
        for group in plan["groups"]
    ]
    if strange := [group["lr"] for group in groups if type(group["lr"]) not in (int, float)]:
        raise TypeError(f"'lr' is of type {type(strange[0]).__name__}, not a number")
    for group in groups:
        for parameter in group["params"]:
            parameter.requires_grad_(True)
    for name in plan["eval"]:
        fraud.body.get_submodule(name).eval()
    backward = step_flops(fraud, desk.inputs, desk.targets).backward
    before = model_snapshot(old)
    optimizer = torch.optim.AdamW(groups, weight_decay=0.1)
    moved = moved_by(optimizer, fraud, desk.inputs, desk.targets)
    rates = {n: float(group["lr"]) for group in plan["groups"] for n in group["names"]}
    return {
        "backward": backward,
        "learns": [name for name, p in fraud.named_parameters() if p.requires_grad],
        "old_moved": changed(before, model_snapshot(old)),
        "moved": moved,
        "rates": rates,
    }


def _drawn(seed: int) -> Desk:
    """A model of blocks with BatchNorm and dropout, with drawn widths and values."""
    draw = generator(seed)
    widths = drawn_widths(draw, BLOCKS + 1)
    blocks = {}
    for place in range(BLOCKS):
        width = widths[place + 1]
        layers = [nn.Linear(widths[place], width), nn.BatchNorm1d(width), nn.ReLU()]
        blocks[f"block{place + 1}"] = nn.Sequential(*layers, nn.Dropout(0.2))
    model = DeskModel(blocks, nn.Linear(widths[-1], 2))
    fill(model, draw)
    inputs = torch.randint(-64, 65, (ROWS, widths[0]), generator=draw) / 64
    return Desk(model, inputs, torch.arange(ROWS) % 2, 0.0)
