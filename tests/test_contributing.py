"""The example in CONTRIBUTING.md works as it stands."""

import re
from pathlib import Path

import nbformat
import pytest
from torch import nn

from autograder.collect import collect
from autograder.verdict import CORRECT, INCORRECT
from course.lesson_rules import refuse_mistakes
from course.lesson_text import read_lesson
from course.starter import for_learners

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
LESSON, MODULE = re.findall(r"```python\n(.*?)```\n", TEXT, flags=re.DOTALL)
HEADER = (ROOT / "course" / "lessons" / "01_what_freezing_does.py").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def cells(tmp_path_factory):
    """The example's cells, read as a lesson with a title."""
    header = HEADER[: HEADER.index("# %%")]
    path = tmp_path_factory.mktemp("lesson") / "13_counting_frozen.py"
    path.write_text(f'{header}# %% [markdown]\n"""\n# 13 · Count\n"""\n\n{LESSON}')
    lesson = read_lesson(path)
    refuse_mistakes(path.name, lesson, {"count_frozen"})
    return {cell.id: cell for cell in lesson.cells}


@pytest.fixture(scope="module")
def exercise():
    names = {}
    exec(MODULE, names)
    return names["EXERCISE"]


def verdict_on(exercise, source):
    names = {"nn": nn}
    exec(source, names)
    envelope = collect(exercise, (names["count_frozen"],), 5)
    assert envelope["state"] == "collected"
    return exercise.judge(envelope["observed"], 5, {"count_frozen": source})


def test_the_examples_answer_is_judged_right_and_its_stub_is_not(cells, exercise):
    source = cells["count_frozen"].source
    assert verdict_on(exercise, source).status == CORRECT
    assert verdict_on(exercise, for_learners(source)).status == INCORRECT
    wrong = source.replace("not parameter", "parameter")
    assert verdict_on(exercise, wrong).findings[0].seen == "count_frozen said 4."


def test_every_module_that_the_page_names_exists():
    named = re.findall(r"`((?:autograder|course|tests)/[\w/]+\.py)`", TEXT)
    example = {"course/lessons/13_counting_frozen.py"}
    missing = {name for name in named if not (ROOT / name).exists()} - example
    assert missing == {
        "autograder/exercises/count_frozen.py",
        "tests/wrong_answers/count_frozen.py",
    }


def test_the_example_is_a_lesson_that_nbformat_takes(cells):
    notebook = nbformat.v4.new_notebook(cells=list(cells.values()))
    assert len(notebook.cells) == 4
