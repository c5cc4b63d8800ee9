"""Where one submission becomes marks: nbgrader writes the gradebook, the journal says it is done.

Only the main process sits here. Killed at any moment, the submission at hand has no line in the
journal that stands, and is graded again.
"""

from dataclasses import replace

from nbgrader.api import Gradebook

from autograder.attempts import Attempt, Attempts
from autograder.classroom import Course
from autograder.engine.job import Job
from autograder.engine.result import Result
from autograder.entries import Entry, entry_of, laid_out
from autograder.history import History
from autograder.lateness import Lateness
from autograder.marker import Marker
from autograder.marks import Row
from autograder.refusals import page_of, write_page
from autograder.regrading.changes import changes
from autograder.regrading.standing import Standing, hand_notes, standing
from autograder.results import Results, graded_with, key_of
from autograder.workers import Crew, Lost

EARLIER = "the marks of an earlier hand-in still stand in the gradebook"


class Desk:
    """The gradebook of a class, open for marking."""

    def __init__(self, course: Course, crew: Crew) -> None:
        """Clears away what a killed grading left on the desk.

        Raises GradingError for a bad line of extensions.csv.
        """
        self.course, self.crew = course, crew
        self.results, self.attempts = Results(course.gradebook), Attempts(course.gradebook)
        self.history = History(course.gradebook)
        self._lateness = Lateness(course)
        self._marker = Marker(course, crew)
        self._book: Gradebook = course.opened()
        self._versions = graded_with(course.gradebook)
        self._found: Standing | None = None

    def close(self) -> None:
        """Let go of the gradebook and leave nothing lying about."""
        self._book.close()
        self._marker.close()

    def take(self, lesson: str, student: str) -> tuple[Entry, str]:
        """A submission, and the key of its result."""
        entry = entry_of(self.course, lesson, student)
        return entry, key_of(entry.job, self.crew.isolation, self.crew.limits) if entry.job else ""

    def job_in(self, taken: tuple[Entry, str]) -> Job | None:
        """What is to be run of a submission: nothing when its result is there already.

        What was ordered anew is run whatever is there.
        """
        entry, key = taken
        self._found = None if entry.problem else self._that_stands(entry, key)
        if entry.problem or self._found:
            return None
        if self.attempts.ordered(entry.student, entry.lesson) is None and self.results.get(key):
            return None
        return replace(entry.job, seeds=self.history.seeds(entry.job))

    def row(self, taken: tuple[Entry, str], outcome: Result | Lost | None) -> Row:
        """Mark a submission, unless its marks stand; whatever is wrong with it becomes its row."""
        entry, key = taken
        if entry.problem:
            return self._not_graded(entry, entry.problem)
        if isinstance(outcome, Lost):
            return self._not_graded(
                entry, f"Its run was lost with its worker ({outcome.reason}); grade it again."
            )
        # Where nothing was to be run, `job_in` was asked just before, and has looked already.
        if outcome is None and self._found:
            return self._kept(entry, self._found)
        if outcome is None:
            outcome = self.results.get(key)
        else:
            self.results.put(key, outcome)
        return self._mark(entry, key, outcome)

    def _mark(self, entry: Entry, key: str, result: Result) -> Row:
        """Let nbgrader mark a submission from its result, and write down that it is done."""
        # Nothing is kept unless some exercises were ordered anew, and the others are to stay.
        ordered = self.attempts.ordered(entry.student, entry.lesson)
        kept = self.history.verdicts(entry.job, without=ordered) if ordered else {}
        self.attempts.withdraw(entry.student, entry.lesson)
        laid_out(self.course, entry, self._marker.room)
        if problem := self._marker.mark(entry, kept) or self._marker.page(entry):
            return self._not_graded(entry, problem)
        now = self._standing(entry)
        notes = [*entry.notes, *result.notes, *now.notes]
        seeds = {slug: check.seed for slug, check in result.checks.items()}
        attempt = Attempt(
            *(entry.student, entry.lesson, key, entry.digest, now.marks, now.points),
            *(result.isolation, result.usage, notes, seeds, self._versions),
        )
        return self._row(self._written_down(attempt, now), is_kept=False)

    def _kept(self, entry: Entry, now: Standing) -> Row:
        """The row of a submission whose marks stand.

        What was changed in the gradebook since then is told, and shown on a new page.
        """
        attempt = self.attempts.last(entry.student, entry.lesson)
        if (attempt.marks, attempt.by_hand) != (now.marks, now.by_hand):
            if problem := self._marker.page(entry):
                return self._not_graded(entry, problem)
            attempt = self._written_down(replace(attempt, marks=now.marks), now)
        return self._row(attempt, is_kept=True)

    def _written_down(self, attempt: Attempt, now: Standing) -> Attempt:
        """An attempt with all that now stands, in the journal."""
        before = self.attempts.finished(attempt.student, attempt.lesson)
        attempt = replace(
            attempt,
            late=now.late,
            penalty=now.penalty,
            judging=len(self.history.all(attempt.student, attempt.lesson)),
            by_hand=now.by_hand,
        )
        attempt = replace(attempt, changes=changes(self.history, before, attempt))
        self.attempts.add(attempt)
        return attempt

    def _that_stands(self, entry: Entry, key: str) -> Standing | None:
        """What counts, if the last grading was of just this and all that it left is still there."""
        last = self.attempts.last(entry.student, entry.lesson)
        if last is None or last.versions != self._versions:
            return None
        if (last.key, last.submission) != (key, entry.digest):
            return None
        lesson = entry.lesson
        graded = self.course.gradebook / "autograded" / entry.student / lesson / f"{lesson}.ipynb"
        if not (graded.is_file() and page_of(self.course, lesson, entry.student).is_file()):
            return None
        now = self._standing(entry)
        return now if now and now.late == last.late else None

    def _standing(self, entry: Entry) -> Standing | None:
        """What the gradebook says of a submission now."""
        return standing(self._book, self._lateness, entry.lesson, entry.student)

    def _row(self, attempt: Attempt, is_kept: bool) -> Row:
        """The row of a finished grading."""
        notes = [*attempt.notes, *hand_notes(attempt.by_hand)]
        return Row(
            *(attempt.student, attempt.lesson, attempt.marks, attempt.points, notes),
            *(attempt.usage, attempt.isolation, is_kept),
        )

    def _not_graded(self, entry: Entry, problem: str) -> Row:
        """The row of a submission without marks; the learner's feedback page says why."""
        write_page(page_of(self.course, entry.lesson, entry.student), entry.lesson, problem)
        notes = [problem] if self._standing(entry) is None else [problem, EARLIER]
        return Row(entry.student, entry.lesson, None, self.course.points(entry.lesson), notes)
