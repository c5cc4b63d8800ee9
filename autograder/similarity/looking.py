"""Look through a class, lesson by lesson."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.classroom import Course
from autograder.history import History
from autograder.similarity.background import Background, background, shown_by
from autograder.similarity.findings import findings_of
from autograder.similarity.groups import groups
from autograder.similarity.likeness import pairs
from autograder.similarity.rarity import SMALL, Findings, rare_traces
from autograder.similarity.showing import Likeness, likeness
from autograder.similarity.threshold import beyond_chance
from autograder.similarity.work import Work, works_of


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


def alike(works: Sequence[Work], known: Background, findings: Findings) -> list[Likeness]:
    """The groups of a class who share more than the course and the class explain."""
    rare = rare_traces(works, known, findings)
    shown = beyond_chance(pairs(works, rare), len(works))
    return [likeness(group, works, rare) for group in groups(shown)]
