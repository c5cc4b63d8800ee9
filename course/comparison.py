"""Does freezing help, compared with what? Six methods, three numbers of labels, two test sets.

`python -m course.comparison` makes course/assets/comparison.json in about five minutes. The source
is MNIST at 8x8, the target the digits. Every method tries its paces and keeps the one that is best
on 200 validation images; the test images are looked at once, with that one.
"""

import copy
import json
from collections import Counter
from collections.abc import Iterable

import numpy as np
import torch
from torch import nn

from course.data import ASSETS, Images, digits_split, few, keep_asset, mnist8_split
from course.models import SmallNet, pretrained_small_net
from course.pretrain import pretrain
from course.six_methods import PACES, TRANSFERS, Chosen, Pace, chosen
from course.training import accuracy, watched

SEEDS = 8
LABELS = (1, 3, 10)
RECIPE = (
    "SmallNet, digits with 1, 3 and 10 labels per class, Adam on all labels at once, rates and "
    "steps chosen on 200 validation images; id: accuracy on 899 digits; ood: accuracy of the same "
    "network on 1 000 MNIST images; old: accuracy on these with the old head back; bent: norm of "
    "the change of the features of the 899 digits, as a share of their norm before; a seed draws "
    "splits, first weights, labels and its own 600 steps of pretraining; spread is the population "
    "standard deviation"
)


def old_head_back(net: SmallNet, old_head: nn.Linear) -> SmallNet:
    """A copy of `net` with a copy of `old_head` in place of its own head."""
    remembering = copy.deepcopy(net)
    remembering.head = copy.deepcopy(old_head)
    return remembering


@torch.no_grad()
def bent(net: SmallNet, source: SmallNet, images: torch.Tensor) -> float:
    """How far the features of `images` are from those of `source`: 0.0 for the same body.

    The features are the output of block4; norm of the difference over norm in `source`.
    """
    now, then = (
        model.block4(model.block3(model.block2(model.block1(images)))) for model in (net, source)
    )
    return ((now - then).norm() / then.norm()).item()


def scores(
    method: str, net: SmallNet, source: SmallNet, target: Images, old: Images
) -> dict[str, float]:
    """The `id` and `ood` of a trained network, for a method that transfers `old` and `bent` too."""
    reached = {"id": accuracy(net, *target), "ood": accuracy(net, *old)}
    if method in TRANSFERS:
        reached["old"] = accuracy(old_head_back(net, source.head), *old)
        reached["bent"] = bent(net, source, target.images)
    return reached


def chosen_on_validation(source: SmallNet, per_class: int, seed: int) -> dict[str, Chosen]:
    """The network of each method on the digits of this seed, at the pace that validated best."""
    split = digits_split(seed)
    labelled = few(*split.pool, per_class=per_class, seed=seed)
    return chosen(PACES, source, labelled, split.validation, seed)


def one_seed(per_class: int, seed: int = 0) -> dict[str, dict[str, float]]:
    """The scores of each method for one seed, in 3 to 5 s on one core.

    Quicker than the shipped results in two ways: every method keeps the pace that it chose most
    often there, and the body is the shipped checkpoint, whose own 1 000 test images are the old
    task for every seed.
    """
    source, split = pretrained_small_net(), digits_split(seed)
    labelled = few(*split.pool, per_class=per_class, seed=seed)
    shipped = shipped_results()["labels"][str(per_class)]
    paces = {method: [commonest_pace(shipped[method]["chosen"])] for method in PACES}
    nets = chosen(paces, source, labelled, split.validation, seed)
    old = mnist8_split(0).test
    return {m: scores(m, reached.net, source, split.test, old) for m, reached in nets.items()}


def commonest_pace(paces: Iterable[dict]) -> Pace:
    """The pace that stands most often among `paces` as the assets hold them; the earliest wins."""
    return Counter(Pace(**pace) for pace in paces).most_common(1)[0][0]


def summary(values: Iterable[float]) -> dict:
    """Mean and population standard deviation of `values`, and each of them, to four places."""
    values = list(values)
    return {
        "mean": round(float(np.mean(values)), 4),
        "spread": round(float(np.std(values)), 4),
        "values": [round(value, 4) for value in values],
    }


def shipped_results() -> dict:
    """What course/assets/comparison.json holds.

    `{"recipe": str, "torch": str, "before": {"old": RESULT, "unchanged on digits": RESULT},
    "labels": {"1": {method: {"id": RESULT, "ood": RESULT, "chosen": [PACE, ...]}}}}` with
    RESULT = `{"mean": float, "spread": float, "values": [float, ...]}`, one value per seed, and
    PACE the fields of `Pace`. A method that transfers has `old` and `bent` too.
    """
    return json.loads((ASSETS / "comparison.json").read_text(encoding="utf-8"))


def main() -> None:
    """Write course/assets/comparison.json and print its means."""
    torch.set_num_threads(1)
    sources = {seed: pretrain(seed) for seed in watched(range(SEEDS), "pretraining")}
    tests = {seed: (digits_split(seed).test, mnist8_split(seed).test) for seed in sources}
    before = {
        "old": summary(accuracy(net, *tests[seed][1]) for seed, net in sources.items()),
        "unchanged on digits": summary(
            accuracy(net, *tests[seed][0]) for seed, net in sources.items()
        ),
    }
    labels = {}
    for per_class in LABELS:
        runs = [
            {
                method: (scores(method, net, source, *tests[seed]), pace._asdict())
                for method, (net, pace) in chosen_on_validation(source, per_class, seed).items()
            }
            for seed, source in watched(sources.items(), f"{per_class} per class")
        ]
        labels[str(per_class)] = {method: _over_seeds(runs, method) for method in PACES}
        for method, results in labels[str(per_class)].items():
            said = [
                f"{r} {results[r]['mean']:.3f} ± {results[r]['spread']:.3f}" for r in ("id", "ood")
            ]
            print(f"{per_class:>2} per class  {method:<14} {', '.join(said)}")
    release = torch.__version__.split("+")[0]
    results = {"recipe": RECIPE, "torch": release, "before": before, "labels": labels}
    keep_asset("comparison.json", (json.dumps(results, indent=1) + "\n").encode())


def _over_seeds(runs: list[dict], method: str) -> dict:
    """Each score of a method over the seeds, and the paces it chose."""
    reached = [run[method][0] for run in runs]
    paces = [run[method][1] for run in runs]
    return {key: summary(run[key] for run in reached) for key in reached[0]} | {"chosen": paces}


if __name__ == "__main__":
    main()
