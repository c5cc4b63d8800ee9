"""What an attack is, and the three usual ways to build one from a released notebook.

The right mark is part of the attack and is said before any grader runs it. Sources stay at the
level of Python, act only on the sandbox they run in, and are bounded, so that a grader that fails
to hold them survives.
"""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from autograder.sample_class import Change, answered, began_with, hand_in, solved
from tests.handing_in import LESSON, SILENT

POINTS = {
    LESSON: {"freeze": 20, "trainable_report": 20, "grad_map": 15, "moved_names": 25},
    SILENT: {"treat": 40, "triage": 15, "freeze_lint": 17, "true_statements": 8},
}
UNSOLVED = (
    answered("freeze", "def freeze(module):\n    return module\n\nunfreeze = freeze"),
    answered("trainable_report", "def trainable_report(model):\n    return {}"),
    answered("grad_map", "def grad_map(frozen):\n    return {}"),
    answered("moved_names", "def moved_names(model, step, steps=3):\n    return set()"),
)


@dataclass(frozen=True)
class Link:
    """A symbolic link beside the notebook; `{solutions}` and `{other}` are filled in."""

    target: str


@dataclass(frozen=True)
class Attack:
    """A submission that wants more than it did: what it changes, and the marks it ought to earn.

    `kind` is a class of attack, "A1" to "A17"; `earned` are marks by exercise; `files` lie beside
    the notebook.
    """

    name: str
    kind: str
    changes: tuple[Change, ...]
    earned: Mapping[str, float]
    why: str
    lesson: str = LESSON
    files: Mapping[str, str | bytes | Link] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """The marks that the whole submission ought to earn."""
        return sum(self.earned.values())


def tricked(name: str, kind: str, why: str, source: str) -> Attack:
    """Wrong answers everywhere, and a first cell that wants marks for them."""
    return Attack(name, kind, (*UNSOLVED, began_with(textwrap.dedent(source))), nothing(), why)


def spoiled(
    name: str, kind: str, why: str, source: str, *, slug: str = "grad_map", keeps: float = 0
) -> Attack:
    """A solved lesson in which one answer attacks; the others keep their marks."""
    lesson = next(lesson for lesson, points in POINTS.items() if slug in points)
    changes = (solved(), answered(slug, textwrap.dedent(source)))
    return Attack(name, kind, changes, POINTS[lesson] | {slug: keeps}, why, lesson)


def carefree(name: str, kind: str, why: str, source: str) -> Attack:
    """A solved lesson below a first cell that attacks and belongs to no exercise."""
    changes = (solved(), began_with(textwrap.dedent(source)))
    return Attack(name, kind, changes, POINTS[LESSON], why)


def nothing(lesson: str = LESSON) -> dict[str, float]:
    """No marks for any exercise."""
    return dict.fromkeys(POINTS[lesson], 0)


def handed_in(course, attack: Attack, learner: str = "") -> Path:
    """Write an attack as a submission, with its files; returns the notebook's path."""
    path = hand_in(course, learner or attack.name, attack.lesson, *attack.changes)
    for name, content in attack.files.items():
        place = path.parent / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Link):
            lying = course.root / "solutions" / attack.lesson / f"{attack.lesson}.ipynb"
            other = course.submitted / "bystander" / attack.lesson
            place.symlink_to(content.target.format(solutions=lying, other=other))
        else:
            place.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
