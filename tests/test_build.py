"""The build, on a tiny course of two lessons in a folder of its own."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import nbformat
import pytest

from course.build import build, read_lessons, write_solutions
from course.lesson_text import LessonError, lesson_notebook
from course.release import release

PROJECT = Path(__file__).parents[1]
KNOWN = ("add", "repair")
LESSONS = ("01_add", "02_repair")


@pytest.fixture
def course_root(tmp_path):
    """A folder with the two tiny lessons and the project's own nbgrader settings."""
    shutil.copytree(PROJECT / "tests" / "build_fixtures", tmp_path / "course" / "lessons")
    shutil.copy(PROJECT / "nbgrader_config.py", tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def built_root(tmp_path_factory):
    """The tiny course, built once; tests only read it."""
    root = tmp_path_factory.mktemp("built")
    shutil.copytree(PROJECT / "tests" / "build_fixtures", root / "course" / "lessons")
    shutil.copy(PROJECT / "nbgrader_config.py", root)
    assert build(root, known=KNOWN) == list(LESSONS)
    return root


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def notebook_in(root: Path, room: str, slug: str):
    return nbformat.read(root / room / slug / f"{slug}.ipynb", as_version=4)


def without_outputs(notebook) -> list:
    cells = [(cell.id, cell.cell_type, cell.source, cell.metadata) for cell in notebook.cells]
    return [notebook.metadata, *cells]


def lesson_text(root: Path, slug: str) -> Path:
    return root / "course" / "lessons" / f"{slug}.py"


def test_a_build_leaves_two_rooms_and_nothing_else(built_root):
    made = {name for name in contents(built_root) if not name.startswith("course/")}
    rooms = {
        f"{room}/{slug}/{slug}.ipynb" for room in ("solutions", "notebooks") for slug in LESSONS
    }
    assert made == rooms | {"nbgrader_config.py"}
    assert not list(built_root.glob(".build-*"))


def test_building_twice_gives_the_same_bytes(built_root, tmp_path):
    build(built_root, into=tmp_path, known=KNOWN)
    assert contents(tmp_path / "notebooks") == contents(built_root / "notebooks")
    for slug in LESSONS:
        again, before = (notebook_in(root, "solutions", slug) for root in (tmp_path, built_root))
        assert without_outputs(again) == without_outputs(before)


def test_nbgraders_own_command_gives_the_same_bytes(built_root, tmp_path):
    shutil.copytree(built_root / "solutions", tmp_path / "solutions")
    shutil.copy(built_root / "nbgrader_config.py", tmp_path)
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", "*", "--no-db"]
    result = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"PATH": path}, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr
    assert contents(tmp_path / "notebooks") == contents(built_root / "notebooks")


def test_a_solution_is_the_lesson_executed_in_an_empty_folder(built_root):
    for slug in LESSONS:
        solution = notebook_in(built_root, "solutions", slug)
        assert without_outputs(solution) == without_outputs(
            lesson_notebook(lesson_text(built_root, slug))
        )
        code = [cell for cell in solution.cells if cell.cell_type == "code"]
        assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    printed = notebook_in(built_root, "solutions", "01_add").cells[1].outputs
    assert [output.text for output in printed] == ["files here: []\n"]


def test_a_release_has_neither_outputs_nor_answers(built_root):
    for name, text in contents(built_root / "notebooks").items():
        assert b"SOLUTION" not in text, name
        assert b"STARTER" not in text, name
        assert b"return a + b" not in text, name
        assert b"larger" not in text.replace(b"The larger one", b""), name
        for cell in json.loads(text)["cells"]:
            assert cell.get("outputs", []) == [], name
            assert cell.get("execution_count") is None, name


def test_learners_find_the_stub_or_the_starter(built_root):
    add, repair = (
        notebook_in(built_root, "notebooks", slug).cells[index].source
        for slug, index in zip(LESSONS, (3, 1), strict=True)
    )
    assert add.endswith("    ...  # your code here")
    assert repair.endswith("    if a > b:\n        return b\n    return a")


def test_ids_and_grade_ids_come_from_the_short_keys(built_root):
    cells = notebook_in(built_root, "notebooks", "01_add").cells
    assert [cell.id for cell in cells] == [
        *["cell-01", "cell-02", "cell-03", "add", "check-add", "practice-guess"]
    ]
    graded = {cell.id: cell.metadata["nbgrader"] for cell in cells if "nbgrader" in cell.metadata}
    assert all(marks["grade_id"] == name for name, marks in graded.items())
    assert all(marks["schema_version"] == 3 and not marks["task"] for marks in graded.values())
    flags = {n: (m["grade"], m["solution"], m["locked"]) for n, m in graded.items()}
    assert flags == {
        "add": (False, True, False),
        "check-add": (True, False, True),
        "practice-guess": (False, True, False),
    }
    assert {n: m["points"] for n, m in graded.items() if "points" in m} == {"check-add": 20}


