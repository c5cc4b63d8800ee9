"""Batches of classes and probabilities, drawn from a seed: for scores that are pooled.

Classes have the shape (n,) and probabilities (n, 1), in steps of 1/64; one half comes up only where
it is meant to.
"""

import random
from collections.abc import Mapping

import torch

Batches = list[tuple[torch.Tensor, torch.Tensor]]


def batches_asked(seed: int) -> dict[str, list[tuple[Batches]]]:
    """Batches of classes (n,) and probabilities (n, 1): plain, one-sided, empty and unreadable."""
    draws = random.Random(f"batches {seed}")
    plain = [[_batch(draws, size, 0.35) for size in (12, 9, 5)] for _ in range(2)]
    lone = _batch(draws, 1, 1.0)
    calm = (torch.zeros(8, dtype=torch.int64), torch.full((8, 1), 0.125))
    all_yes = (torch.ones(3, dtype=torch.int64), torch.tensor([[0.75], [0.25], [0.875]]))
    edge = (torch.tensor([1, 0, 1]), torch.tensor([[0.5], [0.25], [0.75]]))
    uneven = [
        [_batch(draws, 11, 0.3), calm, all_yes, lone],
        [_batch(draws, 13, 0.25), calm, edge],
    ]
    silent = [(y, p.clamp(max=0.375)) for y, p in plain[0]]
    negative = [(torch.zeros_like(y), p) for y, p in plain[1]]
    return {
        "plain": [(batches,) for batches in plain],
        "uneven": [(batches,) for batches in uneven],
        "empty": [(silent,), (negative,), ([],)],
        "nan": [([plain[0][0], _with(plain[0][1], torch.nan)],)],
        "beyond": [([plain[0][0], _with(plain[0][1], value)],) for value in (1.5, -0.25)],
        "lengths": [([(y[:-1], p) for y, p in plain[0]],)],
    }


def counts_of(batches: Batches) -> Mapping[str, int]:
    """The four counts over all batches, positive from one half on."""
    counts = dict.fromkeys(("tn", "fp", "fn", "tp"), 0)
    for y, p in batches:
        for actual, chance in zip(y.tolist(), p.flatten().tolist(), strict=True):
            said = chance >= 0.5
            counts[("t" if said == bool(actual) else "f") + ("p" if said else "n")] += 1
    return counts


def _batch(draws: random.Random, size: int, share: float) -> tuple[torch.Tensor, torch.Tensor]:
    """Rows of both classes, three of four on the right side of one half."""
    positives = max(1, round(size * share))
    labels = [1] * positives + [0] * (size - positives)
    draws.shuffle(labels)
    right = [draws.random() < 0.72 for _ in labels]
    steps = [draws.randint(34, 62) if r == bool(y) else draws.randint(2, 30)
             for y, r in zip(labels, right, strict=True)]  # fmt: skip
    return torch.tensor(labels), torch.tensor(steps).unsqueeze(1) / 64


def _with(
    batch: tuple[torch.Tensor, torch.Tensor], value: float
) -> tuple[torch.Tensor, torch.Tensor]:
    """A batch with one other probability."""
    y, p = batch
    p = p.clone()
    p[len(p) // 2] = value
    return y, p
