"""A report as files for other programs: report.json with everything, and tables of its parts.

The keys of report.json and the columns of the tables are the names of the fields in
`autograder.report.class_report`. A cell that a spreadsheet would take for a formula begins with an
apostrophe.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.report.class_report import ClassReport
from autograder.sheets import as_text, write_lines

WHOLE = ("student", "lesson", "marks", "points", "penalty")
RUN = ("judgings", "seconds", "peak_mb", "isolation")
MARK = ("exercise", "status", "judged", "counted", "points", "is_by_hand", "seed")
ITEM = ("slug", "title", "points", "handed_in", "tried", "full", "mean")
RATED = ("difficulty", "discrimination")
MISTAKE = ("mistake", "name", "learners", "asked", "share")


def write_tables(report: ClassReport, folder: Path) -> list[Path]:
    """Write all files and return their paths; a file is there whole, or as it was before.

    Raises OSError where they cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    whole = folder / "report.json"
    part = whole.with_suffix(".part")
    # In ASCII: a learner's folder may have a name that is no text in any encoding. `asdict` would
    # copy everything first.
    part.write_text(json.dumps(report, default=vars) + "\n", encoding="ascii")
    part.replace(whole)
    tables = {
        "submissions.csv": _submissions(report),
        "submitted_exercises.csv": _marks(report),
        "exercises.csv": _items(report, "exercises"),
        "questions.csv": _items(report, "questions"),
        "misconceptions.csv": _misconceptions(report),
    }
    for name, rows in tables.items():
        head, *lines = (list(map(_cell, row)) for row in rows)
        write_lines(folder / name, head, lines)
    return [whole, *(folder / name for name in tables)]


def _submissions(report: ClassReport) -> Iterator[list[Any]]:
    """One line for each submission."""
    yield [*WHOLE, *RUN, "repairs", "troubles"]
    for lesson in report.lessons:
        for one in lesson.submissions:
            fields = [getattr(one, name) for name in (*WHOLE, *RUN)]
            yield [*fields, "; ".join(one.repairs), "; ".join(one.troubles)]


def _marks(report: ClassReport) -> Iterator[list[Any]]:
    """One line for each exercise of each submission."""
    yield ["student", "lesson", *MARK]
    for lesson in report.lessons:
        for one in lesson.submissions:
            for mark in one.exercises:
                yield [one.student, one.lesson, *(getattr(mark, name) for name in MARK)]


def _items(report: ClassReport, kind: str) -> Iterator[list[Any]]:
    """One line for each exercise or template; `marks_0` to `marks_10` count learners by tenths."""
    yield ["lesson", *ITEM, *RATED, *(f"marks_{tenth}" for tenth in range(11))]
    for lesson in report.lessons:
        for item in getattr(lesson, kind):
            fields = [getattr(item, name) for name in (*ITEM, *RATED)]
            yield [lesson.slug, *fields, *item.marks]


def _misconceptions(report: ClassReport) -> Iterator[list[Any]]:
    """One line for each mistake of each lesson."""
    yield ["lesson", *MISTAKE, "exercises", "place_lesson", "place_heading"]
    for lesson in report.lessons:
        for one in lesson.misconceptions:
            place = [one.place.lesson, one.place.heading] if one.place else ["", ""]
            told = [getattr(one, name) for name in MISTAKE]
            yield [lesson.slug, *told, " ".join(one.exercises), *place]


def _cell(value: Any) -> str:
    """A value as the text of a cell; nothing for None."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, int):
        return str(value)
    return "" if value is None else as_text(value)
