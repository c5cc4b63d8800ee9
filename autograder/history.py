"""Everything that was ever judged in a class: `verdicts/STUDENT/LESSON.jsonl`, a line per judging.

Lines are only ever added, by the one step of nbgrader's that judges, so every way of grading leaves
one: our command, nbgrader's, the formgrader's button. What nothing changed leaves no second line.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from autograder.engine.hearing import UNDRAWN
from autograder.engine.job import Job

ROOM = "verdicts"


@dataclass(frozen=True)
class Judging:
    """One submission, judged once.

    `records` are the verdicts, exercise by exercise: "exercise", "seed", "points", "marks", and
    the fields of `autograder.verdict.Verdict`. `notes` say what was repaired, `troubles` what went
    wrong in the run, which took `usage` in `isolation`. `key` names the result in the cache, `job`
    is a digest of what was run, and `versions` one of everything that it was graded with.
    """

    student: str
    lesson: str
    records: list[dict[str, Any]]
    notes: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    usage: dict[str, float] = field(default_factory=dict)
    isolation: str = ""
    key: str = ""
    job: str = ""
    versions: str = ""

    @property
    def marks(self) -> float:
        """The sum of the marks, before anything that an instructor changed by hand."""
        return round(sum(record["marks"] for record in self.records), 2)


class History:
    """The judgings of one class."""

    def __init__(self, gradebook: Path) -> None:
        """`gradebook` is the folder of the class; nothing is made in it before the first `add`."""
        self._room = gradebook / ROOM

    def add(self, judging: Judging) -> None:
        """Write down a judging, unless the last one of this submission says the same.

        Raises OSError where it cannot be written.
        """
        path = self._path(judging.student, judging.lesson)
        if judging == self.last(judging.student, judging.lesson):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        # A line end first: what a killed grading tore off stays a line of its own.
        line = "\n" + json.dumps(asdict(judging), sort_keys=True)
        with path.open("ab") as file:
            file.write(line.encode())

    def all(self, student: str, lesson: str) -> list[Judging]:
        """Every judging of a submission, the earliest first; torn lines are passed over."""
        return [found for line in self._lines(student, lesson) if (found := _judging(line))]

    def last(self, student: str, lesson: str) -> Judging | None:
        """The judging of a submission that counts; None when it never was judged."""
        for line in reversed(self._lines(student, lesson)):
            if found := _judging(line):
                return found
        return None

    def seeds(self, job: Job) -> dict[str, int]:
        """The seeds on which just this work was judged last, by exercise; none for other work.

        A correction then moves no mark by the luck of a seed. Work handed in anew must not get
        them: a learner may have had the old ones printed on the feedback page.
        """
        seeds = {slug: record["seed"] for slug, record in self.verdicts(job, []).items()}
        return {slug: seed for slug, seed in seeds.items() if seed != UNDRAWN}

    def verdicts(self, job: Job, without: list[str]) -> dict[str, dict[str, Any]]:
        """The last records on just this work, by exercise, without some; none on other work."""
        last = self.last(job.student, job.lesson)
        if last is None or last.job != job.key():
            return {}
        return {r["exercise"]: r for r in last.records if r["exercise"] not in without}

    def everyone(self, lesson: str) -> Iterator[Judging]:
        """The judging of each submission of a lesson that counts, learner by learner."""
        if self._room.is_dir():
            for student in sorted(os.listdir(self._room)):
                if found := self.last(student, lesson):
                    yield found

    def _path(self, student: str, lesson: str) -> Path:
        """Where the judgings of a submission stand."""
        return self._room / student / f"{lesson}.jsonl"

    def _lines(self, student: str, lesson: str) -> list[bytes]:
        """The lines about a submission."""
        try:
            return self._path(student, lesson).read_bytes().splitlines()
        except (FileNotFoundError, NotADirectoryError):
            return []


def _judging(line: bytes) -> Judging | None:
    """The judging in a line; None for a line that holds none."""
    try:
        return Judging(**json.loads(line))
    except (ValueError, TypeError, RecursionError):
        return None
