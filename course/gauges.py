"""Loss and accuracy on validation images, read while a network trains.

The two need not agree. Accuracy counts which side of a boundary an image is on; the loss also asks
how sure the network was.
"""

from typing import NamedTuple

import torch
from torch import nn
from torch.nn import functional as F

from course.data import Images, digits_split, few


class Reading(NamedTuple):
    """What two gauges show after so many steps, and the loss on the training images."""

    step: int
    training_loss: float
    loss: float
    accuracy: float


class RareTask(NamedTuple):
    """Images to train and to validate on; labels are 1 for a nine and 0 for any other digit."""

    train: Images
    validation: Images


def read_while_training(
    net: nn.Module, train: Images, validation: Images, *, steps: int, every: int, lr: float
) -> list[Reading]:
    """Readings before the first step and after every `every` steps, while `net` learns.

    A step of Adam sees all training images. Only parameters that ask for a gradient learn. Modes
    are left as they are: the networks that this is for have neither dropout nor BatchNorm.
    """
    optimizer = torch.optim.Adam([p for p in net.parameters() if p.requires_grad], lr=lr)
    readings = []
    for step in range(steps + 1):
        loss = F.cross_entropy(net(train.images), train.labels)
        if step % every == 0:
            readings.append(_read(net, validation, step, loss.item()))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return readings


def rare_nines(seed: int = 0) -> RareTask:
    """The digits with most nines left out: 13 of 641 to train on, 4 of 184 to validate on."""
    split = digits_split(seed)
    return RareTask(_thinned(split.pool, 13), _thinned(split.validation, 4))


def one_label_per_class(seed: int = 0) -> tuple[Images, Images]:
    """Ten labelled digits, one of each class, and the 200 validation images."""
    split = digits_split(seed)
    return few(*split.pool, per_class=1, seed=seed), split.validation


@torch.no_grad()
def _read(net: nn.Module, validation: Images, step: int, training_loss: float) -> Reading:
    """Both gauges on the validation images."""
    logits = net(validation.images)
    right = (logits.argmax(dim=1) == validation.labels).double().mean().item()
    return Reading(step, training_loss, F.cross_entropy(logits, validation.labels).item(), right)


def _thinned(every: Images, nines: int) -> Images:
    """`every` with the first `nines` nines only, labelled nine or not."""
    is_nine = every.labels == 9
    kept = ~is_nine | (is_nine & (is_nine.cumsum(0) <= nines))
    return Images(every.images[kept], is_nine[kept].long())
