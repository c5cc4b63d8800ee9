"""The journal of a class, `attempts.jsonl`: every grading that was finished, one line each.

Lines are only ever added. A grading that was killed leaves no line, or half of one, which counts
for nothing: a submission is done when the last line about it says so. An order to grade something
anew stands here too, until it is done, so that a killed regrade goes on with the next grading.
"""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from autograder.attempt import Attempt
from autograder.journal import Journal

__all__ = ["Attempt", "Attempts"]

WITHDRAWN, ORDERED, TOLD = "withdrawn", "ordered", "told"


class Attempts:
    """The journal of one class, and the last attempt at each of its submissions.

    `changed` are the attempts that changed marks, in a list for each time that the instructor was
    told; the last list is still to be told.
    """

    def __init__(self, gradebook: Path) -> None:
        """Reads what is in the journal so far; lines that are damaged are passed over."""
        self._journal = Journal(gradebook / "attempts.jsonl")
        self._last: dict[tuple[str, str], Attempt] = {}
        self._finished: dict[tuple[str, str], Attempt] = {}
        self._orders: dict[tuple[str, str], list[str]] = {}
        self.changed: list[list[Attempt]] = [[]]
        for record in self._journal.records():
            self._take(record)

    def last(self, student: str, lesson: str) -> Attempt | None:
        """The last finished grading of a submission that still stands."""
        return self._last.get((student, lesson))

    def finished(self, student: str, lesson: str) -> Attempt | None:
        """The last finished grading of a submission, whether it still stands or not."""
        return self._finished.get((student, lesson))

    def all(self) -> list[Attempt]:
        """The last attempt at each submission."""
        return list(self._last.values())

    def withdraw(self, student: str, lesson: str) -> None:
        """Say that a submission is about to be graded anew.

        Killed half way, its old attempt must not stand for what is then in the gradebook.
        """
        if (student, lesson) in self._last:
            self._write({"student": student, "lesson": lesson, WITHDRAWN: True})

    def add(self, attempt: Attempt) -> None:
        """Write down a finished grading; an order for it is done with that."""
        self._write(asdict(attempt))

    def order(self, orders: dict[tuple[str, str], list[str]]) -> None:
        """Ask that submissions be graded anew: by learner and lesson, the exercises; none are all.

        An earlier order that is not done yet stands beside the new one.
        """
        lines = []
        for (student, lesson), wanted in orders.items():
            pending = self.ordered(student, lesson)
            all_of_it = not wanted or pending == []
            exercises = [] if all_of_it else sorted({*wanted, *(pending or [])})
            lines.append({"student": student, "lesson": lesson, ORDERED: exercises})
        self._write(*lines)

    def ordered(self, student: str, lesson: str) -> list[str] | None:
        """The exercises that are to be graded anew, none named for all; None without an order."""
        return self._orders.get((student, lesson))

    def tell(self) -> None:
        """Write down that the instructor was told of all changes so far."""
        if self.changed[-1]:
            self._write({TOLD: True})

    def _write(self, *records: dict) -> None:
        """Add lines to the journal, and count them."""
        self._journal.append(*records)
        for record in records:
            self._take(record)

    def _take(self, record: Any) -> None:
        """Count one line of the journal."""
        try:
            if TOLD in record:
                self.changed.append([])
                return
            about = (record["student"], record["lesson"])
            if WITHDRAWN in record:
                self._last.pop(about, None)
            elif ORDERED in record:
                self._last.pop(about, None)
                self._orders[about] = record[ORDERED]
            else:
                self._finish(about, Attempt(**record))
        except (TypeError, KeyError):
            return

    def _finish(self, about: tuple[str, str], attempt: Attempt) -> None:
        """Count a finished grading."""
        self._last[about] = self._finished[about] = attempt
        self._orders.pop(about, None)
        if attempt.changes:
            self.changed[-1].append(attempt)
