"""Fingerprints of a row of tokens: some of its runs, and the same ones wherever a row comes up.

The way is winnowing, by S. Schleimer, D. S. Wilkerson and A. Aiken, "Winnowing: local algorithms
for document fingerprinting" (SIGMOD 2003): of each window of neighbouring runs the one with the
smallest hash is kept, the rightmost of equals. A row of `length` + WINDOW - 1 tokens that two texts
share leaves them at least one fingerprint in common.
"""

from collections.abc import Iterator
from zlib import crc32

WINDOW = 2


def fingerprints(row: list[str], length: int) -> Iterator[tuple[int, str]]:
    """Where the kept runs of `length` tokens begin, each with its text."""
    runs = ["\0".join(row[at : at + length]) for at in range(len(row) - length + 1)]
    # Not `hash`, which is another in every process.
    hashes = [crc32(run.encode("utf-8", "replace")) for run in runs]
    kept = -1
    for begin in range(max(len(runs) - WINDOW + 1, min(len(runs), 1))):
        window = range(begin, min(begin + WINDOW, len(runs)))
        smallest = min(window, key=lambda at: (hashes[at], -at))
        if smallest != kept:
            kept = smallest
            yield kept, runs[kept]
