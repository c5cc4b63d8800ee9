"""A net that knows an old task, and a training on a new one that may make it forget.

The body is Linear, BatchNorm and ReLU with every flag off, and `train` teaches a new head. What
the old task loses, or wins, goes through the running statistics only. The old head is the least
squares solution, so that nothing has to be pretrained.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import nn

CLASSES, IMAGES, HIDDEN = 4, 160, 24
STEPS, BATCH = 25, 32


class TwoParts(nn.Module):
    """A body and a head; takes float32 (n, features), gives (n, CLASSES) logits."""

    def __init__(self, features: int) -> None:
        super().__init__()
        linear = nn.Linear(features, HIDDEN, bias=False)
        self.body = nn.Sequential(linear, nn.BatchNorm1d(HIDDEN), nn.ReLU())
        self.head = nn.Linear(HIDDEN, CLASSES)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return self.head(self.body(inputs))


@dataclass(frozen=True)
class Case:
    """What `old_task_drop` is handed: a model with a new head, the old head, the old test data."""

    model: TwoParts
    old_head: nn.Linear
    images: torch.Tensor
    labels: torch.Tensor
    train: Callable[[TwoParts], None]


def drifts(seed: int) -> Case:
    """The body is in train mode and the new inputs are inverted: the old task loses."""
    return _case(seed, inverted)


def recovers(seed: int) -> Case:
    """The body has drifted before, and the new inputs are like the old ones: the old task wins."""
    case = _case(seed, lambda inputs: inputs)
    for _ in range(STEPS):
        case.model.body(inverted(case.images))
    return case


def asleep(seed: int) -> Case:
    """The body is in eval mode, the head in train mode: nothing is lost, whatever the inputs."""
    case = _case(seed, inverted)
    case.model.body.eval()
    return case


def inverted(inputs: torch.Tensor) -> torch.Tensor:
    """Inputs with light and dark exchanged and three times the contrast: far from the old ones."""
    return 4 - 3 * inputs


EVERY = (drifts, recovers, asleep)


def _case(seed: int, shift: Callable[[torch.Tensor], torch.Tensor]) -> Case:
    """A model in train mode whose statistics and old head fit the old task."""
    draw = torch.Generator().manual_seed(seed)
    features = 6 + int(torch.randint(0, 7, (), generator=draw))
    model = TwoParts(features).requires_grad_(False)
    for parameter in model.parameters():
        parameter.copy_(torch.randint(-32, 33, parameter.shape, generator=draw) / 64)
    centres = torch.randint(0, 65, (CLASSES, features), generator=draw) / 64
    images, labels = _drawn(centres, draw)
    new_images, new_labels = _drawn(centres, draw)
    norm = model.body[1]
    norm.reset_parameters()
    norm.momentum = 1.0
    model.body(images)
    norm.momentum = 0.1
    old_head = nn.Linear(HIDDEN, CLASSES)
    _fit_by_least_squares(old_head, model.body.eval()(images), labels)
    model.body.train()
    model.head.requires_grad_(True)
    return Case(model, old_head, images, labels, _training(shift(new_images), new_labels, seed))


def _drawn(centres: torch.Tensor, draw: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Inputs around the centres of their classes, which come in turn."""
    labels = torch.arange(IMAGES) % CLASSES
    noise = torch.randint(-22, 23, (2, IMAGES, centres.shape[1]), generator=draw).sum(0) / 64
    return centres[labels] + noise, labels


@torch.no_grad()
def _fit_by_least_squares(head: nn.Linear, features: torch.Tensor, labels: torch.Tensor) -> None:
    """Give `head` the weights whose logits are nearest to 1 for the right class, else 0."""
    rows = torch.cat([features, torch.ones(len(features), 1)], dim=1).double()
    wanted = nn.functional.one_hot(labels, CLASSES).double()
    # A little ridge, so that a unit that is never active makes no trouble.
    gram = rows.T @ rows + 0.1 * torch.eye(rows.shape[1], dtype=torch.float64)
    solution = torch.linalg.solve(gram, rows.T @ wanted).T
    head.weight.copy_(solution[:, :-1])
    head.bias.copy_(solution[:, -1])


def _training(inputs: torch.Tensor, labels: torch.Tensor, seed: int) -> Callable[[TwoParts], None]:
    """Some steps of Adam on a model's head, in the modes that the model is in."""

    def train(model: TwoParts) -> None:
        draws = torch.Generator().manual_seed(seed)
        optimizer = torch.optim.Adam(model.head.parameters(), lr=0.01)
        for _ in range(STEPS):
            batch = torch.randint(IMAGES, (BATCH,), generator=draws)
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(inputs[batch]), labels[batch])
            loss.backward()
            optimizer.step()

    return train
