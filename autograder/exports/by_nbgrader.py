"""nbgrader's own table: a line for each learner and lesson, zero where nothing was handed in.

Columns: assignment, duedate, timestamp, student_id, last_name, first_name, email, raw_score,
late_submission_penalty, score, max_score.
Source: nbgrader's documentation, "Exporting grades", and its plugin CsvExportPlugin, which writes
the file here. The plugin puts no quotes around a name with a comma in it and lets a spreadsheet run
one that begins with "=", so it is shown a gradebook whose texts are cells already.
"""

import csv
import io
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student, SubmittedAssignment
from nbgrader.plugins import CsvExportPlugin

from autograder.classroom import GradingError
from autograder.exports.cells import shown
from autograder.exports.grades import grades_in


class Cell(str):
    """A text that is itself when it is compared, and a cell of a CSV file when it is printed."""

    def __format__(self, spec: str) -> str:
        """The text as a cell that no spreadsheet runs, empty for no text."""
        if not self:
            return ""
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow([shown(str(self))])
        return line.getvalue()


class InCells:
    """As much of a gradebook as the plugin asks for, with texts that are cells.

    Each lesson is read at once: nbgrader's own properties take 17 ms for a submission, a minute for
    300 learners and 12 lessons.
    """

    def __init__(self, book: Gradebook) -> None:
        """Reads lessons and learners."""
        self._book = book
        self._lesson, self._found = "", {}
        self.assignments = [
            SimpleNamespace(name=one.name, duedate=one.duedate, max_score=one.max_score)
            for one in book.assignments
        ]
        rows = book.db.query(Student.id, Student.last_name, Student.first_name, Student.email)
        names = ("id", "last_name", "first_name", "email")
        self.students = [
            SimpleNamespace(
                **{name: Cell(text or "") for name, text in zip(names, row, strict=True)}
            )
            for row in rows.order_by(Student.last_name, Student.first_name, Student.id)
        ]

    def find_submission(self, lesson: str, student: str) -> SimpleNamespace:
        """What the table says of a submission; raises nbgrader's MissingEntry for none."""
        if lesson != self._lesson:
            self._lesson, self._found = lesson, self._read(lesson)
        try:
            return self._found[student]
        except KeyError:
            raise MissingEntry(f"{student!r} in {lesson}") from None

    def _read(self, lesson: str) -> dict[str, SimpleNamespace]:
        """The submissions of a lesson, by learner."""
        stamps = (
            self._book.db.query(SubmittedAssignment.student_id, SubmittedAssignment.timestamp)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .filter(Assignment.name == lesson)
        )
        cells = grades_in(self._book, lesson)
        marks: Counter[str] = Counter()
        for cell in cells:
            marks[cell.student] += cell.marks
        # A lesson is one notebook, and a penalty is the notebook's.
        penalties = {cell.student: cell.penalty or 0.0 for cell in cells}
        return {
            student: SimpleNamespace(
                timestamp=timestamp,
                score=round(float(marks[student]), 2),
                late_submission_penalty=penalties.get(student, 0.0),
            )
            for student, timestamp in stamps
        }


def export(book: Gradebook, lessons: list[str], path: Path) -> None:
    """Let nbgrader write the table of these lessons, of all where none is named.

    Raises GradingError where names do not fit the encoding of this machine, which nbgrader uses.
    """
    part = path.with_name(f".{path.name}.part")
    plugin = CsvExportPlugin()
    plugin.to, plugin.assignment = str(part), lessons
    try:
        plugin.export(InCells(book))
    except UnicodeEncodeError:
        part.unlink()
        raise GradingError(
            "nbgrader writes files in this machine's encoding, which lacks signs of some names; "
            "set PYTHONUTF8=1, then export again."
        ) from None
    part.replace(path)
