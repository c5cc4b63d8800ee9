"""Six models for the fraud desk: one frozen body, treated in six ways, from "hardly at all" on.

Their scores are log-odds: the logit of fraud less that of legitimate. Zero is a probability of
one half. Rates and steps are picked by hand, not chosen on validation: rows 1 to 6 show a shape.
"""

import copy
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F

from course.data import ASSETS
from course.fraud_task import CASES, FraudTask, weights_of
from course.models import SmallNet, fresh_head, seeded, small_net
from course.training import fit

MODELS = (
    "1 frozen, head barely trained",
    "2 frozen, head trained",
    "3 as 2, weighted loss",
    "4 last block thawed",
    "5 everything thawed",
    "6 random start",
)
BARELY, TRAINED, WEIGHTED, LAST_BLOCK, THAWED, RANDOM = MODELS
# What can be done about a low recall, the cheapest first.
CURES = ("threshold", "weighted loss", "longer training of the head", "thawing")
BODY = ("block1", "block2", "block3", "block4")
# One network more, no part of the six: it shares blocks 1 and 2, and owns what is above.
OWN_COPY = "own copy of blocks 3 and 4"
# The delivered head stops once the *test* shows an accuracy and a recall of at least so much: that
# stages the story, it selects no winner. Later than at step 3000 it stops anyway.
SYMPTOM = (0.98, 0.12)


class Delivered(NamedTuple):
    """The network that the payment service hands over, and the head of the old task.

    `net` has two outputs, legitimate and fraud; `old_head` has ten and fits the same body.
    """

    net: SmallNet
    old_head: nn.Linear


def delivered(case: str) -> Delivered:
    """Model 1 of the shipped seed with every flag on and in train mode, as any network just loaded.

    Raises KeyError for a case that is neither "new" nor "known". Source: `python -m course.fraud`.
    """
    weights = load_file({name: ASSETS / f"fraud_{name}.safetensors" for name in CASES}[case])
    old = {n.removeprefix("old_"): weights.pop(n) for n in ("old_head.weight", "old_head.bias")}
    with seeded(0):
        net, with_old_head = SmallNet(classes=2), SmallNet()
    net.load_state_dict(weights)
    with_old_head.load_state_dict({**net.state_dict(), **old})
    return Delivered(net, with_old_head.head)


def pretrained(task: FraudTask, seed: int) -> SmallNet:
    """A `SmallNet` that has learned the old task: 500 steps of Adam, rate 1e-3, batch 64."""
    net = small_net(seed)
    fit(net, *task.source, steps=500, lr_head=1e-3, batch_size=64, seed=seed)
    return net.eval()


def six_models(source: SmallNet, task: FraudTask, seed: int) -> dict[str, SmallNet]:
    """A network per name in MODELS, each of which learned `task.train`; `source` is left alone.

    Batches hold 64 pictures, the optimizer is Adam. The heads of 1 to 3 learn from features that
    are computed once, 1 at rate 1e-3 until `SYMPTOM`, 2 and 3 for 1000 steps at 1e-2; 4 and 5 take
    300 steps, head at 1e-2 and blocks at 1e-3, and 6 takes 300 at 1e-3. In 3 a fraud counts as 49.
    """
    nets = [_with_head(source, head) for head in _three_heads(source, task, seed)]
    nets += [thawed(source, task, names, seed) for names in (BODY[3:], BODY)]
    net = small_net(50 + seed)
    net.head = fresh_head(50 + seed, classes=2)
    fit(net, *task.train, steps=300, lr_head=1e-3, batch_size=64, seed=seed)
    return dict(zip(MODELS, [*nets, net.eval()], strict=True))


def thawed(source: SmallNet, task: FraudTask, names: tuple[str, ...], seed: int) -> SmallNet:
    """A copy of `source` with a new head, of which the blocks called `names` learned, too."""
    net = _with_head(source, fresh_head(50 + seed, classes=2))
    for name in names:
        net.get_submodule(name).requires_grad_(True)
    fit(net, *task.train, steps=300, lr_head=1e-2, lr_body=1e-3, batch_size=64, seed=seed)
    return net


@torch.no_grad()
def log_odds(net: nn.Module, images: torch.Tensor) -> np.ndarray:
    """The score of each picture, float64 (n,), rounded as the shipped ones are: to float16."""
    legitimate, fraud = net(images).unbind(dim=1)
    return (fraud - legitimate).half().double().numpy()


@torch.no_grad()
def features_of(source: nn.Module, images: torch.Tensor) -> torch.Tensor:
    """What the body of `source` makes of pictures: float32 (n, 64)."""
    return nn.Sequential(*(source.get_submodule(name) for name in BODY))(images)


def _three_heads(source: SmallNet, task: FraudTask, seed: int) -> list[nn.Linear]:
    """The heads of models 1 to 3, on features of the frozen body."""
    learned = features_of(source, task.train.images), task.train.labels
    seen, y = features_of(source, task.test.images), task.test.labels.numpy()
    weight = weights_of(y)

    def has_the_symptom(head: nn.Linear) -> bool:
        right = (log_odds(head, seen) >= 0) == y
        reached = (right * weight).sum(), right[y == 1].mean()
        return all(now >= wanted for now, wanted in zip(reached, SYMPTOM, strict=True))

    def never(head: nn.Linear) -> bool:
        return False

    weighted = torch.tensor([1.0, 49.0])
    return [
        _head(*learned, lr=1e-3, most=3000, stop=has_the_symptom, seed=seed),
        _head(*learned, lr=1e-2, most=1000, stop=never, seed=seed),
        _head(*learned, lr=1e-2, most=1000, stop=never, seed=seed, weight=weighted),
    ]


def _head(
    features: torch.Tensor,
    labels: torch.Tensor,
    *,
    lr: float,
    most: int,
    stop: Callable[[nn.Linear], bool],
    seed: int,
    weight: torch.Tensor | None = None,
) -> nn.Linear:
    """A new head after `most` steps, or fewer if `stop(head)` says so after a step."""
    head = fresh_head(50 + seed, classes=2)
    optimizer = torch.optim.Adam(head.parameters(), lr)
    draws = torch.Generator().manual_seed(seed)
    for _ in range(most):
        drawn = torch.randint(len(labels), (64,), generator=draws)
        optimizer.zero_grad()
        F.cross_entropy(head(features[drawn]), labels[drawn], weight).backward()
        optimizer.step()
        if stop(head):
            break
    return head


def _with_head(source: SmallNet, head: nn.Linear) -> SmallNet:
    """A copy of `source` with another head, everything but the head frozen, in eval mode."""
    net = copy.deepcopy(source).requires_grad_(False).eval()
    net.head = head
    return net
