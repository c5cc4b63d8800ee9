"""What a damage is: honest work, how it was hurt on the way, and the marks it keeps.

The right mark is part of the damage and is said before any grader runs it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from autograder.sample_class import Change, hand_in, solved
from tests.handing_in import LESSON

FULL = 80
Hurt = Callable[[Path], object]


def unhurt(path: Path) -> None:
    """Leave the file as it was written."""


@dataclass(frozen=True)
class Damage:
    """A submission by somebody who did the work.

    `kind` is a class of damage, "D1" to "D13"; `earned` the right mark, None where nothing can be
    read; `told` stands in the notes, or in the problem. `changes` make the notebook, `hurt` is what
    happened to its file; what it returns does not matter.
    """

    name: str
    kind: str
    earned: float | None
    told: str
    hurt: Hurt = unhurt
    changes: tuple[Change, ...] = (solved(),)
    lesson: str = LESSON


def handed_in(course, damage: Damage) -> Path:
    """Write a damage as a submission; returns the path that the notebook had at first."""
    path = hand_in(course, damage.name, damage.lesson, *damage.changes)
    damage.hurt(path)
    return path


def in_json(change: Callable[[dict], object]) -> Hurt:
    """Damage that changes the JSON of the file."""

    def hurt(path: Path) -> None:
        content = json.loads(path.read_text(encoding="utf-8"))
        change(content)
        path.write_text(json.dumps(content, indent=1), encoding="utf-8")

    return hurt


def in_cells(change: Callable[[list[dict]], object]) -> Hurt:
    """Damage that changes the list of cells in place."""
    return in_json(lambda content: change(content["cells"]))


def at(cells: list[dict], cell_id: str) -> int:
    """The position of the first cell with this id."""
    return next(number for number, cell in enumerate(cells) if cell.get("id") == cell_id)


def text(cell: dict) -> str:
    """The source of a cell as one string."""
    return "".join(cell["source"])


def code(source: str, **more: object) -> dict:
    """A code cell of the learner's own."""
    empty = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    return empty | {"id": "mine", "source": source} | more


def bytes_of(change):
    """Change the bytes of the file."""
    return lambda path: path.write_bytes(change(path.read_bytes()))
