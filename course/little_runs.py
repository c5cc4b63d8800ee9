"""One run of a way to train little: on which images, from which network, and what it reached.

A run looks at the test images whatever its rate; `best` lets the validation images choose.
"""

from typing import NamedTuple

import torch
from torch import nn

from course.data import Images, digits_split, few, mnist8_split
from course.little_ways import Way
from course.models import BatchNormNet, seeded
from course.training import accuracy, fit

RANDOM_STEPS, STEPS = 500, 150
TASKS = {
    "digits": lambda images: images,
    "turned digits": lambda images: torch.rot90(images, 1, (2, 3)),
}


class Reached(NamedTuple):
    """Test accuracy, how many numbers learned for it, and at which rate."""

    accuracy: float
    numbers: int
    lr: float


class Parts(NamedTuple):
    """Images to learn from, to choose a rate on, and to test on once."""

    train: Images
    validation: Images
    test: Images


def random_net(seed: int) -> BatchNormNet:
    """A `BatchNormNet` of width 32, 73 002 numbers, with random weights drawn from `seed`."""
    with seeded(seed):
        return BatchNormNet(width=32)


def from_random(way: Way, lr: float, seed: int) -> Reached:
    """What `way` reaches on MNIST from a random network, in about 4 s on one core."""
    return trained(random_net(seed), way, lr, mnist_parts(seed), seed, RANDOM_STEPS, 64)[1]


def from_pretrained(net: nn.Module, way: Way, lr: float, task: str, seed: int) -> Reached:
    """What `way` makes of `net`, which is left alone, on a task of TASKS."""
    return trained(net, way, lr, digits_parts(task, seed), seed, STEPS, None)[1]


def best(
    net: nn.Module, way: Way, parts: Parts, seed: int, steps: int, batch: int | None
) -> Reached:
    """The run at the rate that is best on the validation images; the smaller one wins a tie."""
    tried = [trained(net, way, lr, parts, seed, steps, batch) for lr in way.rates]
    return max(tried, key=lambda validated: validated[0])[1]


def trained(
    net: nn.Module, way: Way, lr: float, parts: Parts, seed: int, steps: int, batch: int | None
) -> tuple[float, Reached]:
    """Validation accuracy of one run, and what it reached on the test images."""
    begun = way.begin(net, seed)
    numbers = sum(p.numel() for p in begun.parameters() if p.requires_grad)
    fit(begun, *parts.train, steps=steps, lr_head=lr, batch_size=batch, seed=seed)
    validated = accuracy(begun, *parts.validation)
    return validated, Reached(accuracy(begun, *parts.test), numbers, lr)


def mnist_parts(seed: int) -> Parts:
    """MNIST at 8x8: 3 500 images to learn from, 500 to choose on, 1 000 to test on."""
    (images, labels), test = mnist8_split(seed)
    return Parts(Images(images[500:], labels[500:]), Images(images[:500], labels[:500]), test)


def digits_parts(task: str, seed: int) -> Parts:
    """The digits as `task` shows them: 10 labels per class, and the parts to choose and test on."""
    pool, validation, test = digits_split(seed)
    parts = few(*pool, per_class=10, seed=seed), validation, test
    return Parts(*(Images(TASKS[task](images), labels) for images, labels in parts))
