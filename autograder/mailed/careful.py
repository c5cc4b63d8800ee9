"""Opening archives of strangers: what a zip says of itself is never believed.

A directory of millions of members would be read in one go, so reads are limited in size. Only
`stored` and `deflated` members are opened: Python unpacks the others without any limit.
"""

import contextlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from autograder.mailed.found import NotCollected

MAX_DIRECTORY = 8_000_000  # bytes; 20,000 members with long names take half of it
MAX_MEMBERS = 20_000
CHUNK = 1_000_000
DAMAGED = "It is damaged or cut short; ask for it again."
MANY = f"It has more than {MAX_MEMBERS} files; ask for the notebook alone."
FORMATS = {b"Rar!": "rar", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gz", b"BZh": "bz2", b"\xfd7zX": "xz"}
_PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
# All that the standard library was seen to raise on damaged archives, made by chance.
_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(ValueError, LookupError, NotImplementedError, RuntimeError, OverflowError),
)


class _Limited(io.RawIOBase):
    """An open file of which no large part can be read in one go."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        super().__init__()
        self._file, self._size = file, size

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; NotCollected where that is too much at once."""
        left = max(0, self._size - self._file.tell())
        if min(left, size if size >= 0 else left) > MAX_DIRECTORY:
            raise NotCollected(MANY)
        return self._file.read(size)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move on."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Where reading stands."""
        return self._file.tell()

    def seekable(self) -> bool:
        """That it is no pipe."""
        return True


@contextlib.contextmanager
def opened(file: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """A zip, open for reading; NotCollected where it is none, or has far too many members."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    head = file.read(6)
    for magic, name in FORMATS.items():
        if head.startswith(magic):
            raise NotCollected(f"It is a {name} archive, whatever its name; ask for a zip.")
    with told(), zipfile.ZipFile(_Limited(file, size)) as archive:
        if len(archive.filelist) > MAX_MEMBERS:
            raise NotCollected(MANY)
        yield archive


def chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """What a member holds, piece by piece; NotCollected where it cannot be read, or not as said."""
    if info.flag_bits & _ENCRYPTED:
        raise NotCollected("It is locked with a password; ask for it without one.")
    if info.compress_type not in _PACKED:
        raise NotCollected("It is packed in an unusual way; ask for an ordinary zip.")
    size = 0
    with told(), archive.open(info) as member:
        while part := member.read(CHUNK):
            size += len(part)
            yield part
    if size != info.file_size:
        raise NotCollected(DAMAGED)


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Turn whatever a damaged archive makes the standard library raise into one sentence."""
    try:
        yield
    except NotCollected:
        raise
    except _FAULTS as fault:
        raise NotCollected(DAMAGED) from fault
