"""Opening the course shows what was done since, without running anything."""

import shutil
from pathlib import Path

import nbformat
import pytest

from autograder import progress
from course.fresh_map import draw_map

PROJECT = Path(__file__).parent.parent
NAME = "00_start_here"


@pytest.fixture
def start(tmp_path, monkeypatch):
    monkeypatch.setattr(progress, "_in_memory", {})
    return Path(shutil.copy(PROJECT / "notebooks" / NAME / f"{NAME}.ipynb", tmp_path))


def done(state):
    progress.exercise(state, "freeze").update(best=1.0, passed=True, tries=1)


def test_the_map_is_drawn_with_the_present_progress(start):
    progress.update(done)
    before = nbformat.read(start, 4)
    draw_map(start)
    after = nbformat.read(start, 4)
    (changed,) = (cell for cell in after.cells if cell.get("outputs"))
    assert "■□□□ 1 of 4" in changed.outputs[0].data["text/markdown"]
    assert [cell.source for cell in before.cells] == [cell.source for cell in after.cells]
    assert [path.name for path in start.parent.iterdir()] == [start.name]


def test_without_progress_the_notebook_stays_as_it_was_released(start):
    before = start.read_bytes()
    draw_map(start)
    assert start.read_bytes() == before


def test_a_notebook_without_the_map_and_a_missing_one_are_left_alone(start, tmp_path):
    progress.update(done)
    other = tmp_path / "other.ipynb"
    nbformat.write(nbformat.v4.new_notebook(), other)
    before = other.read_bytes()
    draw_map(other)
    draw_map(tmp_path / "missing.ipynb")
    assert other.read_bytes() == before
