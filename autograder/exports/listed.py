"""Everybody in the class beside their marks: what the formats with one line per learner share."""

from dataclasses import dataclass, replace
from pathlib import Path

from nbgrader.api import Gradebook, Student

from autograder.bank.graded import key_of
from autograder.classroom import Course, GradingError
from autograder.exports.cells import shown
from autograder.exports.marked import Marked, marked
from autograder.exports.matching import matched
from autograder.exports.roster import OWN, ROSTER, Person, Roster, roster_in
from autograder.marks import printable


@dataclass
class Listed:
    """A class, in the order of its roster: `people[n].student` is empty for who is none of ours.

    `unknown` are learners with marks whom the roster does not have. `marks` are by lesson, then by
    learner; `points` are those that a lesson has to give. `roster` is the file that was read.
    """

    people: list[Person]
    unknown: list[Person]
    marks: dict[str, dict[str, Marked]]
    points: dict[str, float]
    roster: Roster | None = None

    def of(self, person: Person, lesson: str) -> Marked | None:
        """What a person has in a lesson; None without marks."""
        return self.marks[lesson].get(person.student)


def listed(course: Course, lessons: list[str], roster: Path | None) -> Listed:
    """The class with its marks in these lessons; in all that have some where none is named.

    `roster` is a file of ours or of another program; by default gradebook/roster.csv, if there is
    one. Raises GradingError for a bad roster, or where nothing was graded.
    """
    own = course.gradebook / ROSTER
    read = roster_in(roster or own) if roster or own.exists() else None
    with course.opened() as book:
        wanted = lessons or [one.name for one in book.assignments if one.name in course.released]
        marks = {lesson: marked(course, book, lesson) for lesson in sorted(set(wanted))}
        marks = {lesson: by for lesson, by in marks.items() if lesson in lessons or by}
        if not any(marks.values()):
            raise GradingError("Nothing was graded yet; run `python -m autograder grade`.")
        points = {lesson: book.find_assignment(lesson).max_score for lesson in marks}
        learners = _learners(book, {student for by in marks.values() for student in by})
    people = _seated(course, learners, read)
    seated = {who.student for who in people}
    unknown = [who for who in learners if who.student not in seated]
    return Listed(people, unknown, marks, points, read)


def _seated(course: Course, learners: list[Person], read: Roster | None) -> list[Person]:
    """The people of a roster, with the names that learners have in the gradebook."""
    if read is None:
        return learners
    by_key = {key_of(who.student): who for who in learners}
    if read.kind == OWN:
        known = [by_key.get(key_of(line.student), line) for line in read.people]
        return [
            replace(_filled(line, who), student=who.student, login=line.login or shown(who.student))
            for line, who in zip(read.people, known, strict=True)
        ]
    own = course.gradebook / ROSTER
    lines = {key_of(line.student): line for line in roster_in(own).people} if own.exists() else {}
    ours = [
        replace(_filled(lines.get(key_of(who.student), who), who), student=who.student)
        for who in learners
    ]
    places = matched(ours, read.people)
    return [
        replace(_filled(line, places.get(at, line)), student=places.get(at, Person()).student)
        for at, line in enumerate(read.people)
    ]


def warnings_of(course: Course, listed: Listed) -> list[str]:
    """What an instructor ought to know before the file is imported, a sentence each."""
    found = []
    if listed.unknown:
        found.append(f"Not in the roster: {_names([who.student for who in listed.unknown])}.")
    for lesson, by in listed.marks.items():
        if waiting := [who for who in course.students(lesson) if who not in by]:
            found.append(f"Handed in {lesson} and have no marks: {_names(waiting)}.")
    return found


def _names(students: list[str]) -> str:
    """Learners' names for a terminal."""
    return ", ".join(printable(student) for student in sorted(students))


def _learners(book: Gradebook, students: set[str]) -> list[Person]:
    """Those who have marks, with what nbgrader's database knows of them."""
    rows = book.db.query(Student.id, Student.last_name, Student.first_name, Student.email)
    return [
        Person(who, ", ".join(part for part in (last, first) if part), email or "", shown(who))
        for who, last, first, email in rows.order_by(Student.id)
        if who in students
    ]


def _filled(first: Person, second: Person) -> Person:
    """A person as the first says, with a name and an address of the second's if it has none."""
    return replace(first, name=first.name or second.name, email=first.email or second.email)
