"""Does freezing help, and is it the freezing that helps? Four starts, one target task.

`python -m course.four_starts` makes course/assets/four_starts.json in about two minutes. The
target is the digits with 10 labels per class, the source MNIST at 8x8. A fair comparison needs a
fair learning rate, so each start tries several plans and keeps the one that is best on 200
validation images; the test images are looked at once, with that one.
"""

import json
from collections import Counter

import numpy as np
import torch

from course.data import ASSETS, digits_split, few, keep_asset
from course.models import pretrained_small_net
from course.pretrain import pretrain
from course.starts import STARTS, Plan, trained
from course.training import accuracy, watched

SEEDS = 8
RECIPE = (
    "SmallNet, digits with 10 labels per class, Adam on all labels at once, rate and steps chosen "
    "on 200 validation images, accuracy on 899 test images; a seed draws split, first weights, "
    "labels and its own 600 steps of pretraining; spread is the population standard deviation"
)


def chosen_on_validation(seed: int) -> dict[str, tuple[float, Plan]]:
    """Test accuracy and chosen plan of each start, with a body pretrained for this seed."""
    source = pretrain(seed)
    split = digits_split(seed)
    labelled = few(*split.pool, per_class=10, seed=seed)
    results = {}
    for name, start in STARTS.items():
        nets = {plan: trained(start, plan, source, labelled, seed) for plan in start.plans}
        validated = {plan: accuracy(net, *split.validation) for plan, net in nets.items()}
        # max keeps the first of equals: the earlier plan wins a tie.
        best = max(validated, key=validated.get)
        results[name] = (accuracy(nets[best], *split.test), best)
    return results


def one_seed(seed: int = 0) -> dict[str, float]:
    """Test accuracy of each start for one seed, in 2 to 4 s on one core.

    Quicker than the shipped results in two ways: every start follows the plan it chose most often
    there (the earlier seed's in a tie), and the body is the shipped checkpoint.
    """
    source = pretrained_small_net()
    split = digits_split(seed)
    labelled = few(*split.pool, per_class=10, seed=seed)
    accuracies = {}
    for name, result in shipped_results()["starts"].items():
        votes = Counter(Plan(**plan) for plan in result["chosen"])
        plan = votes.most_common(1)[0][0]
        net = trained(STARTS[name], plan, source, labelled, seed)
        accuracies[name] = accuracy(net, *split.test)
    return accuracies


def shipped_results() -> dict:
    """What course/assets/four_starts.json holds.

    `{"recipe": str, "torch": str, "starts": {name: {"mean": float, "spread": float,
    "accuracies": [float, ...], "chosen": [{"lr": float, "steps": int}, ...]}}}`.
    """
    return json.loads((ASSETS / "four_starts.json").read_text(encoding="utf-8"))


def main() -> None:
    """Write course/assets/four_starts.json and print its means."""
    torch.set_num_threads(1)
    runs = [chosen_on_validation(seed) for seed in watched(range(SEEDS), "seeds")]
    starts = {}
    for name in STARTS:
        accuracies = [run[name][0] for run in runs]
        starts[name] = {
            "mean": round(float(np.mean(accuracies)), 4),
            "spread": round(float(np.std(accuracies)), 4),
            "accuracies": [round(value, 4) for value in accuracies],
            "chosen": [run[name][1]._asdict() for run in runs],
        }
        print(f"{name:<20} {starts[name]['mean']:.3f} ± {starts[name]['spread']:.3f}")
    release = torch.__version__.split("+")[0]
    results = {"recipe": RECIPE, "torch": release, "starts": starts}
    keep_asset("four_starts.json", (json.dumps(results, indent=1) + "\n").encode())


if __name__ == "__main__":
    main()
