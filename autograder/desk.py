"""Where one submission becomes marks: nbgrader writes the gradebook, the journal says it is done.

Only the main process sits here. Killed at any moment, the submission at hand has no line in the
journal that stands, and is graded again.
"""

import shutil

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import NbGraderAPI

from autograder import storage
from autograder.attempts import Attempt, Attempts
from autograder.classroom import Course
from autograder.engine.job import Job
from autograder.engine.result import Result
from autograder.entries import Entry, entry_of, laid_out
from autograder.marks import Row
from autograder.refusals import page_of, reason, write_page
from autograder.results import Results, graded_with, key_of
from autograder.workers import Crew, Lost

TAKEN_IN = ".taken-in"
EARLIER = "the marks of an earlier hand-in still stand in the gradebook"


class Desk:
    """The gradebook of a class, open for marking."""

    def __init__(self, course: Course, crew: Crew) -> None:
        """Clears away what a killed grading left on the desk."""
        self.course, self.crew = course, crew
        self.results, self.attempts = Results(course.gradebook), Attempts(course.gradebook)
        self._room = course.gradebook / TAKEN_IN
        shutil.rmtree(self._room, ignore_errors=True)
        config = course.config()
        config.CourseDirectory.submitted_directory = course.way_to(self._room)
        config.Run.isolation = crew.isolation
        config.Run.limits = crew.limits.as_plain()
        self._api = NbGraderAPI(config=config)
        self._book: Gradebook = course.opened()
        self._versions = graded_with(course.gradebook)

    def close(self) -> None:
        """Let go of the gradebook and leave nothing lying about."""
        self._book.close()
        shutil.rmtree(self._room, ignore_errors=True)

    def take(self, lesson: str, student: str) -> tuple[Entry, str]:
        """A submission, and the key of its result."""
        entry = entry_of(self.course, lesson, student)
        return entry, key_of(entry.job, self.crew.isolation, self.crew.limits) if entry.job else ""

    def job_in(self, taken: tuple[Entry, str]) -> Job | None:
        """What is to be run of a submission: nothing when its result is there already."""
        entry, key = taken
        ready = entry.problem or self._stands(entry, key) or self.results.get(key)
        return None if ready else entry.job

    def row(self, taken: tuple[Entry, str], outcome: Result | Lost | None) -> Row:
        """Mark a submission, unless its marks stand; whatever is wrong with it becomes its row."""
        entry, key = taken
        if entry.problem:
            return self._not_graded(entry, entry.problem)
        if isinstance(outcome, Lost):
            return self._not_graded(
                entry, f"Its run was lost with its worker ({outcome.reason}); grade it again."
            )
        if outcome is None and self._stands(entry, key):
            return self._row(self.attempts.last(entry.student, entry.lesson), is_kept=True)
        if outcome is None:
            outcome = self.results.get(key)
        else:
            self.results.put(key, outcome)
        return self._mark(entry, key, outcome)

    def _mark(self, entry: Entry, key: str, result: Result) -> Row:
        """Let nbgrader mark a submission from its result, and write down that it is done."""
        self.attempts.withdraw(entry.student, entry.lesson)
        laid_out(self.course, entry, self._room)
        # What laying out has settled, the learner's page still has to tell.
        self._api.config.Repair.notes_before = {entry.student: {entry.lesson: entry.read}}
        try:
            for step in (self._api.autograde, self._api.generate_feedback):
                done = step(entry.lesson, entry.student, force=True)
                if not done["success"]:
                    return self._not_graded(entry, self._refused(done))
        finally:
            shutil.rmtree(self._room / entry.student)
        marks, points = self._earned(entry)
        seeds = {slug: check.seed for slug, check in result.checks.items()}
        attempt = Attempt(
            *(entry.student, entry.lesson, key, entry.digest, marks, points),
            *(result.isolation, result.usage, [*entry.notes, *result.notes]),
            *(seeds, self._versions),
        )
        self.attempts.add(attempt)
        return self._row(attempt, is_kept=False)

    def _stands(self, entry: Entry, key: str) -> bool:
        """Whether the last grading was of just this, and all that it left is still there."""
        last = self.attempts.last(entry.student, entry.lesson)
        if last is None or last.versions != self._versions:
            return False
        if (last.key, last.submission) != (key, entry.digest):
            return False
        lesson = entry.lesson
        graded = self.course.gradebook / "autograded" / entry.student / lesson / f"{lesson}.ipynb"
        return (
            graded.is_file()
            and page_of(self.course, lesson, entry.student).is_file()
            and self._earned(entry) is not None
        )

    def _earned(self, entry: Entry) -> tuple[float, float] | None:
        """The marks in the gradebook and the points that could be had; None without a submission.

        Marks that an instructor changed by hand count as changed.
        """
        try:
            graded = self._book.find_submission(entry.lesson, entry.student)
            return graded.score, graded.max_score
        except (MissingEntry, UnicodeEncodeError):
            # A folder's name may be no text at all; no database knows such a learner.
            return None
        finally:
            # Ends the transaction, which would keep sqlite's writers waiting.
            self._book.db.remove()

    def _row(self, attempt: Attempt, is_kept: bool) -> Row:
        """The row of a finished grading."""
        return Row(
            *(attempt.student, attempt.lesson, attempt.marks, attempt.points, attempt.notes),
            *(attempt.usage, attempt.isolation, is_kept),
        )

    def _not_graded(self, entry: Entry, problem: str) -> Row:
        """The row of a submission without marks; the learner's feedback page says why."""
        write_page(page_of(self.course, entry.lesson, entry.student), entry.lesson, problem)
        notes = [problem] if self._earned(entry) is None else [problem, EARLIER]
        return Row(entry.student, entry.lesson, None, self.course.points(entry.lesson), notes)

    def _refused(self, done: dict) -> str:
        """Why nbgrader failed on a submission; raises where the submission is not to blame."""
        # nbgrader catches even this; a pressed Ctrl-C must not look like a bad submission.
        if "KeyboardInterrupt" in done.get("error", "").strip().rpartition("\n")[2]:
            raise KeyboardInterrupt
        # Not read off the words, which may be a learner's: is there a fault of disk or database?
        storage.check(self.course)
        return f"nbgrader could not grade it: {reason(done)}."
