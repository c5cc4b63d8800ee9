"""Six equal blocks and a head: the network in which a freeze plan's place is all that differs.

Every block has the same weights to train and the same products to pay, so plans that train
equally many numbers can be compared fairly.
"""

from collections import OrderedDict
from collections.abc import Collection, Sequence
from typing import NamedTuple

import torch
from torch import nn

from course.cost import step_flops
from course.memory import step_bytes
from course.models import seeded

WIDTH, CLASSES, BATCH = 512, 10, 256
BLOCKS = tuple(f"block{number}" for number in range(1, 7))

PLANS = {
    "nothing": (),
    "first 1": BLOCKS[:1],
    "first 3": BLOCKS[:3],
    "first 5": BLOCKS[:5],
    "all 6 blocks": BLOCKS,
    "last 5": BLOCKS[1:],
    "last 3": BLOCKS[3:],
    "every other": BLOCKS[1::2],
    "last 5 and head": (*BLOCKS[1:], "head"),
}


class PlanCost(NamedTuple):
    """What a step of the tower costs under one plan: numbers, operations and bytes."""

    trainable: int
    forward: int
    backward: int
    saved: int
    adam: int


def tower(seed: int) -> nn.Sequential:
    """Six blocks of `Linear(512, 512)` and ReLU, and a `Linear(512, 10)` named `head`.

    1 581 066 numbers in 14 tensors, drawn from `seed`; 262 656 in each block, 5 130 in the head.
    """
    with seeded(seed):
        parts = [(block, nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.ReLU())) for block in BLOCKS]
        return nn.Sequential(OrderedDict([*parts, ("head", nn.Linear(WIDTH, CLASSES))]))


def tower_batch(seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """A batch drawn from `seed`: float32 (256, 512), and int64 (256,) from 0 to 9."""
    with seeded(seed):
        return torch.randn(BATCH, WIDTH), torch.randint(0, CLASSES, (BATCH,))


def frozen_tower(frozen: Collection[str], seed: int = 0) -> nn.Sequential:
    """The tower of `seed` with these children frozen. Raises AttributeError for an unknown name."""
    net = tower(seed)
    for name in frozen:
        net.get_submodule(name).requires_grad_(False)
    return net


def plan_cost(frozen: Collection[str], seed: int = 0) -> PlanCost:
    """The cost of one step of the tower with these children frozen: the same for every seed."""
    net, (batch, labels) = frozen_tower(frozen, seed), tower_batch(seed)
    trainable = sum(p.numel() for p in net.parameters() if p.requires_grad)
    return PlanCost(trainable, *step_flops(net, batch, labels), *step_bytes(net, batch, labels))


def as_table(rows: Sequence[tuple[str, PlanCost]]) -> str:
    """Named costs as aligned text with a heading: MFLOP are 10**6 operations, KB 1024 bytes."""
    lines = [f"{'frozen':<16}{'trainable':>10}{'forward':>10}{'backward':>10}"]
    lines[0] += f"{'saved':>10}{'Adam':>10}"
    lines.append(f"{'':<16}{'':>10}{'MFLOP':>10}{'MFLOP':>10}{'KB':>10}{'KB':>10}")
    for name, cost in rows:
        mflop = "".join(f"{count / 1e6:>10.0f}" for count in (cost.forward, cost.backward))
        kilobytes = "".join(f"{size / 1024:>10.0f}" for size in (cost.saved, cost.adam))
        trainable = f"{cost.trainable:,}".replace(",", " ")
        lines.append(f"{name:<16}{trainable:>10}{mflop}{kilobytes}")
    return "\n".join(lines)
