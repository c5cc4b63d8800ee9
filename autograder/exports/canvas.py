"""The gradebook of Canvas: a CSV file for its "Import".

Columns: Student, ID, SIS User ID, SIS Login ID, Section, then one for each assignment, named
"Title (number)"; a row "Points Possible" comes before the learners. Canvas finds a learner by ID,
then SIS User ID, then SIS Login ID, and asks about those it cannot find. A title without a number
is a new assignment. An empty cell takes away a grade that is there already.
Source: Canvas's guide "How do I import grades in the Gradebook?", and what reads and writes the
file: instructure/canvas-lms, lib/gradebook_importer.rb and lib/gradebook_exporter.rb.

Where Canvas's own file is the roster, its columns about learners stay as they are, cells of those
without marks too, and columns of other assignments are left out, so nothing else can change.
"""

import re
from pathlib import Path

from autograder.bank.graded import key_of
from autograder.classroom import GradingError
from autograder.exports.cells import number, shown, value
from autograder.exports.listed import Listed
from autograder.exports.roster import CANVAS
from autograder.sheets import write_lines

HEAD = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
POINTS = "    Points Possible"  # Canvas indents it, so that it sorts before every name
TITLE = re.compile(r"(.*)\s\(\d+\)")


def export(listed: Listed, path: Path) -> list[str]:
    """Write the file; what is to be told about it, a sentence each."""
    if listed.roster and listed.roster.kind == CANVAS:
        return _fill(listed, path)
    points = [number(listed.points[lesson]) for lesson in listed.marks]
    rows = [[*HEAD, *listed.marks], [POINTS, "", "", "", "", *points]]
    for who in [*listed.people, *listed.unknown]:
        name = shown(who.name or who.student)
        rows.append([name, who.canvas_id, who.sis_id, who.login, shown(who.section)])
        rows[-1] += _marks(listed, who.student, [""] * len(points))
    write_lines(path, rows[0], rows[1:])
    return []


def _fill(listed: Listed, path: Path) -> list[str]:
    """Canvas's own table with our columns filled in."""
    table = listed.roster.table
    head = table[0]
    about = [key_of(name) for name in head].index("section") + 1
    places = {lesson: _column(head, lesson, about) for lesson in listed.marks}
    new = [lesson for lesson, at in places.items() if at is None]
    titles = [lesson if at is None else head[at] for lesson, at in places.items()]
    rows = [[*head[:about], *titles]]
    people = dict(zip(listed.roster.rows, listed.people, strict=True))
    for at, row in enumerate(table[1:], start=1):
        row = row + [""] * (len(head) - len(row))
        before = ["" if place is None else row[place] for place in places.values()]
        if "Points Possible" in row[0]:
            before = [
                number(points) if place is None else _same(row[place], points, head[place])
                for place, points in zip(places.values(), listed.points.values(), strict=True)
            ]
        elif at in people:
            before = _marks(listed, people[at].student, before)
        if any(row[:about] + before):
            rows.append([*row[:about], *before])
    for who in listed.unknown:
        cells = dict(
            zip(map(key_of, HEAD), ["", who.canvas_id, who.sis_id, who.login], strict=False)
        )
        rows.append([cells.get(key_of(name), "") for name in head[:about]])
        rows[-1][0] = shown(who.name or who.student)
        rows[-1] += _marks(listed, who.student, [""] * len(titles))
    write_lines(path, rows[0], rows[1:])
    return [
        f"Canvas will ask about a new assignment, {lesson}: none has its name." for lesson in new
    ]


def _marks(listed: Listed, student: str, otherwise: list[str]) -> list[str]:
    """A learner's cells; where there are no marks, the cell that stands there."""
    found = [by.get(student) for by in listed.marks.values()]
    return [number(one.counted) if one else was for one, was in zip(found, otherwise, strict=True)]


def _same(cell: str, points: float, title: str) -> str:
    """A cell of the row of points; raises GradingError where Canvas has other points than we."""
    if value(cell) != points:
        raise GradingError(
            f"Canvas has {cell!r} points possible for {title}, the lesson {number(points)}; make "
            "them equal in Canvas, then export its gradebook again."
        )
    return cell


def _column(head: list[str], lesson: str, start: int) -> int | None:
    """The column of the assignment that is named like a lesson, if there is one."""
    for at, name in enumerate(head[start:], start=start):
        title = TITLE.fullmatch(name)
        if _plain(title[1] if title else name) == _plain(lesson):
            return at
    return None


def _plain(title: str) -> str:
    """A title as it is compared: 01_what_freezing_does is "01 What freezing does"."""
    return re.sub(r"[\W_]+", " ", key_of(title)).strip()
