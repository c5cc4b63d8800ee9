"""A file of JSON records, one a line, that only ever grows: a kill tears at most the last line."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO


class Journal:
    """The records in one file."""

    def __init__(self, path: Path) -> None:
        """Nothing is made before the first `append`."""
        self._path = path

    def records(self) -> Iterator[Any]:
        """What the lines hold, the earliest first; those that are torn are passed over."""
        if self._path.is_file():
            with self._path.open(encoding="utf-8", errors="replace") as lines:
                for line in lines:
                    try:
                        yield json.loads(line)
                    except (ValueError, RecursionError):
                        continue

    def append(self, *records: dict) -> None:
        """Add lines, each a line of its own even where the last one was torn.

        Raises OSError where they cannot be written.
        """
        text = "".join(json.dumps(record, sort_keys=True) + "\n" for record in records).encode()
        with self._path.open("ab+") as file:
            if file.tell() and not _ends_a_line(file):
                text = b"\n" + text
            # One call: the system writes all of it or, on a full disk, leaves a torn line.
            file.write(text)


def _ends_a_line(file: BinaryIO) -> bool:
    """Whether the last byte of an open file is a line's end."""
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"
