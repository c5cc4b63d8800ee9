"""The marks of a class: as a table for reading, and as files for other programs.

What two runs repeat stands in the table and in marks.csv; what they do not, in timings.csv.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from autograder.sheets import as_text, replace_lines, write_lines

HEAD = ["student", "lesson", "marks", "points", "notes"]
MEANING = {
    "bwrap": "each submission ran in a sandbox of its own, without network",
    "none": "submissions ran as you, with your files and your network in reach",
}


@dataclass
class Row:
    """One submission in the table: `marks` is None when it could not be graded.

    `usage` says what running it took, in `isolation`; `is_kept` that both date from an earlier
    grading and nothing had changed since.
    """

    student: str
    lesson: str
    marks: float | None
    points: float
    notes: list[str] = field(default_factory=list)
    usage: dict[str, float] = field(default_factory=dict)
    isolation: str = ""
    is_kept: bool = False


def table(rows: list[Row]) -> str:
    """The rows as text, one submission a line."""
    names = max([len(printable(row.student)) for row in rows] + [7])
    lessons = max([len(row.lesson) for row in rows] + [6])
    lines = [f"{'student':{names}}  {'lesson':{lessons}}  {'marks':>12}  notes"]
    for row in rows:
        marks = "not graded" if row.marks is None else f"{row.marks:g} of {row.points:g}"
        notes = printable("; ".join(row.notes))
        name = printable(row.student)
        lines.append(f"{name:{names}}  {row.lesson:{lessons}}  {marks:>12}  {notes}".rstrip())
    return "\n".join(lines)


def summary(rows: list[Row], isolation: str) -> str:
    """What the table cannot say of itself, as one line: the isolation, and how much was done."""
    kept = sum(row.is_kept for row in rows)
    missing = sum(row.marks is None for row in rows)
    return (
        f"Isolation: {isolation} ({MEANING[isolation]}). Graded now: {len(rows) - kept - missing}; "
        f"kept from before: {kept}; not graded: {missing}."
    )


def timing(rows: list[Row], seconds: float) -> str:
    """How long grading took, as one line."""
    told = f"{len(rows)} submissions in {seconds:.1f} s"
    run = [row for row in rows if row.usage and not row.is_kept]
    if not run:
        return f"{told}."
    slowest = max(run, key=lambda row: row.usage["wall_s"])
    largest = max(run, key=lambda row: row.usage["peak_bytes"])
    return (
        f"{told}; the slowest ran for {slowest.usage['wall_s']:.2f} s "
        f"({printable(slowest.student)}, {slowest.lesson}), the largest took "
        f"{largest.usage['peak_bytes'] / 1e6:.0f} MB ({printable(largest.student)}, "
        f"{largest.lesson})."
    )


def write_csv(rows: list[Row], path: Path) -> None:
    """Write the marks to `path`."""
    write_lines(path, HEAD, _lines(rows))


def replace_in_csv(rows: list[Row], path: Path) -> None:
    """Write the marks of these submissions to `path`, and leave those of others in it."""
    replace_lines(path, HEAD, _lines(rows), keys=2)


def _lines(rows: list[Row]) -> Iterator[list[str]]:
    """The rows as they stand in a file."""
    for row in rows:
        marks = "" if row.marks is None else f"{row.marks:g}"
        notes = as_text("; ".join(row.notes))
        yield [as_text(row.student), row.lesson, marks, f"{row.points:g}", notes]


def write_timings(rows: list[Row], path: Path) -> None:
    """Write what each run took to `path`: seconds by the clock and of processor time, megabytes."""
    write_lines(
        path,
        ["student", "lesson", "seconds", "processor_seconds", "peak_mb", "isolation", "kept"],
        (
            [
                as_text(row.student),
                row.lesson,
                f"{row.usage['wall_s']:.3f}",
                f"{row.usage['cpu_s']:.3f}",
                f"{row.usage['peak_bytes'] / 1e6:.1f}",
                row.isolation,
                "yes" if row.is_kept else "no",
            ]
            for row in rows
            if row.usage
        ),
    )


def printable(text: str) -> str:
    """A text that a terminal shows and does not obey: folders are named by learners."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
