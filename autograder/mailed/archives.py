"""What is inside a zip, read member by member into memory: nothing is ever unpacked to a disk.

So a member that points outside the archive, or is a link, could do no harm; it is refused all the
same, because nobody zips a notebook in that way by chance.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import tzinfo
from typing import BinaryIO

from autograder.intake.reading import MAX_BYTES
from autograder.mailed import found
from autograder.mailed.budget import Budget
from autograder.mailed.careful import opened
from autograder.mailed.found import Found, NotCollected
from autograder.mailed.members import check, parts_of
from autograder.mailed.times import packed_at

MAX_INNER = 200_000_000  # bytes of a zip inside a zip
Inner = Callable[[BinaryIO, tuple[str, ...], tzinfo], Iterator[Found]]


def members(file: BinaryIO, way: tuple[str, ...], zone: tzinfo) -> Iterator[Found]:
    """The archive itself and what is in it, and in the archives in it.

    `way` names the archive; `zone` is that of times without one.
    """
    yield from _members(file, way, zone, _inner)


def _members(file: BinaryIO, way: tuple[str, ...], zone: tzinfo, inner: Inner) -> Iterator[Found]:
    """The archive itself and what is in it; `inner` says what is in the archives in it."""
    try:
        with opened(file) as archive:
            yield Found(way)
            budget = Budget(file.seek(0, io.SEEK_END), way)
            for info in archive.filelist:
                parts = parts_of(info)
                if parts and not any(found.is_hidden(part) for part in parts if part != ".."):
                    yield from _member(archive, info, (*way, *parts), budget, zone, inner)
    except NotCollected as problem:
        yield Found(way, problem=str(problem))


def _member(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    way: tuple[str, ...],
    budget: Budget,
    zone: tzinfo,
    inner: Inner,
) -> Iterator[Found]:
    """One file in an archive; those that hold no work are not even opened."""
    name = way[-1]
    try:
        check(info)
        if found.is_zip(name):
            data = budget.of(way, archive, info, MAX_INNER)
            yield from inner(io.BytesIO(data), way, zone)
        elif found.is_other_archive(name):
            raise NotCollected(found.OTHER_KIND)
        elif not found.is_wanted(name):
            yield Found(way)
        elif info.file_size > MAX_BYTES:
            raise found.too_big(info.file_size)
        else:
            yield Found(way, budget.of(way, archive, info, MAX_BYTES), packed_at(info, zone))
    except NotCollected as problem:
        yield Found(way, problem=str(problem))


def _inner(file: BinaryIO, way: tuple[str, ...], zone: tzinfo) -> Iterator[Found]:
    """What is in an archive in an archive."""
    yield from _members(file, way, zone, _too_deep)


def _too_deep(file: BinaryIO, way: tuple[str, ...], zone: tzinfo) -> Iterator[Found]:
    """Nothing, of an archive in an archive in an archive."""
    yield Found(way, problem="It is a zip in a zip in a zip; ask for the notebook alone.")
