"""Rows of the shipped results over a few seeds that are drawn, so that tables differ."""

import random
from collections.abc import Sequence
from statistics import fmean


def drawn_seeds(rng: random.Random, count: int, least: int) -> list[int]:
    """Some of the seeds 0 to `count` - 1 in order: at least `least` of them."""
    return sorted(rng.sample(range(count), rng.randint(least, count)))


def mean_over(accuracies: Sequence[float], seeds: Sequence[int], places: int = 3) -> float:
    """The mean of the accuracies of these seeds, rounded as tables show it."""
    return round(fmean(accuracies[seed] for seed in seeds), places)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
