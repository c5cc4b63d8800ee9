"""The author's desk: a new lesson builds at once, and what a lesson lacks is said in sentences."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from course.authoring import around_rules, text_rules
from course.authoring.lesson_facts import facts
from course.authoring.lint import lacks, lint
from course.authoring.new_lesson import PLACES, new_lesson
from course.lesson_text import LessonError

ROOT = Path(__file__).parent.parent
LESSONS = sorted((ROOT / "course" / "lessons").glob("*.py"))
SLUG = "03_choosing_layers"
ROOMS = ("autograder", "course", "tests", "solutions", "notebooks")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project with a new lesson in it, built."""
    root = tmp_path_factory.mktemp("project")
    for room in ROOMS:
        shutil.copytree(ROOT / room, root / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "nbgrader_config.py", root)
    ran(root, "new", "counting_frozen")
    ran(root, "build", "13_counting_frozen")
    return root


def ran(root, *words, status=0):
    """What `python -m course` prints in a copy of the project."""
    environment = os.environ | {"PYTHONPATH": str(root), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "course", *words]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    assert done.returncode == status, done.stderr
    return done.stdout


def test_a_new_lesson_builds_and_lint_says_what_it_lacks(project):
    for room in ("solutions", "notebooks"):
        assert (project / room / "13_counting_frozen" / "13_counting_frozen.ipynb").is_file()
    told = ran(project, "lint", "13_counting_frozen", status=1)
    for part in (
        "cell cell-01 still says TODO",
        "'What you can now do' has 1 point; write 3 or more",
        "its checks give 10 points; share out 100",
        "it states 4 minutes of reading and watching, its length suggests 1",
        "'counting_frozen' is tried on 2 wrong answers; 6 or more",
        "the hints of 'counting_frozen' still say TODO",
        "it does not end with ten questions; add quiz_13",
        "0 templates ask hard questions; 3 or more are needed",
    ):
        assert part in told
    assert told.endswith("Lessons read: 1; with something missing: 1.\n")


def test_the_exercise_of_a_new_lesson_meets_its_wrong_answers(project):
    environment = os.environ | {"PYTHONPATH": str(project), "OMP_NUM_THREADS": "1"}
    shutil.copy(ROOT / "pyproject.toml", project)
    words = ["-q", "-p", "no:cacheprovider", "tests/test_wrong_answers.py", "-k", "counting_frozen"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert re.search(r"^6 passed", done.stdout, flags=re.MULTILINE), done.stdout


def test_contributing_shows_the_exercise_of_a_new_lesson():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    _, module = re.findall(r"```python\n(.*?)```\n", text, flags=re.DOTALL)
    skeleton = ROOT / "course" / "authoring" / "skeleton" / "exercise.py.txt"
    named = skeleton.read_text(encoding="utf-8").replace("$plain", "13")
    assert named.replace("$exercise", "count_frozen") == module


REFUSED = {
    "Counting Frozen": "'Counting Frozen' is no lesson's name; try NAME=counting_frozen.",
    "": "'' is no lesson's name; try NAME=counting_frozen.",
    "../freeze": "'../freeze' is no lesson's name; try NAME=counting_frozen.",
    "freeze": "There is an exercise 'freeze' already; choose another NAME.",
    "03_counting": f"{SLUG}.py has number 03; leave the number out.",
}


@pytest.mark.parametrize(("name", "sentence"), REFUSED.items())
def test_a_name_is_refused_and_nothing_is_made(name, sentence, tmp_path):
    (tmp_path / "course" / "lessons").mkdir(parents=True)
    (tmp_path / "course" / "lessons" / f"{SLUG}.py").touch()
    with pytest.raises(LessonError) as refusal:
        new_lesson(tmp_path, name)
    assert str(refusal.value) == sentence
    assert [path.name for path in tmp_path.rglob("*.*")] == [f"{SLUG}.py"]


def test_a_file_that_is_there_is_never_written_over(tmp_path):
    for place in PLACES.values():
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "autograder" / "hints" / "01_counting.md").write_text("mine")
    with pytest.raises(LessonError, match=r"^autograder/hints/01_counting\.md is there already"):
        new_lesson(tmp_path, "counting")
    assert [path.read_text() for path in tmp_path.rglob("*.*")] == ["mine"]


@pytest.mark.parametrize("path", LESSONS, ids=[path.stem for path in LESSONS])
def test_no_lesson_of_the_course_lacks_anything(path):
    assert list(lacks(facts(ROOT, path))) == []


def test_a_lesson_that_takes_too_long_is_named(monkeypatch):
    monkeypatch.setattr("course.authoring.lint.LONGEST_S", 0)
    monkeypatch.setattr("course.authoring.lint.execute", lambda lessons, workers: None)
    (told,) = lint(ROOT, [SLUG])[SLUG]
    assert told.startswith(f"{SLUG}: its cells ran for 0 s on this machine; keep it below 0 s")


