"""`gradebook/extensions.csv`: who may hand in later than the others.

    student,lesson,extension
    ben,02_silent_failures,48
    cleo,*,2026-02-01 18:00 Europe/Berlin

An extension is a number of hours after the due date, or a new due date. A star stands for every
lesson; a line for one lesson wins over it. This file is the one place for extensions: what it does
not say is taken back at the next grading.
"""

from datetime import datetime, timedelta
from pathlib import Path

from autograder.bank.graded import key_of
from autograder.classroom import GradingError
from autograder.lateness.sheet import lines_of
from autograder.lateness.times import UnclearTime, utc_of

EXTENSIONS = "extensions.csv"
EVERY = "*"
MOST_HOURS = 24 * 366


class Extensions:
    """The extensions of one class."""

    def __init__(self, given: dict[tuple[str, str], timedelta | datetime]) -> None:
        """`given` has a time span or a due date (naive UTC) by learner and lesson."""
        self._given = given

    def of(self, student: str, lesson: str, due: datetime) -> timedelta | None:
        """How much longer a learner has for a lesson; never less than nothing.

        `due` is when it is due for everybody, naive UTC. None without an extension.
        """
        given = self._given.get(
            (key_of(student), lesson), self._given.get((key_of(student), EVERY))
        )
        if isinstance(given, datetime):
            given = given - due
        return given if given and given > timedelta(0) else None


def extensions_in(gradebook: Path, lessons: list[str]) -> Extensions:
    """The extensions of the class in this folder; none where it has no such file.

    Raises GradingError for the first line that is not clear.
    """
    path = gradebook / EXTENSIONS
    given: dict[tuple[str, str], timedelta | datetime] = {}
    if not path.exists():
        return Extensions(given)
    for number, line in lines_of(path, ("student", "lesson", "extension")):
        at = f"{EXTENSIONS}, line {number}"
        student, lesson = line["student"], line["lesson"]
        if not student:
            raise GradingError(f"{at}: it names no student.")
        if lesson != EVERY and lesson not in lessons:
            raise GradingError(
                f"{at}: there is no lesson {lesson!r}; write its whole name, or * for all."
            )
        if (key_of(student), lesson) in given:
            raise GradingError(f"{at}: a line above is about the same student and lesson.")
        given[key_of(student), lesson] = _extension(line["extension"], at)
    return Extensions(given)


def _extension(text: str, at: str) -> timedelta | datetime:
    """The time span or the due date in a cell; raises GradingError."""
    try:
        hours = float(text)
    except ValueError:
        try:
            return utc_of(text)
        except UnclearTime as problem:
            raise GradingError(
                f"{at}: {text!r} {problem}; write hours (48) or a date with its zone "
                "(2026-02-01 18:00 Europe/Berlin)."
            ) from None
    if not 0 < hours <= MOST_HOURS:
        raise GradingError(f"{at}: {text} hours are no extension; write 0.5 to {MOST_HOURS}.")
    return timedelta(hours=hours)
