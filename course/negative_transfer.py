"""A transfer that fails: a body that learned to tell the digits 0 to 4 apart meets 5 to 9.

`python -m course.negative_transfer` makes course/assets/negative_transfer.json in four minutes.
Same writers, same scanner, same kind of image: only the classes are new, and that is enough. The
rates are chosen as in `course.comparison`, on the validation images of the new classes.
"""

import json
from typing import NamedTuple

import torch

from course.comparison import commonest_pace, summary
from course.data import ASSETS, Images, digits_split, few, keep_asset
from course.models import SmallNet, seeded
from course.six_methods import PACES, Chosen, chosen
from course.training import accuracy, fit, watched

SEEDS = 8
LABELS = (1, 3, 10)
RECIPE = (
    "SmallNet with five classes that learned the digits 0 to 4 (349 images of the pool, 600 steps "
    "of Adam, rate 1e-3, batch 64), then 5 to 9 with 1, 3 and 10 labels per class, Adam on all "
    "labels at once, rates and steps chosen on the validation images of 5 to 9 (about 100), "
    "accuracy on the test images of 5 to 9 (about 450); a seed draws split, first weights and "
    "labels; spread is the population standard deviation"
)


class Halves(NamedTuple):
    """The digits 0 to 4 to learn from and to test on, and 5 to 9, whose labels are 0 to 4 too."""

    source: Images
    source_test: Images
    pool: Images
    validation: Images
    test: Images


def halves(seed: int) -> Halves:
    """`digits_split(seed)`, cut between 4 and 5."""
    pool, validation, test = digits_split(seed)
    high = [_between(part, 5, 9) for part in (pool, validation, test)]
    return Halves(_between(pool, 0, 4), _between(test, 0, 4), *high)


def pretrained_on_low(split: Halves, seed: int) -> SmallNet:
    """A SmallNet with five classes that has learned the digits 0 to 4."""
    with seeded(seed):
        net = SmallNet(classes=5)
    fit(net, *split.source, steps=600, lr_head=1e-3, batch_size=64, seed=seed)
    return net


def one_seed(per_class: int, seed: int = 0) -> dict[str, float]:
    """Accuracy of each method on 5 to 9 for one seed, in 3 to 5 s on one core.

    Quicker than the shipped results, because every method keeps the pace that it chose most often
    there.
    """
    split = halves(seed)
    shipped = shipped_results()["labels"][str(per_class)]
    paces = {method: [commonest_pace(shipped[method]["chosen"])] for method in PACES}
    labelled = few(*split.pool, per_class=per_class, seed=seed)
    nets = chosen(paces, pretrained_on_low(split, seed), labelled, split.validation, seed)
    return {method: accuracy(reached.net, *split.test) for method, reached in nets.items()}


def shipped_results() -> dict:
    """What course/assets/negative_transfer.json holds.

    `{"recipe": str, "torch": str, "before": RESULT, "labels": {"1": {method: RESULT}}}` with
    RESULT = `{"mean": float, "spread": float, "values": [float, ...]}`, one value per seed; the
    methods' have `"chosen": [PACE, ...]` too, and `before` is the accuracy on 0 to 4.
    """
    return json.loads((ASSETS / "negative_transfer.json").read_text(encoding="utf-8"))


def main() -> None:
    """Write course/assets/negative_transfer.json and print its means."""
    torch.set_num_threads(1)
    splits = [halves(seed) for seed in range(SEEDS)]
    sources = [
        pretrained_on_low(split, seed)
        for seed, split in watched(list(enumerate(splits)), "pretraining")
    ]
    before = [accuracy(net, *split.source_test) for net, split in zip(sources, splits, strict=True)]
    labels = {}
    for per_class in LABELS:
        runs = []
        for seed, split in watched(list(enumerate(splits)), f"{per_class} per class"):
            labelled = few(*split.pool, per_class=per_class, seed=seed)
            runs.append(chosen(PACES, sources[seed], labelled, split.validation, seed))
        labels[str(per_class)] = {m: _over_seeds([r[m] for r in runs], splits) for m in PACES}
        for method, result in labels[str(per_class)].items():
            print(f"{per_class:>2} {method:<14} {result['mean']:.3f} ± {result['spread']:.3f}")
    release = torch.__version__.split("+")[0]
    results = {"recipe": RECIPE, "torch": release, "before": summary(before), "labels": labels}
    keep_asset("negative_transfer.json", (json.dumps(results, indent=1) + "\n").encode())


def _over_seeds(reached: list[Chosen], splits: list[Halves]) -> dict:
    """The test accuracies of a method over the seeds, and the paces it chose."""
    values = [accuracy(c.net, *split.test) for c, split in zip(reached, splits, strict=True)]
    return summary(values) | {"chosen": [c.pace._asdict() for c in reached]}


def _between(part: Images, first: int, last: int) -> Images:
    """The images of the digits `first` to `last`, labelled from 0."""
    wanted = (part.labels >= first) & (part.labels <= last)
    return Images(part.images[wanted], part.labels[wanted] - first)


if __name__ == "__main__":
    main()