@pytest.fixture
def lesson():
    """A lesson that lacks nothing, to take things away from."""
    return facts(ROOT, ROOT / "course" / "lessons" / f"{SLUG}.py")


def reworded(lesson, old, new):
    """The lesson with other words in its prose."""
    for cell in lesson.cells:
        cell.source = cell.source.replace(old, new)
    return lesson


def showing(lesson, **data):
    """The lesson whose first cell shows this."""
    cell = nbformat.v4.new_code_cell("draw()", id="drawn")
    cell.outputs = [nbformat.v4.new_output("display_data", data)]
    return replace(lesson, shown=[cell])


IMAGE = '<img width="5" alt="{}" src="data:image/png;base64,aa">'
WORDS = "Two curves: the frozen one stays flat at 0.7, the other falls to 0.2."
LACKING = {
    "its objectives": (
        text_rules.objectives,
        lambda lesson: reworded(lesson, "## What you can now do", "## The end"),
        "'What you can now do' has 0 points; write 3 or more",
    ),
    "a guess": (
        text_rules.prediction,
        lambda lesson: replace(lesson, cells=[c for c in lesson.cells if "guess" not in c.id]),
        "nothing is guessed before it is run",
    ),
    "the answer to a guess": (
        text_rules.prediction,
        lambda lesson: reworded(lesson, "reveal(", "print("),
        "a guess is never answered",
    ),
    "a check": (
        text_rules.points,
        lambda lesson: replace(lesson, cells=[c for c in lesson.cells if c.id != "check-new_head"]),
        "its checks give 85 points; share out 100",
    ),
    "words for a bare picture": (
        text_rules.figures,
        lambda lesson: showing(lesson, **{"image/png": "aa", "text/plain": "<Figure>"}),
        "cell drawn shows a figure without words",
    ),
    "words in a tag": (
        text_rules.figures,
        lambda lesson: showing(lesson, **{"text/html": IMAGE.format("two curves")}),
        "cell drawn shows a figure without words",
    ),
    "its time": (
        text_rules.reading_time,
        lambda lesson: reworded(lesson, "It takes about", "Take about"),
        "it does not say how long it takes",
    ),
    "times that add up": (
        text_rules.reading_time,
        lambda lesson: reworded(lesson, "looking back 7", "looking back 9"),
        "its times do not add up: 57 minutes, not 55",
    ),
    "a time that fits its length": (
        text_rules.reading_time,
        lambda lesson: reworded(lesson, "watching 18", "watching 8"),
        "it states 8 minutes of reading and watching, its length suggests 20",
    ),
    "wrong answers": (
        around_rules.wrong_answers,
        lambda lesson: renamed(lesson, "freeze_until", "freeze_up_to"),
        "'freeze_up_to' has no wrong answers; add tests/wrong_answers/freeze_up_to.py",
    ),
    "hints": (
        around_rules.hints,
        lambda lesson: renamed(lesson, "freeze_until", "freeze_up_to"),
        "'freeze_up_to' has no hints; add them to autograder/hints/03_choosing_layers.md",
    ),
    "its questions": (
        around_rules.questions,
        lambda lesson: replace(lesson, cells=[c for c in lesson.cells if c.id != "quiz_03"]),
        "it does not end with ten questions; add quiz_03",
    ),
    "templates for an objective": (
        around_rules.questions,
        lambda lesson: reworded(lesson, "* Find tensors", "* Count.\n* Find tensors"),
        "0 templates ask about 'Test a filter with",
    ),
}


def renamed(lesson, old, new):
    """The lesson with another name for an exercise."""
    for cell in lesson.cells:
        if cell.metadata.get("exercise") == old:
            cell.metadata["exercise"] = new
    return lesson


@pytest.mark.parametrize(("rule", "change", "sentence"), LACKING.values(), ids=LACKING)
def test_a_lesson_is_told_that_it_lacks(rule, change, sentence, lesson):
    assert list(rule(lesson)) == []
    told = list(rule(change(lesson)))
    assert [line for line in told if sentence in line], told


def test_a_figure_with_words_passes(lesson):
    assert list(text_rules.figures(showing(lesson, **{"text/html": IMAGE.format(WORDS)}))) == []


def test_a_mistake_that_nothing_catches_is_named(lesson, monkeypatch):
    monkeypatch.setattr("tests.mistake_table.ONLY_SHOWN", {})
    told = list(around_rules.uncaught(lesson))
    assert [line for line in told if line.startswith("it explains B18 (a part of a packed tensor)")]
