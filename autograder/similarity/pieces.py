"""What a learner wrote, as plain values: texts, and what each of them answers."""

from dataclasses import dataclass

OWN = ""  # the place of what belongs to no exercise


@dataclass(frozen=True)
class Piece:
    """The text of one cell; `place` is the exercise that it answers, or OWN."""

    place: str
    source: str
    is_code: bool


@dataclass(frozen=True)
class Work:
    """What one learner wrote; `cell_ids` are those that Jupyter drew for cells of their own."""

    student: str
    pieces: tuple[Piece, ...]
    cell_ids: frozenset[str] = frozenset()
