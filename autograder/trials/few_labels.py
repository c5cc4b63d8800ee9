"""A net that knows which inputs matter, and a new task with one label per class.

Most inputs are loud noise. The body was given weights that are blind to them, so a new head on it
learns from four examples what a net without that knowledge cannot, whatever the seed.
"""

from dataclasses import dataclass

import torch

from autograder.trials.two_tasks import CLASSES, HIDDEN, TwoParts

SIGNALS, UNSEEN, UNLABELLED = 4, 400, 160


@dataclass(frozen=True)
class Case:
    """What `compare` is handed: the base, one example per class, and a seed of the case's own.

    `unseen` and `truth` are the examples that the answer never gets.
    """

    base: TwoParts
    inputs: torch.Tensor
    labels: torch.Tensor
    seed: int
    unseen: torch.Tensor
    truth: torch.Tensor


def few_labels(seed: int) -> Case:
    """The case of this seed; every flag of the base is on, and it is in train mode."""
    draw = torch.Generator().manual_seed(seed)
    noises = 12 + int(torch.randint(0, 5, (), generator=draw))
    places = torch.randperm(SIGNALS + noises, generator=draw)
    base = TwoParts(SIGNALS + noises)
    body = torch.zeros(HIDDEN, SIGNALS + noises)
    # Each unit looks for one class: the sign and size differ from seed to seed.
    shares = torch.randint(16, 65, (HIDDEN, 1), generator=draw) / 64
    signals = torch.eye(SIGNALS)[torch.arange(HIDDEN) % SIGNALS] * shares
    body[:, places[:SIGNALS]] = signals
    with torch.no_grad():
        base.body[0].weight.copy_(body)
        for parameter in base.head.parameters():
            parameter.copy_(torch.randint(-32, 33, parameter.shape, generator=draw) / 64)
        norm = base.body[1]
        norm.momentum = 1.0
        base.body(_drawn(UNLABELLED, places, draw)[0])
        norm.momentum = 0.1
    inputs, labels = _drawn(CLASSES, places, draw)
    unseen, truth = _drawn(UNSEEN, places, draw)
    drawn = int(torch.randint(0, 1000, (), generator=draw))
    return Case(base, inputs, labels, drawn, unseen, truth)


def _drawn(
    count: int, places: torch.Tensor, draw: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """`count` examples, as many of each class: four quiet inputs that tell, the rest noise."""
    labels = (torch.arange(count) % CLASSES)[torch.randperm(count, generator=draw)]
    inputs = torch.randint(-128, 129, (count, len(places)), generator=draw) / 64
    quiet = torch.randint(-16, 17, (count, SIGNALS), generator=draw) / 64
    inputs[:, places[:SIGNALS]] = 2 * torch.eye(SIGNALS)[labels] + quiet
    return inputs, labels
