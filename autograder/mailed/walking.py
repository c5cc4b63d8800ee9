"""Everything in a folder, or in a zip of everything, that somebody may have handed in.

Links are not followed. Whatever cannot be read is told as the problem of what was found there; one
bad file never stops the rest.
"""

import os
import stat
from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path

from autograder.classroom import GradingError
from autograder.intake.reading import MAX_BYTES
from autograder.mailed import found
from autograder.mailed.archives import members
from autograder.mailed.found import Found, NotCollected

DEEPEST = 20  # folders inside one another


def found_in(source: Path, zone: tzinfo) -> Iterator[Found]:
    """What lies in a folder or in a zip of everything, in the order of names or of the archive.

    `zone` is that of times in archives that have none. Raises GradingError where the source is
    neither.
    """
    if source.is_dir():
        yield from _below(source, (), zone)
    elif source.is_file() and found.is_zip(source.name):
        for item in _file(source, (), zone):
            if not item.way and item.problem:
                raise GradingError(f"{source.name} cannot be collected. {item.problem}")
            if item.way:
                yield item
    elif source.exists():
        raise GradingError(f"{source.name} is neither a folder nor a zip; give one of these.")
    else:
        raise GradingError(f"There is no {source.name}; give the folder or the zip to collect.")


def _below(folder: Path, way: tuple[str, ...], zone: tzinfo) -> Iterator[Found]:
    """What lies in a folder and in the folders in it."""
    try:
        with os.scandir(folder) as entries:
            inside = sorted(entries, key=lambda entry: entry.name)
    except OSError as fault:
        told = f"The folder cannot be opened {found.failure(fault)}"
        if not way:
            raise GradingError(told) from None
        yield Found(way, problem=told)
        return
    for entry in inside:
        here = (*way, entry.name)
        if found.is_hidden(entry.name):
            continue
        if entry.is_symlink():
            yield Found(here, problem="It is a link, which is not followed; put the file there.")
        elif not entry.is_dir():
            yield from _file(Path(entry.path), here, zone)
        elif len(here) < DEEPEST:
            yield from _below(Path(entry.path), here, zone)
        else:
            yield Found(here, problem="It lies too deep in folders; move it up.")


def _file(path: Path, way: tuple[str, ...], zone: tzinfo) -> Iterator[Found]:
    """A file of a folder, and what is inside where it is an archive."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise NotCollected("It is no ordinary file; put the notebook itself there.")
        if found.is_zip(path.name):
            with path.open("rb") as file:
                yield from members(file, way, zone)
        elif found.is_other_archive(path.name):
            raise NotCollected(found.OTHER_KIND)
        elif not found.is_wanted(path.name):
            yield Found(way)
        elif status.st_size > MAX_BYTES:
            raise found.too_big(status.st_size)
        else:
            yield Found(way, path.read_bytes())
    except NotCollected as problem:
        yield Found(way, problem=str(problem))
    except OSError as fault:
        yield Found(way, problem=f"It cannot be opened {found.failure(fault)}")
