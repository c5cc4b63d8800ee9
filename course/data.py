"""The image sets of the course, and the splits that every lesson uses.

Two are handwritten digits at 8x8 grey pixels: the same task written, scanned and shrunk by
other people, so that transfer and forgetting exist and show in seconds. The third is clothing
at 14x14. Nothing is downloaded: the digits come with scikit-learn, the rest with this package.
"""

import os
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

ASSETS = Path(__file__).parent / "assets"


class Images(NamedTuple):
    """Labelled images: float32 (n, 1, side, side) between 0 and 1, and int64 (n,) from 0 to 9.

    The side is 8, or 14 for clothing.
    """

    images: torch.Tensor
    labels: torch.Tensor


class DigitsSplit(NamedTuple):
    """Disjoint parts of the digits: to draw labels from, to choose rates on, to test on once."""

    pool: Images
    validation: Images
    test: Images


class SourceSplit(NamedTuple):
    """Two disjoint parts of 5 000 images: 4 000 to learn from, 1 000 to test on."""

    train: Images
    test: Images


def digits() -> Images:
    """The 1 797 handwritten digits of scikit-learn, the target task of the course.

    Source: Alpaydin and Kaynak, Optical Recognition of Handwritten Digits, UCI repository;
    `sklearn.datasets.load_digits`. Grey levels 0..16 are divided by 16.
    """
    # Imported here: grading imports this module for every submission and needs no digits.
    from sklearn.datasets import load_digits

    raw = load_digits()
    pixels = torch.tensor(raw.images, dtype=torch.float32)
    return Images(pixels.unsqueeze(1) / 16, torch.tensor(raw.target, dtype=torch.int64))


def mnist8() -> Images:
    """The 5 000 MNIST images, 500 of each digit, pooled to 8x8: the source task of the course.

    Source: LeCun and Cortes; `course/mnist8.py` says what was changed.
    """
    return _shipped("mnist8.npz")


def fashion14() -> Images:
    """5 000 images of clothing, 500 of each of ten kinds, pooled to 14x14.

    Source: Fashion-MNIST by Zalando Research; `course/fashion14.py` says what was changed.
    """
    return _shipped("fashion14.npz")


def digits_split(seed: int = 0) -> DigitsSplit:
    """The digits in a pool of 698, a validation set of 200 and a test set of 899.

    Stratified, so that every part holds the ten digits in equal shares.
    """
    from sklearn.model_selection import train_test_split

    images, labels = digits()
    y, draw = labels.numpy(), {"random_state": seed}
    rest, test = train_test_split(np.arange(len(y)), test_size=0.5, stratify=y, **draw)
    pool, validation = train_test_split(rest, test_size=200, stratify=y[rest], **draw)
    return DigitsSplit(*(Images(images[part], labels[part]) for part in (pool, validation, test)))


def mnist8_split(seed: int = 0) -> SourceSplit:
    """MNIST at 8x8 in 4 000 images to train on and 1 000 to test on, drawn at random."""
    return _split(mnist8(), seed)


def fashion14_split(seed: int = 0) -> SourceSplit:
    """Clothing at 14x14 in 4 000 images to train on and 1 000 to test on, drawn at random."""
    return _split(fashion14(), seed)


def few(images: torch.Tensor, labels: torch.Tensor, *, per_class: int, seed: int = 0) -> Images:
    """`per_class` images of each class, drawn without repetition, ordered by class.

    Raises ValueError when a class has fewer images than that.
    """
    rng = np.random.default_rng(seed)
    places = [np.flatnonzero(labels.numpy() == label) for label in np.unique(labels.numpy())]
    drawn = np.concatenate([rng.choice(place, per_class, replace=False) for place in places])
    return Images(images[drawn], labels[drawn])


def keep_asset(name: str, content: bytes) -> Path:
    """The path of the asset `name`, which now holds `content`, whole or not at all."""
    path = ASSETS / name
    unfinished = path.with_name(name + ".part")
    unfinished.write_bytes(content)
    os.replace(unfinished, path)
    return path


def _shipped(name: str) -> Images:
    """The images and labels in the asset `name`, grey levels divided by 255."""
    with np.load(ASSETS / name, allow_pickle=False) as raw:
        pixels = torch.from_numpy(raw["images"]).to(torch.float32)
        labels = torch.from_numpy(raw["labels"]).to(torch.int64)
    return Images(pixels.unsqueeze(1) / 255, labels)


def _split(every: Images, seed: int) -> SourceSplit:
    """5 000 images, 4 000 and 1 000 of them, drawn at random."""
    images, labels = every
    order = torch.randperm(len(labels), generator=torch.Generator().manual_seed(seed))
    return SourceSplit(*(Images(images[part], labels[part]) for part in order.split([4000, 1000])))
