"""What to look at as a short table, for a terminal."""

from collections.abc import Iterator, Sequence

from autograder.marks import printable
from autograder.similarity.looking import Looked
from autograder.similarity.showing import Common, Likeness, Spot
from autograder.similarity.wording import each, rarity, shared, where

HEAD = ("who", "lesson", "exercise", "what they share", "how rare")


def table(looked: Sequence[Looked]) -> str:
    """A line for each answer in which a group shares something; the rarest thing stands for all."""
    rows = [
        tuple(map(printable, (each(one.students), lesson.lesson, *row)))
        for lesson in looked
        for one in lesson.found
        for row in _rows(one, lesson.submissions)
    ]
    widths = [max(map(len, column)) for column in zip(HEAD, *rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (HEAD, *rows)
    )


def _rows(one: Likeness, submissions: int) -> Iterator[tuple[str, str, str]]:
    """Exercise, what is shared and how rare it is, answer by answer."""
    if one.cells:
        yield where(""), "a cell that was made once", rarity(0, submissions)
    for spot in one.spots:
        first, *more = _ranked(spot)
        rest = f", and {len(more)} more" if more else ""
        yield where(spot.place), shared(first) + rest, rarity(first.others, submissions)


def _ranked(spot: Spot) -> list[Common]:
    """What is shared in an answer, the rarest first, long things before short ones."""
    return sorted(spot.commons, key=lambda common: (common.others, -len(common.text)))
