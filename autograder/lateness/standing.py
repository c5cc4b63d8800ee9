"""What our own command asks about time before it keeps a mark: would it be the same today?

A due date, an extension, a rule or a time stamp may have changed although the work did not.
"""

import hashlib
import json

from nbgrader.api import SubmittedAssignment

from autograder.classroom import Course
from autograder.lateness.extensions import extensions_in
from autograder.lateness.times import handed_in

# The parts of nbgrader's settings that a penalty depends on, whichever plugin is used.
RULE = ("AssignLatePenalties", "Late", "LatePenalty", "LateSubmissionPlugin")


class Lateness:
    """Time stamps, extensions and the rule of one class, as they are now."""

    def __init__(self, course: Course) -> None:
        """Raises GradingError for a bad line of extensions.csv."""
        self._submitted = course.submitted
        self._extensions = extensions_in(course.gradebook, list(course.released))
        config = course.config()
        self._rule = [
            [name, sorted((key, str(value)) for key, value in config[name].items())]
            for name in RULE
            if name in config
        ]

    def digest(self, submission: SubmittedAssignment) -> str:
        """Sixteen hex digits that stand for all that is to be said about the time of a submission.

        Empty where its lesson has no due date. A late submission's depends on its marks, too: one
        that is changed by hand changes a percentage.
        """
        due = submission.assignment.duedate
        if due is None:
            return ""
        student, lesson = submission.student.id, submission.assignment.name
        stamp = handed_in(self._submitted / student / lesson)
        longer = self._extensions.of(student, lesson, due)
        told = [str(stamp.at), stamp.note, str(due), str(longer)]
        if stamp.at and stamp.at > due + (longer or due - due):
            told += [round(submission.score, 2), self._rule]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]

    def notes(self, submission: SubmittedAssignment) -> list[str]:
        """Why the time of a submission is not known, where it matters, as parts of sentences."""
        if submission.assignment.duedate is None:
            return []
        folder = self._submitted / submission.student.id / submission.assignment.name
        note = handed_in(folder).note
        return [note] if note else []
