"""How few numbers are enough? A random network, and a pretrained one that is adapted.

`python -m course.little` makes course/assets/little.json in about eight minutes. Every way to train
little has its learning rate chosen on validation images: with one rate for all, a way that trains
few numbers looks worse than it is.
"""

import json
from collections import Counter

import numpy as np
import torch

from course.data import ASSETS, keep_asset
from course.little_runs import (
    RANDOM_STEPS,
    STEPS,
    TASKS,
    Reached,
    best,
    digits_parts,
    from_pretrained,
    mnist_parts,
    random_net,
)
from course.little_ways import FROM_PRETRAINED, FROM_RANDOM
from course.mlp import pretrained_mlp
from course.pretrain import RECIPES, learned
from course.training import watched

RANDOM_SEEDS, SEEDS = 5, 8
RECIPE = (
    "from random: BatchNormNet of width 32, never trained, MNIST at 8x8, 500 steps of Adam, batch "
    "64, rate chosen on 500 of the 4 000 training images, accuracy on 1 000 test images; from "
    "pretrained: MLP that learned MNIST at 8x8 for 1 000 steps, digits as they are or turned by 90 "
    "degrees, 10 labels per class, old head kept, 150 steps of Adam on all labels at once, rate "
    "chosen on 200 validation images, accuracy on 899 test images; each way has three rates to "
    "choose from; a seed draws splits, first weights, labels, batches and its own pretraining; "
    "spread is the population standard deviation"
)


def one_seed(seed: int = 0) -> dict[str, dict[str, Reached]]:
    """The pretrained MLP adapted to both tasks in every way, about 4 s on one core.

    Quicker than the shipped results: each way learns at the rate that it chose most often there
    (the earlier seed's in a tie), and the network is the shipped checkpoint.
    """
    net = pretrained_mlp()
    results = shipped_results()["from pretrained"]
    return {
        task: {
            name: from_pretrained(net, way, often_chosen(results[task][name]), task, seed)
            for name, way in FROM_PRETRAINED.items()
        }
        for task in TASKS
    }


def often_chosen(result: dict) -> float:
    """The rate that most seeds of a shipped result chose, the earlier seed's in a tie."""
    return Counter(result["chosen"]).most_common(1)[0][0]


def shipped_results() -> dict:
    """What course/assets/little.json holds.

    `{"recipe": str, "torch": str, "from random": {way: RESULT}, "from pretrained":
    {task: {way: RESULT}}}` with RESULT = `{"numbers": int, "mean": float, "spread": float,
    "accuracies": [float, ...], "chosen": [float, ...]}`: one accuracy and one rate per seed.
    """
    return json.loads((ASSETS / "little.json").read_text(encoding="utf-8"))


def main() -> None:
    """Write course/assets/little.json and print its means."""
    torch.set_num_threads(1)
    runs = {name: [] for name in FROM_RANDOM}
    for seed in watched(range(RANDOM_SEEDS), "random networks"):
        for name, way in FROM_RANDOM.items():
            args = mnist_parts(seed), seed, RANDOM_STEPS, 64
            runs[name].append(best(random_net(seed), way, *args))
    adapted = {task: {name: [] for name in FROM_PRETRAINED} for task in TASKS}
    for seed in watched(range(SEEDS), "pretrained networks"):
        net = learned(RECIPES["mlp"], seed)
        for task, ways in adapted.items():
            for name, reached in ways.items():
                args = digits_parts(task, seed), seed, STEPS, None
                reached.append(best(net, FROM_PRETRAINED[name], *args))
    results = {
        "recipe": RECIPE,
        "torch": torch.__version__.split("+")[0],
        "from random": _results("from random", runs),
        "from pretrained": {task: _results(task, ways) for task, ways in adapted.items()},
    }
    keep_asset("little.json", (json.dumps(results, indent=1) + "\n").encode())


def _results(title: str, ways: dict[str, list[Reached]]) -> dict:
    """Mean and spread of each way, and every seed of it; printed line by line."""
    results = {}
    for name, runs in ways.items():
        accuracies = [run.accuracy for run in runs]
        results[name] = {
            "numbers": runs[0].numbers,
            "mean": round(float(np.mean(accuracies)), 4),
            "spread": round(float(np.std(accuracies)), 4),
            "accuracies": [round(value, 4) for value in accuracies],
            "chosen": [run.lr for run in runs],
        }
        said = f"{results[name]['mean']:.3f} ± {results[name]['spread']:.3f}"
        print(f"{title:<14} {name:<24} {runs[0].numbers:>6} {said}")
    return results


if __name__ == "__main__":
    main()
