"""Mistakes in a lesson's files, keys and names, refused before anything runs.

Each is one sentence with its cure. The rules for answers are in answer_rules.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

from nbformat import NotebookNode

from course.answer_rules import giveaways, markers, syntax
from course.lesson_text import KINDS, LessonError, where

KEYS = {*KINDS, "points", "tags", "jupyter"}


def known_exercises() -> frozenset[str]:
    """The slugs in autograder/exercises/, by file name: importing them would load torch."""
    package = Path(find_spec("autograder").origin).parent
    return frozenset(path.stem for path in package.glob("exercises/[a-z]*.py"))


def refuse_mistakes(name: str, lesson: NotebookNode, known: Collection[str]) -> None:
    """Raises LessonError for the first mistake in `lesson`, which comes from `read_lesson`.

    `name` is the file's name, `known` the slugs that have a module in autograder/exercises/.
    """
    if not re.fullmatch(r"\d\d_[a-z0-9_]+\.py", name):
        raise LessonError(f"{name} is no lesson's name; call it NN_slug.py, as 02_freeze_it.py.")
    cells = lesson.cells
    if not (cells and cells[0].cell_type == "markdown" and re.match(r"# \S", cells[0].source)):
        raise LessonError(f"{name} has no title; begin its first cell, prose, with '# 2 · Title'.")
    # In this order, and lazy: a rule may rely on what those before it refused.
    rules = (_keys(cells), _names(cells, known), _pairs(cells), markers(cells))
    for cell, mistake in chain(*rules, syntax(cells), giveaways(cells)):
        raise LessonError(f"{where(name, cell)}: {mistake}.")


def refuse_repeats(lessons: Mapping[str, NotebookNode]) -> None:
    """Raises LessonError when two lessons, by file name, hold an exercise of the same name."""
    owner = {}
    for name, lesson in lessons.items():
        for cell in lesson.cells:
            named = cell.metadata.keys() & {"exercise", "practice"}
            if named and (first := owner.setdefault(cell.id, name)) != name:
                mistake = f"{cell.id!r} is in {first}, too; give one of the two another name"
                raise LessonError(f"{where(name, cell)}: {mistake}.")


def _keys(cells: list[NotebookNode]) -> Iterator[tuple[NotebookNode, str]]:
    """Keys that do not exist, and keys on a cell they do not fit."""
    for cell in cells:
        kinds = [kind for kind in KINDS if kind in cell.metadata]
        for key in sorted(cell.metadata.keys() - KEYS):
            near = get_close_matches(key, sorted(KEYS), n=1, cutoff=0)[0]
            yield cell, f"the key {key!r} means nothing here; write {near!r} if you mean that"
        if len(kinds) > 1:
            yield cell, f"one cell is {' and '.join(kinds)}; make two cells of it"
        if kinds and cell.cell_type != "code":
            yield cell, f"prose cannot be {kinds[0]}; move the key to a code cell"
        points = cell.metadata.get("points")
        if "check" not in kinds and points is not None:
            yield cell, "points belong to a check; move them to the check's line"
        elif "check" in kinds and points is None:
            yield cell, f'a check needs points; write check="{cell.metadata["check"]}" points=20'
        elif "check" in kinds and (type(points) not in (int, float) or points <= 0):
            yield cell, f"points={points!r} is no positive number; write for instance points=20"


def _names(cells: list[NotebookNode], known: Collection[str]) -> Iterator[tuple[NotebookNode, str]]:
    """Exercises that nothing can judge, and names that are unusable or given twice."""
    seen = set()
    for cell in cells:
        if not re.fullmatch(r"[\w-]{1,64}", cell.id, re.ASCII):
            yield cell, f"{cell.id!r} is no name; use letters, digits, '-' and '_'"
        slug = cell.metadata.get("exercise")
        if slug is not None and slug not in known:
            near = "".join(f"write {n!r} or " for n in get_close_matches(str(slug), known, n=1))
            yield cell, f"there is no exercise {slug!r}; {near}add autograder/exercises/{slug}.py"
        if cell.id in seen:
            yield cell, f"{cell.id!r} is here twice; give one of the two another name"
        seen.add(cell.id)


def _pairs(cells: list[NotebookNode]) -> Iterator[tuple[NotebookNode, str]]:
    """Exercises without a check below them, and checks without an exercise above them."""
    unchecked = {}
    for cell in cells:
        if "exercise" in cell.metadata:
            unchecked[cell.metadata["exercise"]] = cell
        slug = cell.metadata.get("check")
        if slug is not None and unchecked.pop(slug, None) is None:
            yield cell, f"the check {slug!r} has no exercise above it; add it or correct the name"
    for slug, cell in unchecked.items():
        yield cell, f'exercise {slug!r} has no check; add a cell check="{slug}" points=20 below'
