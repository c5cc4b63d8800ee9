"""Who is in the class: `gradebook/roster.csv`, or what Canvas or Moodle exported of the course.

    student,name,email,login,sis_id,canvas_id,section
    ada,"Lovelace, Ada",ada@example.org,al815,20260001,4711,Group 1

Only `student` is needed: the name of the learner's folder. `login` is what they type to log in
(without one: the same as `student`), `sis_id` the number of your university's own system (Canvas:
SIS User ID, Moodle: ID number), `canvas_id` the ID in Canvas's own files.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from autograder.bank.graded import key_of
from autograder.classroom import GradingError
from autograder.lateness.sheet import lines_of, rows_of

ROSTER = "roster.csv"
OWN, CANVAS, WORKSHEET, MOODLE = "own", "Canvas's", "Moodle's worksheet", "Moodle's"
# The English names of the columns that each program writes, and what they are to us.
COLUMNS = {
    CANVAS: {
        "id": "canvas_id",
        "sis user id": "sis_id",
        "sis login id": "login",
        "section": "section",
        "student": "name",
    },
    WORKSHEET: {"full name": "name", "email address": "email", "id number": "sis_id"},
    MOODLE: {"email address": "email", "id number": "sis_id", "username": "login"},
}
# What a table must have to be taken for one of theirs, the most telling first.
SIGNS = {
    CANVAS: {"student", "id", "section"},
    WORKSHEET: {"identifier", "grade", "last modified (grade)"},
    MOODLE: {"email address"},
}


@dataclass(frozen=True)
class Person:
    """One learner; what is not known is empty."""

    student: str = ""
    name: str = ""
    email: str = ""
    login: str = ""
    sis_id: str = ""
    canvas_id: str = ""
    section: str = ""


@dataclass
class Roster:
    """People in the order of their file, whose `table` is there where another program wrote it.

    `people[n]` stands in `table[rows[n]]`.
    """

    kind: str
    people: list[Person]
    table: list[list[str]]
    rows: list[int]


def roster_in(path: Path) -> Roster:
    """The roster in a file, ours or another program's.

    Raises GradingError where it is none, or where a line of ours is not clear.
    """
    table = rows_of(path)
    head = {key_of(name) for name in table[0]} if table else set()
    for kind, signs in SIGNS.items():
        if signs <= head:
            return _theirs(kind, table)
    if "student" not in head:
        raise GradingError(
            f"{path.name} is no roster: it needs a column 'student', or to be the English export "
            "of a gradebook in Canvas or Moodle."
        )
    people: dict[str, Person] = {}
    for number, line in lines_of(path, ("student",)):
        known = {name: line.get(name, "") for name in Person.__dataclass_fields__}
        who = Person(**known)
        if not who.student or key_of(who.student) in people:
            why = "names no student" if not who.student else "repeats the student of a line above"
            raise GradingError(f"{path.name}, line {number}: it {why}.")
        people[key_of(who.student)] = who
    return Roster(OWN, list(people.values()), [], [])


def _theirs(kind: str, table: list[list[str]]) -> Roster:
    """The people in another program's table."""
    head = [key_of(name) for name in table[0]]
    people, rows = [], []
    for at, row in enumerate(table[1:], start=1):
        cells = dict(zip(head, row, strict=False))
        known = {ours: cells.get(name, "").strip() for name, ours in COLUMNS[kind].items()}
        who = Person(**known)
        if kind == MOODLE:
            parts = (cells.get(name, "").strip() for name in ("first name", "last name", "surname"))
            who = replace(who, name=" ".join(part for part in parts if part))
        # Rows about the assignments have a name at most, and no learner has only that.
        if who.canvas_id or who.sis_id or who.login or who.email:
            people.append(who)
            rows.append(at)
    return Roster(kind, people, table, rows)
