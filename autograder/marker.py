"""nbgrader's own autograding and feedback, asked for one submission at a time."""

import shutil

from nbgrader.apps import NbGraderAPI

from autograder import storage
from autograder.classroom import Course
from autograder.entries import Entry
from autograder.refusals import reason
from autograder.workers import Crew

TAKEN_IN = ".taken-in"


class Marker:
    """nbgrader, with a room of its own for the work that it is to mark."""

    def __init__(self, course: Course, crew: Crew) -> None:
        """Clears away what a killed grading left there."""
        self.course, self.room = course, course.gradebook / TAKEN_IN
        shutil.rmtree(self.room, ignore_errors=True)
        config = course.config()
        config.CourseDirectory.submitted_directory = course.way_to(self.room)
        config.Run.isolation = crew.isolation
        config.Run.limits = crew.limits.as_plain()
        self._api = NbGraderAPI(config=config)

    def close(self) -> None:
        """Leave nothing lying about."""
        shutil.rmtree(self.room, ignore_errors=True)

    def mark(self, entry: Entry, kept: dict[str, dict]) -> str:
        """Write the marks of a submission into the gradebook; returns why not, or nothing.

        It must be laid out in `room`, and its result must lie in the cache. `kept` are verdicts to
        be left as they are, by exercise.
        """
        # What laying out has settled, the learner's page still has to tell.
        self._api.config.Repair.notes_before = {entry.student: {entry.lesson: entry.read}}
        self._api.config.Judge.kept = {entry.student: {entry.lesson: kept}}
        try:
            return self._said(self._api.autograde(entry.lesson, entry.student, force=True))
        finally:
            shutil.rmtree(self.room / entry.student)

    def page(self, entry: Entry) -> str:
        """Write the learner's page from what the gradebook says; returns why not, or nothing."""
        return self._said(self._api.generate_feedback(entry.lesson, entry.student, force=True))

    def _said(self, done: dict) -> str:
        """Why nbgrader failed on a submission; raises where the submission is not to blame."""
        if done["success"]:
            return ""
        # nbgrader catches even this; a pressed Ctrl-C must not look like a bad submission.
        if "KeyboardInterrupt" in done.get("error", "").strip().rpartition("\n")[2]:
            raise KeyboardInterrupt
        # Not read off the words, which may be a learner's: is there a fault of disk or database?
        storage.check(self.course)
        return f"nbgrader could not grade it: {reason(done)}."
