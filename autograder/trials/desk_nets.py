"""Networks for the fraud desk: a body of named blocks under a head, and data with a rare class.

Block names begin alike ("block1", "block10"), blocks hold BatchNorm or dropout, the model comes in
train mode, and gradients of an earlier training are still on every parameter.
"""

from dataclasses import dataclass

import torch
from torch import nn

from autograder.trials.towers import drawn_widths, fill, generator
from course.fraud_script import DeskModel

ROWS = 40


@dataclass(frozen=True)
class Job:
    """What `training_script` is handed."""

    model: DeskModel
    data: dict
    plan: dict


def many_blocks(seed: int) -> Job:
    """Eleven blocks, of which "block1" is to be thawed: others begin with the same letters."""
    draw = generator(seed)
    names = [f"block{number}" for number in range(1, 12)]
    return _job(draw, names, "block1")


def few_blocks(seed: int) -> Job:
    """Four blocks, the last of which is to be thawed; dropout in one that stays frozen."""
    draw = generator(seed + 1)
    return _job(draw, [f"block{number}" for number in range(1, 5)], "block4")


JOBS = (many_blocks, few_blocks)


def lookalikes(job: Job) -> list[str]:
    """Names of parameters in other blocks whose names begin like the one to be thawed."""
    prefix = f"body.{job.plan['thaw']}"
    return [
        name
        for name, _ in job.model.named_parameters()
        if name.startswith(prefix) and not name.startswith(f"{prefix}.")
    ]


def thawed_names(job: Job) -> list[str]:
    """Names of the parameters in the block to be thawed."""
    prefix = f"body.{job.plan['thaw']}."
    return [name for name, _ in job.model.named_parameters() if name.startswith(prefix)]


def _job(draw: torch.Generator, names: list[str], thaw: str) -> Job:
    """A model of these blocks with drawn values, data with few frauds, and a plan."""
    features, width, classes = drawn_widths(draw, 3)
    blocks = {}
    for place, name in enumerate(names):
        layers = [nn.Linear(width if place else features, width), nn.Tanh()]
        # Every second block is normed, never the one to be thawed: its mode is open.
        if place % 2 and name != thaw:
            layers.insert(1, nn.BatchNorm1d(width))
            layers.append(nn.Dropout(0.25))
        blocks[name] = nn.Sequential(*layers)
    model = DeskModel(blocks, nn.Linear(width, classes))
    fill(model, draw)
    for parameter in model.body.parameters():
        if parameter.dim() > 1:
            # Small weights would make all rows alike eleven blocks up, and every recall 0 or 1.
            parameter.data *= 4
    for parameter in model.parameters():
        parameter.grad = torch.randint(-32, 33, parameter.shape, generator=draw) / 64
    train = _rows(draw, features, frauds=20)
    validation = [_rows(draw, features, frauds=number) for number in (1, 9, 0, 3, 20)]
    steps = (2 + torch.randint(0, 4, (2,), generator=draw)).tolist()
    plan = {
        "thaw": thaw,
        "head_steps": steps[0] + 2,
        "steps": steps[1],
        "lr_head": (2 + int(torch.randint(0, 5, (1,), generator=draw))) / 100,
        "lr_body": (2 + int(torch.randint(0, 5, (1,), generator=draw))) / 1000,
    }
    return Job(model, {"train": train, "validation": validation}, plan)


def _rows(
    draw: torch.Generator, features: int, *, frauds: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Rows with so many frauds among them, in drawn order."""
    inputs = torch.randint(-64, 65, (ROWS, features), generator=draw) / 64
    labels = torch.zeros(ROWS, dtype=torch.int64)
    labels[torch.randperm(ROWS, generator=draw)[:frauds]] = 1
    return inputs, labels
