"""Hints: every exercise has steps, none of which gives its answer away, and a place to read."""

from pathlib import Path

import nbformat
import pytest

from autograder.exercise import Sealed, find, slugs
from autograder.hints import hints
from autograder.reference import with_answer

ROOT = Path(__file__).parent.parent
LESSONS = {path.stem: nbformat.read(path, 4) for path in ROOT.glob("solutions/*/*.ipynb")}
EXERCISES = {slug for slug in slugs() if not isinstance(find(slug), Sealed)}


def lesson_of(slug):
    return next(n for n in LESSONS.values() if any(cell.id == slug for cell in n.cells))


def test_every_exercise_has_hints():
    assert set(hints()) == EXERCISES


@pytest.mark.parametrize("slug", hints())
def test_steps_are_short_and_quote_no_line_of_the_solution(slug):
    (cell,) = (cell for cell in lesson_of(slug).cells if cell.id == slug)
    answer = {" ".join(line.split()) for line in with_answer(cell.source).splitlines()}
    telling = {line for line in answer if len(line) > 20 and not line.startswith(("def ", '"""'))}
    for step in hints()[slug].steps:
        assert len(step.split()) <= 60
        assert step.endswith((".", "?", "```"))
        assert [line for line in telling if line in " ".join(step.split())] == []


@pytest.mark.parametrize("slug", hints())
def test_what_is_to_be_read_again_is_a_heading_of_the_lesson_above_the_exercise(slug):
    cells = lesson_of(slug).cells
    at = next(i for i, cell in enumerate(cells) if cell.id == slug)
    above = [cell.source for cell in cells[:at] if cell.cell_type == "markdown"]
    lines = [line for text in above for line in text.splitlines() if line.startswith("##")]
    assert hints()[slug].read in {line.lstrip("#").strip() for line in lines}
