"""Who learns when: thawing from the head down on few labels, and freezing from below to save work.

`python -m course.schedules` makes course/assets/schedules.json in about four minutes. A flag may
change between two steps: an optimizer passes over what has no gradient.
"""

import copy
import json
from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from course.cost import step_flops
from course.data import ASSETS, Images, digits_split, few, keep_asset, mnist8_split
from course.depth import result
from course.models import SmallNet, fresh_head, pretrained_small_net, small_net
from course.pretrain import pretrain
from course.training import accuracy, watched

SEEDS = 8
CHILDREN = ("block1", "block2", "block3", "block4", "head")
FACTOR = 2.6
STAGE = 30
TUNING_STEPS = STAGE * len(CHILDREN)
RATES = (1e-3, 3e-3, 1e-2)
STEPS, BATCH, RATE = 600, 64, 2e-3
RECIPE = (
    "thawing: SmallNet that learned MNIST at 8x8 in 600 steps, new head, digits with 5 labels per "
    "class, 150 steps of Adam on all labels at once, top rate 1e-3, 3e-3 or 1e-2, chosen on 200 "
    "validation images except where it is ten times one that was chosen; geometric: each block "
    "learns 2.6 times slower than the next; gradual: the head alone for 30 steps, then one block "
    "more every 30; test accuracy on 899 images. Freezing: SmallNet from random weights on MNIST "
    "at 8x8, 600 steps of Adam, rate 2e-3, batch 64, blocks 1 to 3 frozen at shares of the steps; "
    "accuracy on 1 000 images, GFLOP of all backward passes; a seed draws splits, first weights, "
    "labels, batches and its own pretraining; spread is the population standard deviation"
)


class Thawing(NamedTuple):
    """The ratio of rates between neighbours, and whether blocks thaw one after the other."""

    factor: float
    gradual: bool


class Trained(NamedTuple):
    """Test accuracy of a network, and the operations of all its backward passes."""

    accuracy: float
    backward: int


THAWINGS = {
    "one rate": Thawing(1.0, gradual=False),
    "geometric": Thawing(FACTOR, gradual=False),
    "geometric, gradual": Thawing(FACTOR, gradual=True),
}
TOO_BIG = "one rate, ten times too big"
FREEZINGS = {
    "never": (),
    "late: 50, 70, 85 %": (0.5, 0.7, 0.85),
    "early: 20, 40, 60 %": (0.2, 0.4, 0.6),
    "at once: 2, 4, 6 %": (0.02, 0.04, 0.06),
}


