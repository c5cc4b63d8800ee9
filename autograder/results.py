"""The cache of results: what once came of a job is not run again.

One file per result, `results/<two digits>/<key>.json` in the gradebook's folder. The key names the
job and everything that its result depends on, so an entry is never wrong, only unused.
"""

import hashlib
import itertools
import json
import os
from pathlib import Path

from autograder.bank.private import PRIVATE, private_in
from autograder.engine.client import LOST_ROOM
from autograder.engine.job import Job
from autograder.engine.limits import Limits
from autograder.engine.result import Result
from autograder.engine.versions import versions
from autograder.plain import Malformed


def key_of(job: Job, isolation: str, limits: Limits) -> str:
    """The name of a job's result, as hex digits.

    Another release of a package, other limits or another isolation give another name.
    """
    return job.key(versions(), limits.as_plain(), isolation)


def graded_with(gradebook: Path) -> str:
    """A digest of all that marks depend on beside the work: releases, sources, private questions.

    Private questions are no part of a result, but of its marks.
    """
    told = [versions(), private_in(gradebook / PRIVATE).private_digest()]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


class Results:
    """The results of one class, by key."""

    def __init__(self, gradebook: Path) -> None:
        """`gradebook` is the folder of the class; nothing is made in it before the first `put`."""
        self._room = gradebook / "results"

    def get(self, key: str) -> Result | None:
        """The result with this key; None where there is none or its file is damaged."""
        try:
            return Result.from_text(self._path(key).read_text(encoding="utf-8"))
        except (FileNotFoundError, UnicodeDecodeError, Malformed):
            return None

    def put(self, key: str, result: Result) -> None:
        """Keep a result, unless its room was lost: then the next grading tries again.

        An earlier one with other evidence stays beside it, as `<key>.1.json` and so on. Raises
        OSError where it cannot be written, and leaves no half of it.
        """
        if LOST_ROOM in result.notes:
            return
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        # The formgrader may be writing the same result at this moment.
        part = path.with_name(f".{key}.{os.getpid()}.part")
        try:
            part.write_text(result.to_text(), encoding="utf-8")
            earlier = self.get(key)
            if earlier and earlier.checks != result.checks:
                path.replace(_free(path))
            part.replace(path)
        except OSError:
            part.unlink(missing_ok=True)
            raise

    def _path(self, key: str) -> Path:
        """Where a result lies."""
        return self._room / key[:2] / f"{key}.json"


def _free(path: Path) -> Path:
    """The first numbered name beside a file that no file has."""
    names = (path.with_name(f"{path.stem}.{number}.json") for number in itertools.count(1))
    return next(name for name in names if not name.exists())
