"""The recipe of course/assets/fashion14.npz: `python -m course.fashion14 FOLDER`.

FOLDER holds the training files of Fashion-MNIST as they are published, and as Debian's package
dataset-fashion-mnist puts them into /usr/share/datasets/fashion-mnist. Of each class the first
500 images are taken, in their order, and each is averaged over 2x2 pixels, in whole numbers, so
that every machine makes the same bytes.
"""

import argparse
import gzip
import io
import sys
import zlib
from pathlib import Path

import numpy as np

from course.data import keep_asset

IMAGES, LABELS = "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"
PER_CLASS = 500


def read(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """Pixels (60000, 28, 28) and labels (60000,), uint8, as Fashion-MNIST stores them.

    Raises OSError when a file cannot be opened and ValueError when it holds something else.
    """
    pixels = _idx(folder / IMAGES, magic=2051, shape=(60_000, 28, 28))
    labels = _idx(folder / LABELS, magic=2049, shape=(60_000,))
    if not np.array_equal(np.unique(labels, return_counts=True), [range(10), [6000] * 10]):
        raise ValueError(f"{LABELS} does not hold 6000 labels of each class")
    return pixels, labels


def _idx(path: Path, *, magic: int, shape: tuple[int, ...]) -> np.ndarray:
    """The array in a file of the idx format: a magic number, the shape, the bytes."""
    try:
        content = gzip.decompress(path.read_bytes())
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ValueError(f"{path.name} is not a whole gzip file") from error
    head = np.array([magic, *shape], dtype=">i4").tobytes()
    if not content.startswith(head) or len(content) != len(head) + np.prod(shape):
        raise ValueError(f"{path.name} does not hold bytes of the shape {shape}")
    return np.frombuffer(content, dtype=np.uint8, offset=len(head)).reshape(shape)


def chosen(labels: np.ndarray) -> np.ndarray:
    """The places of the first 500 images of each class, in ascending order."""
    return np.sort(
        np.concatenate([np.flatnonzero(labels == label)[:PER_CLASS] for label in range(10)])
    )


def pool(pixels: np.ndarray) -> np.ndarray:
    """Grey levels (n, 14, 14), uint8, of `pixels` (n, 28, 28): means of 2x2, rounded half up."""
    sums = pixels.reshape(-1, 14, 2, 14, 2).sum(axis=(2, 4), dtype=np.int64)
    return ((sums + 2) // 4).astype(np.uint8)


def main() -> None:
    """Write course/assets/fashion14.npz."""
    command = argparse.ArgumentParser(prog="python -m course.fashion14", description=main.__doc__)
    command.add_argument("folder", type=Path, help=f"the folder with {IMAGES} and {LABELS}")
    folder = command.parse_args().folder
    try:
        pixels, labels = read(folder)
    except OSError as error:
        sys.exit(f"{error.filename} cannot be read: {error.strerror}. It is a part of Debian's "
                 "package dataset-fashion-mnist.")  # fmt: skip
    except ValueError as mistake:
        sys.exit(f"{folder} cannot be used: {mistake}. Take the published training files.")
    places = chosen(labels)
    content = io.BytesIO()
    np.savez_compressed(content, images=pool(pixels[places]), labels=labels[places])
    keep_asset("fashion14.npz", content.getvalue())
    print(f"fashion14.npz: {len(places)} images of 14x14, {len(content.getvalue())} bytes")


if __name__ == "__main__":
    main()
