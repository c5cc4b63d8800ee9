"""Folders that somebody else has filled, looked at without following what is a link."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path


def inside(folder: Path) -> Iterator[Path]:
    """Everything in a folder, however deep. Raises OSError where it cannot be looked into."""

    def stop(problem: OSError) -> None:
        raise problem

    for place, folders, files in os.walk(folder, onerror=stop):
        yield from (Path(place, name) for name in (*folders, *files))


def is_plain(path: Path) -> bool:
    """Whether this is a folder or file that we can read: no link, no pipe, no device."""
    mode = path.lstat().st_mode
    return (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) and os.access(path, os.R_OK)


def owner_of(folder: Path) -> str:
    """The account that a folder belongs to; its number where it has no name."""
    try:
        return folder.owner()
    except KeyError:
        return str(folder.stat().st_uid)
