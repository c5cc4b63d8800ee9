"""The gradebook of Moodle: a CSV file for Grades > Import > CSV file.

Moodle asks which column says who it is ("Map from": Username, ID number or Email address), and
what each other column is: a grade item, the feedback to one, or nothing. There are two for each
lesson. Feedback is HTML. An empty grade is no grade.
One learner whom Moodle does not know ends the whole import, and a line without an identifier goes
to the learner of the line above, so those whom the roster does not know are left out.
Source: docs.moodle.org, "Grade import", and what reads the file: moodle/moodle,
grade/import/csv/classes/load_data.php and lib/csvlib.class.php.
"""

import html
import re
from pathlib import Path

from autograder.classroom import GradingError
from autograder.exports.cells import number, shown
from autograder.exports.listed import Listed
from autograder.exports.marked import Marked
from autograder.marks import printable
from autograder.sheets import write_lines

IDENTIFIERS = {"Username": "login", "ID number": "sis_id", "Email address": "email"}
FEEDBACK = "(feedback)"


def export(listed: Listed, path: Path) -> list[str]:
    """Write the file; what is to be told about it, a sentence each.

    Raises GradingError where no one kind of identifier is known of everybody.
    """
    names = [name for name, field in IDENTIFIERS.items() if _all_have(listed, field)]
    if not names:
        raise GradingError(
            "Moodle needs one column that says who everybody is: give the roster a login, a "
            "sis_id or an email for each of them."
        )
    head = [*names, "Full name"]
    for lesson in listed.marks:
        head += [lesson, f"{lesson} {FEEDBACK}"]
    rows = [head]
    for who in listed.people:
        row = [getattr(who, IDENTIFIERS[name]) for name in names]
        row.append(shown(who.name or who.student))
        for lesson in listed.marks:
            one = listed.of(who, lesson)
            row += [number(one.counted), feedback(one)] if one else ["", ""]
        rows.append([for_php(cell) for cell in row])
    write_lines(path, rows[0], rows[1:])
    left_out = f" {len(listed.unknown)} left out: not in the roster." if listed.unknown else ""
    return [f"In Moodle, map from {' or '.join(names)}.{left_out}"]


def feedback(marked: Marked) -> str:
    """What a learner is told, as HTML on one line; words of theirs are shown and not obeyed."""
    return "<br>".join(html.escape(printable(line)) for line in marked.told)


def for_php(cell: str) -> str:
    """A cell that Moodle's reader ends where it ends: it takes a quote after a backslash for text.

    A space goes between them, also before the quote that ends a cell.
    """
    return re.sub(r'\\(?="|$)', r"\\ ", cell)


def _all_have(listed: Listed, field: str) -> bool:
    """Whether something is known of everybody in the roster."""
    return all(getattr(who, field) for who in listed.people)
