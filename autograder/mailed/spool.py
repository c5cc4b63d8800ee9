"""Where notebooks lie while it is settled which of them count: files named by what they hold."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.mailed.handin import Copy

ROOM = ".collecting"


class Spool:
    """A folder of notebooks, each of them once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, data: bytes) -> Copy:
        """Write these bytes down."""
        digest = hashlib.sha256(data).hexdigest()
        path = self.folder / digest
        if not path.exists():
            path.write_bytes(data)
        return Copy(digest, path)


@contextmanager
def in_class(gradebook: Path) -> Iterator[Spool]:
    """A spool beside the submissions, from where a file moves to its place in one step.

    What a killed collecting has left there is cleared away.
    """
    room = gradebook / ROOM
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir(parents=True)
    try:
        yield Spool(room)
    finally:
        shutil.rmtree(room, ignore_errors=True)


@contextmanager
def elsewhere() -> Iterator[Spool]:
    """A spool outside the class, which stays as it is."""
    with tempfile.TemporaryDirectory() as folder:
        yield Spool(Path(folder))
