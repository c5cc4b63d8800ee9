"""Look through a class, lesson by lesson."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.classroom import Course
from autograder.history import History
from autograder.similarity.alike import alike
from autograder.similarity.background import background
from autograder.similarity.findings import findings_of
from autograder.similarity.rarity import SMALL
from autograder.similarity.showing import Likeness
from autograder.similarity.shown import shown_by
from autograder.similarity.work import works_of


@dataclass(frozen=True)
class Looked:
    """One lesson: the groups to look at, how many submissions were read, how many could not be."""

    lesson: str
    found: tuple[Likeness, ...]
    submissions: int
    unread: int

    @property
    def is_small(self) -> bool:
        """Whether so few handed in that nobody can say how rare a way to write code is."""
        return self.submissions < SMALL


def look(course: Course, lessons: Sequence[str]) -> Iterator[Looked]:
    """What to look at in these lessons; the same submissions give the same answer."""
    known = background(shown_by(course))
    for lesson in lessons:
        works = works_of(course, lesson)
        findings = findings_of(History(course.gradebook).everyone(lesson))
        found = alike(works, known, findings)
        unread = len(course.students(lesson)) - len(works)
        yield Looked(lesson, tuple(found), len(works), unread)
