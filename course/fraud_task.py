"""The fraud task: digit 9 is the fraud among the digits 5 to 8, at 2 %, with an old task to keep.

There are two cases with one symptom. In "new" the body has never seen a 9 nor any of the digits it
hides among; in "known" 150 pictures of each of 5 to 9 were in its pretraining, too. Few frauds are
left for training and validation, as in life. The test set gets every other 9 there is and is
weighted back to 2 %: recall can be measured on hundreds of frauds, and precision is still that of
a world with 2 % fraud.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import torch

from course.data import Images, mnist8

PREVALENCE = 0.02
CASES = ("new", "known")


class FraudTask(NamedTuple):
    """The data of one case and seed; labels are 1 for fraud and 0 for legitimate.

    `source` and `old_test` are the old task, with labels from 0 to 9: what the body learns first,
    and 500 held-out pictures of the digits 0 to 4. No picture is in two of the five parts.
    """

    source: Images
    train: Images
    validation: Images
    test: Images
    old_test: Images


def fraud_task(case: str, seed: int = 0) -> FraudTask:
    """The pictures of "new" or "known", drawn from `seed`.

    Case new: 980 legitimate and 20 fraudulent pictures to learn from, 490 and 10 to choose
    thresholds on, 530 and 470 to test on. Case known: 686 and 14, 343 and 7, 371 and 329.
    Raises KeyError for another case.
    """
    familiar = {"new": 0, "known": 150}[case]
    images, labels = mnist8()
    rng = np.random.default_rng(seed)
    by_digit = [rng.permutation(np.flatnonzero(labels.numpy() == digit)) for digit in range(10)]
    source = [places[:400] for places in by_digit[:5]]
    source += [places[:familiar] for places in by_digit[5:]]
    old_test = np.concatenate([places[400:] for places in by_digit[:5]])
    legitimate = rng.permutation(np.concatenate([p[familiar:] for p in by_digit[5:9]]))
    fraud = by_digit[9][familiar:]
    ends = [0, round(0.49 * len(legitimate)), round(0.735 * len(legitimate)), len(legitimate)]
    # One fraud to 49 legitimate pictures, and all that remain to the test.
    frauds = [0, ends[1] // 49, ends[1] // 49 + (ends[2] - ends[1]) // 49, len(fraud)]
    parts = [
        _labelled(images, legitimate[ends[part] : ends[part + 1]], fraud[a:b])
        for part, (a, b) in enumerate(pairwise(frauds))
    ]
    learned = np.concatenate(source)
    return FraudTask(
        Images(images[learned], labels[learned]),
        *parts,
        Images(images[old_test], labels[old_test]),
    )


def weights_of(y: np.ndarray) -> np.ndarray:
    """A weight for each label of `y`, so that the frauds weigh 2 % and all together 1.

    float64 (n,). Raises ValueError unless both kinds of label are there.
    """
    frauds = int((y == 1).sum())
    if not 0 < frauds < len(y):
        raise ValueError("weights need at least one fraud and one legitimate picture")
    return np.where(y == 1, PREVALENCE / frauds, (1 - PREVALENCE) / (len(y) - frauds))


def _labelled(images: torch.Tensor, legitimate: np.ndarray, fraud: np.ndarray) -> Images:
    """The legitimate pictures, labelled 0, then the frauds, labelled 1."""
    labels = torch.tensor([0] * len(legitimate) + [1] * len(fraud))
    return Images(images[np.concatenate([legitimate, fraud])], labels)