def asleep(step: int) -> int:
    """How many children, counted from the input, are still frozen in a step of gradual thawing."""
    return max(0, len(CHILDREN) - 1 - step // STAGE)


def stopped(step: int, shares: tuple[float, ...]) -> int:
    """How many children, counted from the input, a plan of freezing holds in a step already."""
    return sum(step >= round(share * STEPS) for share in shares)


def flags_by_epoch(frozen: Sequence[int]) -> dict[str, list[bool]]:
    """For each child, from input to output, whether it learns in each epoch.

    `frozen` says for each epoch how many children are frozen, counted from the input.
    """
    return {name: [place >= n for n in frozen] for place, name in enumerate(CHILDREN)}


def tuned(plan: Thawing, rate: float, source: SmallNet, labelled: Images, seed: int) -> SmallNet:
    """A copy of `source` with a new head that learned `labelled`; the head learns at `rate`."""
    net = copy.deepcopy(source)
    net.head = fresh_head(50 + seed)
    top_down = [net.get_submodule(name) for name in reversed(CHILDREN)]
    optimizer = torch.optim.Adam(
        {"params": list(part.parameters()), "lr": rate / plan.factor**below}
        for below, part in enumerate(top_down)
    )
    for step in range(TUNING_STEPS):
        _freeze_first(asleep(step) if plan.gradual else 0, net)
        _step(net, optimizer, *labelled)
    return net


def frozen_upwards(shares: tuple[float, ...], seed: int) -> Trained:
    """A random SmallNet that learned MNIST at 8x8, block k frozen from `shares[k - 1]` of the
    steps on.

    As in `course.pretrain`, the seed decides split, first weights and batches.
    """
    net, split = small_net(seed), mnist8_split(seed)
    images, labels = split.train
    optimizer = torch.optim.Adam(net.parameters(), lr=RATE)
    draws = torch.Generator().manual_seed(seed)
    prices, spent = {}, 0
    for step in range(STEPS):
        still = stopped(step, shares)
        _freeze_first(still, net)
        drawn = torch.randint(len(labels), (BATCH,), generator=draws)
        if still not in prices:
            prices[still] = step_flops(net, images[drawn], labels[drawn]).backward
        spent += prices[still]
        _step(net, optimizer, images[drawn], labels[drawn])
    return Trained(accuracy(net, *split.test), spent)


def thawing_scores(source: SmallNet, seed: int) -> dict[str, float]:
    """Test accuracy of each way to thaw, its rate chosen on validation."""
    split = digits_split(seed)
    labelled = few(*split.pool, per_class=5, seed=seed)
    scores = {}
    for name, plan in THAWINGS.items():
        nets = {rate: tuned(plan, rate, source, labelled, seed) for rate in RATES}
        # max keeps the first of equals: the smaller rate wins a tie.
        best = max(nets, key=lambda rate: accuracy(nets[rate], *split.validation))
        scores[name] = accuracy(nets[best], *split.test)
        if name == "one rate":
            spoilt = tuned(plan, 10 * best, source, labelled, seed)
            scores[TOO_BIG] = accuracy(spoilt, *split.test)
    return scores


def freezing_scores(seed: int = 0) -> dict[str, Trained]:
    """What each way to freeze reaches and spends, in 5 to 10 s on one core."""
    return {name: frozen_upwards(shares, seed) for name, shares in FREEZINGS.items()}


def one_seed(seed: int = 0) -> dict[str, float]:
    """The thawing scores for one seed, in 4 to 8 s on one core: the body is the shipped one."""
    return thawing_scores(pretrained_small_net(), seed)


def shipped_results() -> dict:
    """What course/assets/schedules.json holds.

    `{"recipe": str, "torch": str, "thawing": {name: RESULT}, "freezing": {name: RESULT}}` with
    RESULT = `{"mean": float, "spread": float, "accuracies": [float, ...]}`; those of freezing
    also have "gflop", the operations of all backward passes in 10^9.
    """
    return json.loads((ASSETS / "schedules.json").read_text(encoding="utf-8"))


def main() -> None:
    """Write course/assets/schedules.json and print its means."""
    torch.set_num_threads(1)
    thawed, frozen = [], []
    for seed in watched(range(SEEDS), "seeds"):
        thawed.append(thawing_scores(pretrain(seed), seed))
        frozen.append(freezing_scores(seed))
    thawing = {name: result([scores[name] for scores in thawed]) for name in thawed[0]}
    # The count depends on shapes and shares alone: it is the same for every seed.
    freezing = {
        name: result([scores[name].accuracy for scores in frozen])
        | {"gflop": round(frozen[0][name].backward / 1e9, 2)}
        for name in FREEZINGS
    }
    release = torch.__version__.split("+")[0]
    results = {"recipe": RECIPE, "torch": release, "thawing": thawing, "freezing": freezing}
    keep_asset("schedules.json", (json.dumps(results, indent=1) + "\n").encode())
    for name, r in (thawing | freezing).items():
        spent = f"{r['gflop']:>7.1f} GFLOP" if "gflop" in r else ""
        print(f"{name:<28} {r['mean']:.3f} ± {r['spread']:.3f} {spent}")


def _freeze_first(count: int, net: SmallNet) -> None:
    """Freeze the first children, and let the others learn."""
    for place, name in enumerate(CHILDREN):
        net.get_submodule(name).requires_grad_(place >= count)


def _step(
    net: nn.Module, optimizer: torch.optim.Optimizer, images: torch.Tensor, labels: torch.Tensor
) -> None:
    """One step on the cross-entropy."""
    optimizer.zero_grad()
    cross_entropy(net(images), labels).backward()
    optimizer.step()


if __name__ == "__main__":
    main()
