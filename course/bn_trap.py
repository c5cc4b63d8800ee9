"""What a frozen body with BatchNorm forgets while a new head learns: three shifts, two modes.

`python -m course.bn_trap` makes course/assets/bn_trap.json in less than a minute. No parameter of
the body ever moves here. In train mode its running statistics follow the new images all the same,
and the old task pays; the new one may gain.
"""

import copy
import json
from typing import NamedTuple

import numpy as np
import torch
from torch import nn

from course.data import ASSETS, digits_split, keep_asset, mnist8_split
from course.models import BatchNormNet, fresh_head, pretrained_batchnorm_net
from course.pretrain import pretrain_batchnorm
from course.training import accuracy, fit, watched

SEEDS = 8
STEPS = 100
RECIPE = (
    "BatchNormNet that learned MNIST at 8x8 for 500 steps, all its flags off, new head on the "
    "digits, 100 steps of Adam, rate 1e-2, batch 32, body left in train or eval mode meanwhile; "
    "afterwards all in eval mode: accuracy on 899 digits, shifted as in training, and on 1 000 "
    "MNIST images with the old head back; a seed draws splits, first weights, its own pretraining "
    "and batches; spread is the population standard deviation"
)
SHIFTS = {
    "same": lambda images: images,
    "dim": lambda images: 0.3 * images,
    "inverted": lambda images: 1 - images,
}
MODES = {"train": nn.Module.train, "eval": nn.Module.eval}


class Trained(NamedTuple):
    """A network after its new head has learned, and what its first BatchNorm went through.

    `means` is float32 (STEPS + 1, channels): the running means at the start and after each step.
    """

    net: BatchNormNet
    means: torch.Tensor


class Score(NamedTuple):
    """Accuracy on the new task with the new head, and on the old one with the old head."""

    target: float
    old: float


def head_trained(source: BatchNormNet, shift: str, mode: str, seed: int) -> Trained:
    """A copy of `source` with its flags off, whose new head learned the digits in `mode`.

    `shift` is a key of SHIFTS and `mode` one of MODES, else KeyError. `source` is left alone.
    """
    net = copy.deepcopy(source).requires_grad_(False)
    net.head = fresh_head(50 + seed)
    MODES[mode](net)
    norm = net.block1[1]
    means = [norm.running_mean.clone()]
    hook = norm.register_forward_hook(lambda *_: means.append(norm.running_mean.clone()))
    images, labels = digits_split(seed).pool
    fit(net, SHIFTS[shift](images), labels, steps=STEPS, lr_head=1e-2, batch_size=32, seed=seed)
    hook.remove()
    return Trained(net, torch.stack(means))


def score(net: BatchNormNet, old_head: nn.Linear, shift: str, seed: int) -> Score:
    """How well `net` does on the shifted digits, and on MNIST with `old_head` in place of its own.

    `net` is left as it is.
    """
    images, labels = digits_split(seed).test
    remembering = copy.deepcopy(net)
    remembering.head = old_head
    return Score(
        accuracy(net, SHIFTS[shift](images), labels),
        accuracy(remembering, *mnist8_split(seed).test),
    )


def trap(source: BatchNormNet, seed: int) -> dict[str, dict[str, Score]]:
    """The scores by shift and mode, each from a fresh copy of `source`."""
    return {
        shift: {
            mode: score(head_trained(source, shift, mode, seed).net, source.head, shift, seed)
            for mode in MODES
        }
        for shift in SHIFTS
    }


def one_seed(seed: int = 0) -> dict[str, dict[str, Score]]:
    """The scores for one seed, in 3 to 6 s on one core: the body is the shipped checkpoint."""
    return trap(pretrained_batchnorm_net(), seed)


def shipped_results() -> dict:
    """What course/assets/bn_trap.json holds.

    `{"recipe": str, "torch": str, "before": RESULT, "shifts": {shift: {mode: {task: RESULT}}}}`
    with RESULT = `{"mean": float, "spread": float, "accuracies": [float, ...]}`; the tasks are the
    fields of Score, and `before` is the old task's accuracy when nothing has been trained yet.
    """
    return json.loads((ASSETS / "bn_trap.json").read_text(encoding="utf-8"))


def main() -> None:
    """Write course/assets/bn_trap.json and print its means."""
    torch.set_num_threads(1)
    sources = {seed: pretrain_batchnorm(seed) for seed in watched(range(SEEDS), "pretraining")}
    before = [accuracy(net, *mnist8_split(seed).test) for seed, net in sources.items()]
    runs = [trap(net, seed) for seed, net in watched(sources.items(), "seeds")]
    shifts = {
        shift: {
            mode: {
                task: _result([getattr(run[shift][mode], task) for run in runs])
                for task in Score._fields
            }
            for mode in MODES
        }
        for shift in SHIFTS
    }
    release = torch.__version__.split("+")[0]
    results = {"recipe": RECIPE, "torch": release, "before": _result(before), "shifts": shifts}
    keep_asset("bn_trap.json", (json.dumps(results, indent=1) + "\n").encode())
    for shift, modes in shifts.items():
        for mode, tasks in modes.items():
            said = [f"{task} {r['mean']:.3f} ± {r['spread']:.3f}" for task, r in tasks.items()]
            print(f"{shift:<9} {mode:<6} {', '.join(said)}")


def _result(accuracies: list[float]) -> dict:
    """Mean and spread of accuracies, and each of them, to four places."""
    return {
        "mean": round(float(np.mean(accuracies)), 4),
        "spread": round(float(np.std(accuracies)), 4),
        "accuracies": [round(value, 4) for value in accuracies],
    }


if __name__ == "__main__":
    main()
