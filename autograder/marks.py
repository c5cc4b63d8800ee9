"""The marks of a class: as a table for reading, and as a file for other programs."""

import csv
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Row:
    """One submission in the table: `marks` is None when it could not be graded."""

    student: str
    lesson: str
    marks: float | None
    points: float
    notes: list[str] = field(default_factory=list)


def table(rows: list[Row]) -> str:
    """The rows as text, one submission a line."""
    names = max([len(row.student) for row in rows] + [7])
    lessons = max([len(row.lesson) for row in rows] + [6])
    lines = [f"{'student':{names}}  {'lesson':{lessons}}  {'marks':>12}  notes"]
    for row in rows:
        marks = "not graded" if row.marks is None else f"{row.marks:g} of {row.points:g}"
        notes = "; ".join(row.notes)
        lines.append(
            f"{row.student:{names}}  {row.lesson:{lessons}}  {marks:>12}  {notes}".rstrip()
        )
    return "\n".join(lines)


def write_csv(rows: list[Row], path: Path) -> None:
    """Write the rows to `path`: to a temporary file first, so that no half of it is ever read."""
    part = path.with_suffix(".part")
    with part.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["student", "lesson", "marks", "points", "notes"])
        for row in rows:
            marks = "" if row.marks is None else f"{row.marks:g}"
            notes = _as_text("; ".join(row.notes))
            writer.writerow([_as_text(row.student), row.lesson, marks, f"{row.points:g}", notes])
    part.replace(path)


def _as_text(cell: str) -> str:
    """A cell that a spreadsheet shows and does not run: names of files come from learners."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