def test_tags_are_kept_and_readers_leftovers_are_not(built_root):
    notebook = notebook_in(built_root, "solutions", "01_add")
    keys = {key for cell in notebook.cells for key in cell.metadata}
    assert keys == {"tags", "nbgrader"}
    assert notebook.cells[1].metadata["tags"] == ["demo"]
    assert notebook.cells[0].source == "# 1 · Add\n\nSome $\\alpha$ prose."


def test_the_metadata_of_a_notebook_names_no_version(built_root):
    fixed = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for room in ("solutions", "notebooks"):
        assert notebook_in(built_root, room, "02_repair").metadata == fixed


def test_a_failing_lesson_leaves_the_old_notebooks_alone(course_root):
    shutil.copytree(course_root / "course" / "lessons", course_root / "notebooks" / "01_add")
    before = contents(course_root / "notebooks")
    with lesson_text(course_root, "02_repair").open("a", encoding="utf-8") as lesson:
        lesson.write('\n# %%\nx = 1\nraise ValueError("not\\ntoday")\n')
    with pytest.raises(LessonError) as failure:
        build(course_root, known=KNOWN)
    assert str(failure.value) == "02_repair.py, cell cell-04 (x = 1): ValueError: not today"
    assert contents(course_root / "notebooks") == before
    assert not (course_root / "solutions").exists()
    assert not list(course_root.glob(".build-*"))


def test_a_move_that_fails_is_taken_back(course_root, monkeypatch):
    shutil.copytree(course_root / "course" / "lessons", course_root / "notebooks" / "02_repair")
    before = contents(course_root)
    replace = os.replace

    def failing_at_the_end(source, target):
        if Path(source).name == "02_repair" and Path(target).parent.name == "notebooks":
            raise PermissionError("in use")
        replace(source, target)

    monkeypatch.setattr("course.build.execute", lambda notebooks: None)
    monkeypatch.setattr(os, "replace", failing_at_the_end)
    with pytest.raises(PermissionError):
        build(course_root, known=KNOWN)
    assert contents(course_root) == before


def test_what_nbgrader_refuses_is_one_sentence(course_root):
    notebooks = read_lessons(course_root, KNOWN)
    notebooks["01_add"].cells[4].metadata["nbgrader"].pop("points")
    write_solutions(notebooks, course_root)
    with pytest.raises(LessonError) as failure:
        release(course_root, ["01_add"], course_root / "nbgrader_config.py")
    assert str(failure.value).startswith("01_add.py: nbgrader cannot release it (")
    assert "\n" not in str(failure.value)


def test_one_lesson_can_be_built_alone(course_root):
    assert build(course_root, ["course/lessons/01_add.py"], known=KNOWN) == ["01_add"]
    assert [path.name for path in (course_root / "notebooks").iterdir()] == ["01_add"]


def test_a_full_build_removes_the_folders_of_lessons_that_are_gone(course_root, monkeypatch):
    monkeypatch.setattr("course.build.execute", lambda notebooks: None)
    for room in ("solutions", "notebooks"):
        (course_root / room / "03_gone").mkdir(parents=True)
        (course_root / room / "my own").mkdir()
    build(course_root, ["01_add"], known=KNOWN)
    assert (course_root / "notebooks" / "03_gone").exists()
    build(course_root, known=KNOWN)
    for room in ("solutions", "notebooks"):
        folders = sorted(path.name for path in (course_root / room).iterdir())
        assert folders == ["01_add", "02_repair", "my own"]


def test_an_unknown_lesson_is_refused_with_the_nearest_names(course_root):
    with pytest.raises(LessonError) as refusal:
        build(course_root, ["02_repare"], known=KNOWN)
    assert str(refusal.value) == "There is no lesson '02_repare'; did you mean 02_repair or 01_add?"


def test_a_course_without_lessons_is_refused(tmp_path):
    with pytest.raises(LessonError, match=r"^course/lessons/ is empty; run this in a clone"):
        build(tmp_path)


def test_the_command_says_one_sentence_and_fails():
    command = [sys.executable, "-m", "course", "build", "99_nowhere"]
    result = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True)
    assert result.returncode == 1
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("path", sorted(PROJECT.glob("course/lessons/*.py")), ids=lambda p: p.stem)
def test_committed_notebooks_are_what_the_lesson_says(path, tmp_path):
    lesson, slug = lesson_notebook(path), path.stem
    assert (PROJECT / "notebooks" / slug).exists(), f"run: make build LESSON={slug}"
    stale = f"the lesson changed; run: make build LESSON={slug}"
    solution = notebook_in(PROJECT, "solutions", slug)
    assert without_outputs(solution) == without_outputs(lesson), stale
    code = [cell for cell in solution.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code), stale
    write_solutions({slug: lesson}, tmp_path)
    release(tmp_path, [slug], PROJECT / "nbgrader_config.py")
    assert contents(tmp_path / "notebooks" / slug) == contents(PROJECT / "notebooks" / slug), stale
