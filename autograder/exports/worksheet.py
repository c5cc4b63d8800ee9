"""Moodle's grading worksheet: the file of one assignment, filled in and handed back.

It comes from the assignment ("Download grading worksheet") with the columns Identifier, Full name,
Email address, Status, Grade, Maximum grade, Grade can be changed, Last modified (grade), Feedback
comments, and others. Moodle finds a learner by Identifier, which only Moodle knows; passes over an
empty grade and one above the maximum, without a word; and takes feedback as HTML. Only Grade and
Feedback comments are written here, and only in the lines of those who have marks.
Source: docs.moodle.org, "Assignment activity" (offline grading), and what reads the file:
moodle/moodle, mod/assign/feedback/offline/importgradeslib.php and locallib.php.
"""

from pathlib import Path

from autograder.bank.graded import key_of
from autograder.classroom import GradingError
from autograder.exports.cells import number, value
from autograder.exports.listed import Listed
from autograder.exports.moodle import feedback, for_php
from autograder.sheets import write_lines

GRADE, MAXIMUM, COMMENTS = "grade", "maximum grade", "feedback comments"


def export(listed: Listed, path: Path) -> list[str]:
    """Write the worksheet with grades; what is to be told about it, a sentence each.

    Raises GradingError where it is of several lessons, or of another number of points.
    """
    if len(listed.marks) != 1:
        raise GradingError("A grading worksheet is of one assignment; name one lesson, too.")
    ((lesson, points),) = listed.points.items()
    table = [list(row) for row in listed.roster.table]
    columns = {key_of(name): at for at, name in enumerate(table[0])}
    for who, at in zip(listed.people, listed.roster.rows, strict=True):
        row = table[at]
        row += [""] * (len(table[0]) - len(row))
        if MAXIMUM in columns and value(row[columns[MAXIMUM]]) != points:
            raise GradingError(
                f"The worksheet has {row[columns[MAXIMUM]]!r} for a maximum grade, {lesson} has "
                f"{number(points)} points; make them equal in Moodle, then download it again."
            )
        if one := listed.of(who, lesson):
            row[columns[GRADE]] = number(one.counted)
            if COMMENTS in columns:
                row[columns[COMMENTS]] = for_php(feedback(one))
    write_lines(path, table[0], [row for row in table[1:] if any(row)])
    if COMMENTS not in columns:
        return ["It has no column for feedback: switch on Feedback comments in the assignment."]
    return []
