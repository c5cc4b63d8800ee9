"""What is exported: the marks that count, exercise by exercise, and what the learner was told.

Marks come from nbgrader's database, with those given by hand and penalties for late work. Words
come from the history of judgings, which has all that the feedback page says.
"""

from dataclasses import dataclass, field

from nbgrader.api import Assignment, Gradebook

from autograder.classroom import Course, GradingError
from autograder.exports.cells import number
from autograder.exports.grades import CHECK, Cell, comments_in, grades_in
from autograder.history import History
from autograder.show import plain
from autograder.verdict import Finding, Verdict

NEVER = Verdict("not judged", 0.0)


@dataclass
class Exercise:
    """One exercise of a submission: `told` is what its learner reads, a line each."""

    name: str
    marks: float
    points: float
    status: str
    told: list[str]


@dataclass
class Marked:
    """One submission that has marks; `penalty` is taken off for coming late."""

    student: str
    lesson: str
    penalty: float
    exercises: list[Exercise] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def counted(self) -> float:
        """The marks that count."""
        return round(max(0.0, sum(part.marks for part in self.exercises) - self.penalty), 2)

    @property
    def told(self) -> list[str]:
        """All that its learner is told, a line each."""
        lines = [line for part in self.exercises for line in [f"{part.name}:", *part.told]]
        if self.notes:
            lines += ["Read and repaired before grading:", *self.notes]
        if self.penalty:
            lines.append(f"Late: {number(self.penalty)} points are taken off.")
        return lines


def marked(course: Course, book: Gradebook, lesson: str) -> dict[str, Marked]:
    """The submissions of a lesson that have marks, by learner; those never judged are left out.

    Raises GradingError for a lesson that never entered the gradebook.
    """
    if not book.db.query(Assignment).filter(Assignment.name == lesson).count():
        raise GradingError(f"{lesson} was never graded; run `python -m autograder grade {lesson}`.")
    history, comments = History(course.gradebook), comments_in(book, lesson)
    found: dict[str, Marked] = {}
    waiting, records = set(), {}
    for cell in grades_in(book, lesson):
        if cell.by_us is None and cell.by_hand is None:
            waiting.add(cell.student)
        if cell.student not in found:
            judging = history.last(cell.student, lesson)
            records = {one["exercise"]: one for one in judging.records} if judging else {}
            notes = list(judging.notes) if judging else []
            found[cell.student] = Marked(cell.student, lesson, cell.penalty or 0.0, notes=notes)
        said = comments.get((cell.student, cell.exercise), [])
        found[cell.student].exercises.append(_exercise(cell, records.get(cell.exercise), said))
    order = [one.id.removeprefix(CHECK) for one in course.released[lesson].cells]
    places = {name: at for at, name in enumerate(order)}
    for one in found.values():
        one.exercises.sort(key=lambda part: places.get(part.name, len(places)))
    return {student: one for student, one in found.items() if student not in waiting}


def _exercise(cell: Cell, record: dict | None, comments: list[str]) -> Exercise:
    """One exercise, with the words of its verdict; without a verdict there are only marks."""
    by_hand = cell.by_hand is not None or (record and abs(record["marks"] - cell.marks) >= 0.005)
    earned = f"{number(cell.marks)} of {number(cell.points)} points."
    foot = f"Marks given by hand: {earned}" if by_hand else f"Earned {earned}"
    verdict = _verdict(record) if record else NEVER
    told = plain(verdict, foot).splitlines() if record else [foot]
    told += [f"Comment: {comment}" for comment in comments]
    return Exercise(cell.exercise, cell.marks, cell.points, verdict.status, told)


def _verdict(record: dict) -> Verdict:
    """The verdict in a record of the history."""
    findings = tuple(Finding(**finding) for finding in record["findings"])
    return Verdict(record["status"], record["score"], record["said"], findings)
