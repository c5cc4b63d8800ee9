"""How much may be unpacked of an archive: what is made to be large stops itself alone."""

import zipfile
from collections import defaultdict

from autograder.intake.reading import MAX_BYTES
from autograder.mailed.careful import chunks
from autograder.mailed.found import NotCollected

# Text packs to a tenth; what packs to less than a hundredth is made to be large.
MAX_RATIO = 100
MAX_EACH = 500_000_000  # bytes of one learner
MAX_TOTAL = 20_000_000_000
TOO_MUCH = "The archive unpacks to far too much; ask for the notebook alone."


Way = tuple[str, ...]


class Budget:
    """The bytes that may still be unpacked of an archive of `size` bytes.

    An archive on a way is one learner's. One without is a zip of everything: whatever lies apart in
    it has a budget of its own, since a learner's bomb must not use up another's.
    """

    def __init__(self, size: int, way: Way) -> None:
        each = min(MAX_EACH, max(MAX_BYTES, MAX_RATIO * size))
        self._left: dict[Way, int] = defaultdict(lambda: each)
        self._total, self._way = MAX_TOTAL, way

    def of(self, way: Way, archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
        """What a member holds; NotCollected where that is more than `limit`, or than is left."""
        owner = self._way or way[:2]
        parts, size = [], 0
        for part in chunks(archive, info):
            size += len(part)
            self._left[owner] -= len(part)
            self._total -= len(part)
            if min(self._left[owner], self._total) < 0:
                raise NotCollected(TOO_MUCH)
            if size > limit:
                told = f"It unpacks to more than {limit / 1e6:.0f} MB"
                raise NotCollected(f"{told}; ask for it without its outputs.")
            parts.append(part)
        return b"".join(parts)
