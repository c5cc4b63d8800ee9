"""The table of marks that changed: `gradebook/changes.csv`, and what was not told yet as text.

Both come from the journal, so a grading that is stopped loses no line of them.
"""

from pathlib import Path
from typing import Any

from autograder.attempts import Attempt, Attempts
from autograder.marks import printable
from autograder.sheets import as_text, write_lines

CHANGES = "changes.csv"
HEAD = ["table", "student", "lesson", "exercise", "before", "after", "why"]
NOTHING = "No mark has changed."


def write_changes(attempts: Attempts, path: Path) -> None:
    """Write every change of marks that the journal knows; no file where there never was any.

    `table` counts how often the instructor was told: rows of one number were told together.
    """
    rows = [
        [str(number), as_text(attempt.student), *_row(attempt, change)[1:]]
        for number, told in enumerate(attempts.changed, start=1)
        for attempt in _sorted(told)
        for change in attempt.changes
    ]
    if rows:
        write_lines(path, HEAD, rows)


def told(gradebook: Path) -> str:
    """The changes since the instructor was told last, as a table; empty when there is none.

    They count as told from now on.
    """
    attempts = Attempts(gradebook)
    rows = [
        [printable(cell) for cell in _row(attempt, change)]
        for attempt in _sorted(attempts.changed[-1])
        for change in attempt.changes
    ]
    attempts.tell()
    if not rows:
        return ""
    what = "mark has" if len(rows) == 1 else "marks have"
    return f"{len(rows)} {what} changed since the last grading:\n{table([HEAD[1:], *rows])}"


def table(rows: list[list[str]]) -> str:
    """Rows as text in columns, the first one their names."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _sorted(attempts: list[Attempt]) -> list[Attempt]:
    """Lesson by lesson: in the journal they stand as they were finished."""
    return sorted(attempts, key=lambda attempt: (attempt.lesson, attempt.student))


def _row(attempt: Attempt, change: dict[str, Any]) -> list[str]:
    """One change, in the order of HEAD; an exercise that was not judged has no mark."""
    marks = ["" if change[at] is None else f"{change[at]:g}" for at in ("before", "after")]
    return [attempt.student, attempt.lesson, change["exercise"], *marks, change["why"]]
