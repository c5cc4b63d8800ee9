"""What questions about the fraud desk share: rows of scores at 2 % fraud, and small tables."""

import random
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from course.fraud_scores import outcome, ranking
from course.fraud_task import weights_of

FRAUDS, HONEST = 30, 60


class Ranked(NamedTuple):
    """What a model's drawn scores are worth at 2 % fraud, as shares from 0 to 1."""

    accuracy: float
    recall: float
    average_precision: float


def drawn_scores(rng: random.Random, apart: float, shift: float = 0.0) -> dict[str, np.ndarray]:
    """Scores of a validation set: normal ones, frauds `apart` higher, all moved by `shift`.

    The set holds more frauds than 2 %; "weight" brings them back to that share.
    """
    y = np.array([1] * FRAUDS + [0] * HONEST)
    score = np.array([rng.gauss(0, 1) + apart * label + shift for label in y])
    return {"y": y, "score": score, "weight": weights_of(y)}


def worth(rows: dict[str, np.ndarray]) -> Ranked:
    """Accuracy and recall at a threshold of 0, and average precision."""
    at_zero = outcome(**rows, threshold=0.0)
    return Ranked(at_zero.accuracy, at_zero.recall, ranking(**rows))


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
