"""`Late`: nbgrader's step about late work, with our reading of times and our extensions.

Listed in nbgrader_config.py in the place of nbgrader's own. nbgrader still works out how late a
submission is, and asks the plugin what that costs.
"""

from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties
from traitlets import Type

from autograder.lateness.extensions import extensions_in
from autograder.lateness.penalty import LatePenalty
from autograder.lateness.times import handed_in
from autograder.nbgrader_intake import told

LATE = "late"  # the id of the cell that tells learners
SUBMITTED = "submitted"


class Late(AssignLatePenalties):
    """Write down when work was handed in and until when it could be, then what that costs."""

    plugin_class = Type(
        LatePenalty, help="As nbgrader's: what works out the penalty of a notebook."
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """As nbgrader's; a cell on top tells the learner of points that were taken off, and why."""
        who = resources["nbgrader"]
        notes, seconds_late = self._settle(who)
        if seconds_late > 0:
            nb, resources = super().preprocess(nb, resources)
            notes += self._cost(who, seconds_late)
        if notes:
            nb.cells.insert(0, told("Time of hand-in", notes, LATE))
        return nb, resources

    def _settle(self, who: dict) -> tuple[list[str], float]:
        """Put times into the database; what is to be said of them, and how late it is."""
        course = self.parent.parent.coursedir
        # Where the class is, also when our own command has laid the work out elsewhere.
        gradebook = Path(course.root, course.autograded_directory).resolve().parent
        lessons = Path(course.root, course.release_directory)
        extensions = extensions_in(gradebook, [path.name for path in lessons.iterdir()])
        student, lesson = who["student"], who["assignment"]
        stamp = handed_in(gradebook / SUBMITTED / student / lesson)
        with Gradebook(who["db_url"]) as book:
            submission = book.find_submission(lesson, student)
            due = submission.assignment.duedate
            submission.timestamp = stamp.at
            submission.extension = extensions.of(student, lesson, due) if due else None
            seconds_late = submission.total_seconds_late
            for notebook in submission.notebooks:
                notebook.late_submission_penalty = None
            book.db.commit()
        return [stamp.note] if stamp.note and due else [], seconds_late

    def _cost(self, who: dict, seconds_late: float) -> list[str]:
        """The sentence about the points that coming late has cost; none where it cost nothing."""
        with Gradebook(who["db_url"]) as book:
            submission = book.find_submission(who["assignment"], who["student"])
            taken = submission.late_submission_penalty
        if not taken:
            return []
        words = getattr(self.plugin_inst, "words", None)
        rule = f" ({words()})" if words else ""
        return [f"{_span(seconds_late)} after it was due: {taken:g} points are taken off{rule}"]


def _span(seconds: float) -> str:
    """A span of time in its two largest units."""
    minutes, _ = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} d {hours} h"
    if hours or minutes:
        return f"{hours} h {minutes} min"
    return f"{int(seconds)} s"
