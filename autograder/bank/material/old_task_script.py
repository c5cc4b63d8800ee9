"""A script that measures what an old task loses: its lines, wrong ones in their place, a run."""

import torch
from torch import nn

from autograder.bank.running import names_after
from course.models import seeded

# Slots of the script: its line, wrong ones in its place, and what a wrong one does.
LINES = {
    "share": (
        "return (net({x}).argmax(dim=1) == {y}).double().mean().item()",
        {"return (net({x}).argmax(dim=1) != {y}).double().mean().item()":
         "The line counts wrong answers, so that a loss looks like a gain."},
    ),
    "keep": (
        "old_head = {net}.head",
        {"old_head = nn.Linear({width}, {old})":
         "The old head is thrown away, and a head that never learned is kept in its place."},
    ),
    "first mode": (
        "{net}.eval()",
        {"{net}.train()": "The first measurement then uses the statistics of its own batch."},
    ),
    "before": (
        "before = share({net}, {x}_old, {y}_old)",
        {"before = share({net}, {x}_new, {y}_new)":
         "The old task is compared with another task."},
    ),
    "new": ("{net}.head = nn.Linear({width}, {new})", {}),
    "learn": ("train({net}, {x}_new, {y}_new)", {}),
    "back": (
        "{net}.head = old_head",
        {"old_head = {net}.head": "The new head stays on while the old task is measured."},
    ),
    "mode": (
        "{net}.eval()",
        {"{net}.train()": "The last measurement then uses the statistics of its own batch."},
    ),
    "after": (
        "after = share({net}, {x}_old, {y}_old)",
        {"after = share({net}, {x}_new, {y}_new)":
         "What the old task has become is never measured."},
    ),
    "drop": (
        "drop = before - after",
        {"drop = after - before": "The line gives what was won: a loss comes out negative."},
    ),
}  # fmt: skip
# What is true of a line that is as it should be.
SOUND = {
    "share": "The line gives the share of right answers.",
    "keep": "The line keeps the old head before another one takes its place.",
    "first mode": "In eval mode a measurement uses the kept statistics and moves none.",
    "before": "The line measures the old task while the old head is on.",
    "new": "The new task needs a head of its own, and the old one has been kept.",
    "learn": "The line trains on the new task.",
    "back": "The line puts the kept head back.",
    "mode": "In eval mode the measurement uses the kept statistics.",
    "after": "The line measures the old task after training.",
    "drop": "The line is positive where something was lost.",
}


def script_of(lines: dict[str, str], names: dict) -> str:
    """The script, with the number of each line behind it."""
    numbered = [f"{line}  # line {at}" for at, line in enumerate(lines.values(), start=1)]
    return "\n".join([f"def share(net, {names['x']}, {names['y']}):", f"    {numbered[0]}", "",
                      *numbered[1:]])  # fmt: skip


def drop_said_by(code: str, names: dict) -> float:
    """What the script says about a small network and images that are much brighter than before."""
    with seeded(1):
        body = nn.Sequential(nn.Linear(6, names["width"]), nn.BatchNorm1d(names["width"]))
        net = nn.Sequential()
        net.body, net.head = body, nn.Linear(names["width"], names["old"])
        old, new = torch.randn(60, 6), 3 + 2 * torch.randn(60, 6)
        labels = net.eval()(old).argmax(dim=1)
        labels[:7] = 0

    def train(net: nn.Module, images: torch.Tensor, _: torch.Tensor) -> None:
        for _ in range(3):
            net.train()(images)

    pairs = {"old": (old, labels), "new": (new, torch.arange(60) % names["new"])}
    given = {"train": train, names["net"]: net.train()}
    for task, (images, classes) in pairs.items():
        given |= {f"{names['x']}_{task}": images, f"{names['y']}_{task}": classes}
    return names_after(code, **given)["drop"]
