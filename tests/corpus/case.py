"""Attacks and damages as cases of one table, each with the marks that were said before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from nbgrader.api import MissingEntry

from autograder.classroom import Course
from tests.corpus import attacks, damages
from tests.corpus.attacks.attack import POINTS

ATTACK, DAMAGE = "attack", "damage"
CLASSES = {
    "A1": "shell hooks",
    "A2": "kernel and interpreter",
    "A3": "our own code in memory",
    "A4": "torch itself",
    "A5": "lying values",
    "A6": "replay and forgery",
    "A7": "shadowing",
    "A8": "reading",
    "A9": "writing",
    "A10": "dying",
    "A11": "not dying",
    "A12": "eating",
    "A13": "network",
    "A14": "objects to load",
    "A15": "against the reader",
    "A16": "gaming",
    "A17": "metadata games",
    "D1": "missing",
    "D2": "doubled",
    "D3": "stripped",
    "D4": "retyped",
    "D5": "moved",
    "D6": "renamed",
    "D7": "editors",
    "D8": "broken text",
    "D9": "noisy",
    "D10": "one bad cell",
    "D11": "leftovers",
    "D12": "environment",
    "D13": "stale",
}


@dataclass(frozen=True)
class Case:
    """One submission: `earned` are its right marks, None where nothing can be graded.

    `by_exercise` splits them, where that was said. `hand_in` writes it into a class, as the work of
    a learner of its `name`.
    """

    family: str
    kind: str
    name: str
    lesson: str
    earned: float | None
    hand_in: Callable[[Course], object]
    by_exercise: Mapping[str, float] = field(default_factory=dict)

    def is_right(self, marks: Mapping[str, float] | None) -> bool:
        """Whether these marks by exercise, or None for no marks, are the right ones."""
        return _equal(marks, self.earned, self.by_exercise)

    def is_right_without_shares(self, marks: Mapping[str, float] | None) -> bool:
        """The same of a grader that can give all or nothing for an exercise: no share is none."""
        whole = {
            slug: earned if earned == POINTS[self.lesson][slug] else 0
            for slug, earned in self.by_exercise.items()
        }
        return _equal(marks, sum(whole.values()) if whole else self.earned, whole)


def _equal(
    marks: Mapping[str, float] | None, earned: float | None, by_exercise: Mapping[str, float]
) -> bool:
    """Whether marks are these, in all and in each exercise."""
    if marks is None or earned is None:
        return marks is None and earned is None
    split = all(abs(marks.get(slug, 0) - told) < 0.01 for slug, told in by_exercise.items())
    return split and abs(sum(marks.values()) - earned) < 0.01


def all_cases() -> list[Case]:
    """Every attack and every damage of the corpus."""
    return [
        *(
            Case(
                *(ATTACK, one.kind, one.name, one.lesson, one.total),
                lambda course, one=one: attacks.handed_in(course, one),
                one.earned,
            )
            for one in attacks.ATTACKS
        ),
        *(
            Case(
                *(DAMAGE, one.kind, one.name, one.lesson, one.earned),
                lambda course, one=one: damages.damage.handed_in(course, one),
            )
            for one in damages.DAMAGES
        ),
    ]


def marks_of(course: Course, lesson: str, learner: str) -> dict[str, float] | None:
    """The marks in a gradebook by exercise; None without a submission."""
    with course.opened() as book:
        try:
            (notebook,) = book.find_submission(lesson, learner).notebooks
        except (MissingEntry, ValueError):
            return None
        return {grade.name.removeprefix("check-"): grade.score for grade in notebook.grades}
