"""How many of the first blocks fit another task, and does it take learning to make them?

`python -m course.depth` makes course/assets/depth.json in about five minutes. The first blocks
come from a network that learned MNIST at 8x8, all later ones are random, and the digits are to be
learned from 10 labels per class. The third line is the control: its first blocks are random too.
"""

import json
from typing import NamedTuple

import numpy as np
import torch

from course.data import ASSETS, Images, digits_split, few, keep_asset
from course.models import SmallNet, pretrained_small_net, small_net
from course.pretrain import pretrain
from course.training import accuracy, fit, watched

SEEDS = 8
STEPS = 150
BODY_RATE = 1e-3
HEAD_RATES = (3e-3, 1e-2, 3e-2)
BLOCKS = ("block1", "block2", "block3", "block4")
RECIPE = (
    "SmallNet whose first 0 to 4 blocks are those of a network that learned MNIST at 8x8 or are "
    "random, the rest random, the same in all three; digits with 10 labels per class, 150 steps of "
    "Adam on all labels at once, blocks at 1e-3, head at 3e-3, 1e-2 or 3e-2, chosen on 200 "
    "validation images, accuracy on 899 test images; a seed draws split, first weights, labels "
    "and its own 600 steps of pretraining; spread is the population standard deviation"
)


class Line(NamedTuple):
    """What is done to the first blocks: are they copied, and do they hold still?"""

    copied: bool
    frozen: bool


LINES = {
    "pretrained, frozen": Line(copied=True, frozen=True),
    "pretrained, tuned": Line(copied=True, frozen=False),
    "random, frozen": Line(copied=False, frozen=True),
}


def cut_at(depth: int, line: Line, source: SmallNet, seed: int) -> SmallNet:
    """An untrained network whose first `depth` blocks are set up as `line` says.

    All other weights come from `50 + seed`, whatever the line; `source` is left alone.
    """
    net = small_net(50 + seed)
    for name in BLOCKS[:depth]:
        lower = net.get_submodule(name).requires_grad_(not line.frozen)
        if line.copied:
            lower.load_state_dict(source.get_submodule(name).state_dict())
    return net


def learned_on(labelled: Images, net: SmallNet, head_rate: float) -> SmallNet:
    """`net` after it has learned the labelled digits."""
    fit(net, *labelled, steps=STEPS, lr_head=head_rate, lr_body=BODY_RATE)
    return net


def curves(source: SmallNet, seed: int, head_rates: tuple[float, ...]) -> dict[str, list[float]]:
    """Test accuracy by line and depth; each head rate is chosen on validation where several are
    given.

    At depth 0 the three lines are one network, which is trained once.
    """
    split = digits_split(seed)
    labelled = few(*split.pool, per_class=10, seed=seed)

    def reached(depth: int, line: Line) -> float:
        nets = [learned_on(labelled, cut_at(depth, line, source, seed), r) for r in head_rates]
        # max keeps the first of equals: the smaller rate wins a tie.
        return accuracy(max(nets, key=lambda net: accuracy(net, *split.validation)), *split.test)

    from_nothing = reached(0, LINES["random, frozen"])
    depths = range(1, len(BLOCKS) + 1)
    return {n: [from_nothing, *(reached(d, line) for d in depths)] for n, line in LINES.items()}


def one_seed(seed: int = 0) -> dict[str, list[float]]:
    """The curves for one seed, in 6 to 12 s on one core: shipped body, one head rate (1e-2)."""
    return curves(pretrained_small_net(), seed, (1e-2,))


def shipped_results() -> dict:
    """What course/assets/depth.json holds.

    `{"recipe": str, "torch": str, "lines": {line: [RESULT, ...]}}`, one result per depth from 0
    to 4, with RESULT = `{"mean": float, "spread": float, "accuracies": [float, ...]}`.
    """
    return json.loads((ASSETS / "depth.json").read_text(encoding="utf-8"))


def result(accuracies: list[float]) -> dict:
    """Mean and spread of accuracies, and each of them, to four places."""
    return {
        "mean": round(float(np.mean(accuracies)), 4),
        "spread": round(float(np.std(accuracies)), 4),
        "accuracies": [round(value, 4) for value in accuracies],
    }


def main() -> None:
    """Write course/assets/depth.json and print its means."""
    torch.set_num_threads(1)
    runs = [curves(pretrain(seed), seed, HEAD_RATES) for seed in watched(range(SEEDS), "seeds")]
    lines = {
        name: [result([run[name][depth] for run in runs]) for depth in range(len(BLOCKS) + 1)]
        for name in LINES
    }
    release = torch.__version__.split("+")[0]
    results = {"recipe": RECIPE, "torch": release, "lines": lines}
    keep_asset("depth.json", (json.dumps(results, indent=1) + "\n").encode())
    for name, line in lines.items():
        print(f"{name:<19}", *(f"{r['mean']:.3f} ± {r['spread']:.3f}" for r in line))


if __name__ == "__main__":
    main()
