"""The texts of the course: whatever a learner may have seen, or could have come to as others did.

Releases, solutions, the other right ways and the known wrong ones of `tests/wrong_answers/`, the
course's library, cards and hints. A copy of the course without solutions and tests shows less.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import nbformat

import course as library
from autograder.cards import cards
from autograder.classroom import Course
from autograder.hints import hints
from autograder.reference import with_answer
from autograder.similarity.pieces import OWN, Piece

_FENCED = re.compile(r"```(?:python|text)?\n(.*?)```", re.DOTALL)


def shown_by(course: Course) -> Iterator[Piece]:
    """What the course shows: its lessons, answers, library, cards and hints."""
    for released in course.released.values():
        for cell in released.cells:
            yield from _pieces(cell.source, cell.cell_type == "code")
    for path in sorted((course.root / "solutions").glob("*/*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            yield from _pieces(with_answer(cell.source), cell.cell_type == "code")
    for path in sorted((course.root / "tests" / "wrong_answers").glob("*.py")):
        yield Piece(OWN, path.read_text(encoding="utf-8"), True)
    for path in sorted(Path(library.__file__).parent.glob("*.py")):
        yield Piece(OWN, path.read_text(encoding="utf-8"), True)
    for card in cards().values():
        yield Piece(OWN, card.code, True)
        for text in (card.front, card.printed, *card.back.values()):
            yield from _pieces(text, False)
    for given in hints().values():
        yield from _pieces("\n".join(given.steps), False)


def _pieces(source: str, is_code: bool) -> Iterator[Piece]:
    """A text of the course, and the code that stands in prose."""
    yield Piece(OWN, source, is_code)
    if not is_code:
        for code in _FENCED.findall(source):
            yield Piece(OWN, code, True)
