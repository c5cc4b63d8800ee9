"""The journal of a class, `attempts.jsonl`: every grading that was finished, one line each.

Lines are only ever added. A grading that was killed leaves no line, or half of one, which counts
for nothing: a submission is done when the last line about it says so.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Attempt:
    """One finished grading: what was graded, what it earned, and how to repeat it.

    `key` names the result in the cache, `submission` is a digest of the notebook that was graded,
    prose included, and `versions` one of the releases it was graded with. `seeds` has the seed of
    each exercise: with the evidence in the cache, any verdict can be worked out again.
    """

    student: str
    lesson: str
    key: str
    submission: str
    marks: float
    points: float
    isolation: str
    usage: dict[str, float]
    notes: list[str]
    seeds: dict[str, int]
    versions: str


class Attempts:
    """The journal of one class, and the last attempt at each of its submissions."""

    def __init__(self, gradebook: Path) -> None:
        """Reads what is in the journal so far; lines that are damaged are passed over."""
        self._path = gradebook / "attempts.jsonl"
        self._last: dict[tuple[str, str], Attempt] = {}
        if self._path.is_file():
            with self._path.open(encoding="utf-8", errors="replace") as lines:
                for line in lines:
                    self._take(line)

    def last(self, student: str, lesson: str) -> Attempt | None:
        """The last finished grading of a submission that still stands."""
        return self._last.get((student, lesson))

    def all(self) -> list[Attempt]:
        """The last attempt at each submission."""
        return list(self._last.values())

    def withdraw(self, student: str, lesson: str) -> None:
        """Say that a submission is about to be graded anew.

        Killed half way, its old attempt must not stand for what is then in the gradebook.
        """
        if (student, lesson) in self._last:
            self._append({"student": student, "lesson": lesson, WITHDRAWN: True})
            del self._last[student, lesson]

    def add(self, attempt: Attempt) -> None:
        """Write down a finished grading."""
        self._append(asdict(attempt))
        self._last[attempt.student, attempt.lesson] = attempt

    def _take(self, line: str) -> None:
        """Count one line of the journal."""
        try:
            record = json.loads(line)
            about = (record["student"], record["lesson"])
            if record.pop(WITHDRAWN, False):
                self._last.pop(about, None)
            else:
                self._last[about] = Attempt(**record)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return

    def _append(self, record: dict) -> None:
        """Add one line, on a line of its own even where the last one was torn."""
        line = (json.dumps(record, sort_keys=True) + "\n").encode()
        with self._path.open("ab+") as file:
            if file.tell() and not _ends_a_line(file):
                line = b"\n" + line
            # One call: the system writes all of it or, on a full disk, leaves a torn line.
            file.write(line)


def _ends_a_line(file) -> bool:
    """Whether the last byte of an open file is a line's end."""
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"
