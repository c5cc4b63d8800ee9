"""What the old task loses while the new one is learned with the old head and everything tuned.

`python -m course.forgetting` makes course/assets/forgetting.json in about half a minute. Both tasks
have the same ten classes, so no head is exchanged: nothing in the numbers of the new task says
that anything is lost.
"""

import copy
import json

import torch

from course.comparison import summary
from course.data import ASSETS, digits_split, few, keep_asset, mnist8_split
from course.models import SmallNet, pretrained_small_net
from course.pretrain import pretrain
from course.training import accuracy, fit, watched

SEEDS = 8
LABELS = (1, 3, 10)
STEPS = 60
RECIPE = (
    "SmallNet that learned MNIST at 8x8, old head kept, everything tuned on the digits, 60 steps "
    "of Adam at 1e-3 on all labels at once; new: accuracy on 899 digits; old: accuracy on 1 000 "
    "MNIST images; a seed draws splits, first weights, labels and its own 600 steps of "
    "pretraining; spread is the population standard deviation"
)


def both_tasks(net: SmallNet, seed: int, old_seed: int) -> dict[str, float]:
    """Accuracy on the digits' test images of `seed`, and on MNIST's of `old_seed`."""
    return {
        "new": accuracy(net, *digits_split(seed).test),
        "old": accuracy(net, *mnist8_split(old_seed).test),
    }


def tuned(source: SmallNet, per_class: int, seed: int) -> SmallNet:
    """A copy of `source`, head and all, that has learned the digits."""
    net = copy.deepcopy(source)
    labelled = few(*digits_split(seed).pool, per_class=per_class, seed=seed)
    fit(net, *labelled, steps=STEPS, lr_head=1e-3)
    return net


def one_seed(per_class: int, seed: int = 0) -> dict[str, dict[str, float]]:
    """Both tasks `before` and `after` for one seed, from the shipped checkpoint, within 1 s."""
    source = pretrained_small_net()
    return {
        "before": both_tasks(source, seed, 0),
        "after": both_tasks(tuned(source, per_class, seed), seed, 0),
    }


def shipped_results() -> dict:
    """What course/assets/forgetting.json holds.

    `{"recipe": str, "torch": str, "labels": {"0": {"new": RESULT, "old": RESULT}}}`, where "0" is
    the network before it sees any digit, and RESULT is that of `course.comparison`.
    """
    return json.loads((ASSETS / "forgetting.json").read_text(encoding="utf-8"))


def main() -> None:
    """Write course/assets/forgetting.json and print its means."""
    torch.set_num_threads(1)
    runs = []
    for seed in watched(range(SEEDS), "seeds"):
        source = pretrain(seed)
        nets = {0: source} | {n: tuned(source, n, seed) for n in LABELS}
        runs.append({str(n): both_tasks(net, seed, seed) for n, net in nets.items()})
    labels = {
        n: {task: summary(run[n][task] for run in runs) for task in ("new", "old")} for n in runs[0]
    }
    for n, tasks in labels.items():
        said = [f"{task} {r['mean']:.3f} ± {r['spread']:.3f}" for task, r in tasks.items()]
        print(f"{n:>2} labels per class: {', '.join(said)}")
    release = torch.__version__.split("+")[0]
    results = {"recipe": RECIPE, "torch": release, "labels": labels}
    keep_asset("forgetting.json", (json.dumps(results, indent=1) + "\n").encode())


if __name__ == "__main__":
    main()
