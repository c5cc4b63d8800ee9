"""The project's own files agree with one another, and learners get no answers with the wheel."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import nbformat
import pytest

from course.starter import Region, parts

ROOT = Path(__file__).parent.parent
REQUIREMENTS = (ROOT / "requirements.txt").read_text(encoding="utf-8")
PINS = dict(re.findall(r"^([\w.-]+)==(\S+)$", REQUIREMENTS, flags=re.MULTILINE))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WANTED = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]


def normal(name):
    """A package's name as pip compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_package_that_is_asked_for_is_pinned_once():
    pinned = [normal(name) for name in PINS]
    assert {normal(name) for name in WANTED} <= set(pinned)
    assert len(pinned) == len(set(pinned))


def test_pyproject_names_packages_without_versions():
    assert [name for name in WANTED if not re.fullmatch(r"[\w-]+", name)] == []


@pytest.mark.parametrize("file", ["environment.yml", "Makefile", ".ci/run", "README.md"])
def test_no_other_file_pins_a_version_of_its_own(file):
    text = (ROOT / file).read_text(encoding="utf-8")
    names = "|".join(re.escape(name) for name in PINS)
    assert re.findall(rf"\b(?:{names})\s*(?:==|>=|~=|=)\s*\d", text, flags=re.IGNORECASE) == []


@pytest.mark.parametrize("file", ["environment.yml", "Makefile"])
def test_conda_and_make_install_by_the_same_pins(file):
    assert "-c requirements.txt" in (ROOT / file).read_text(encoding="utf-8")


def test_ci_calls_the_readmes_test_command():
    assert re.search(r"^make test$", (ROOT / ".ci/run").read_text(), flags=re.MULTILINE)
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_conda_asks_for_the_oldest_python_that_the_project_takes():
    oldest = PROJECT["requires-python"].removeprefix(">=")
    assert f"python={oldest}" in (ROOT / "environment.yml").read_text(encoding="utf-8")


def test_the_environment_is_the_pinned_one():
    """What runs these tests has the releases that requirements.txt names."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", "freeze", "--exclude-editable"],
        capture_output=True,
        text=True,
        check=True,
    )
    here = dict(re.findall(r"^([\w.-]+)==([^\s+]+)", done.stdout, flags=re.MULTILINE))
    pins = {normal(name): version for name, version in PINS.items()}
    assert {n: v for n, v in here.items() if pins.get(normal(n), v) != v} == {}


@pytest.mark.parametrize("verb", re.findall(r"^make (\w+)", (ROOT / "README.md").read_text(), re.M))
def test_every_verb_that_the_readme_shows_exists(verb):
    assert re.search(rf"^{verb}:", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)


def answers():
    """The answer of every exercise, as lines without blank ones."""
    for path in sorted(ROOT.glob("solutions/*/*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            ours = cell.metadata.get("nbgrader", {}).get("solution")
            if ours and not cell.id.startswith("practice-"):
                for part in parts(cell.source):
                    if isinstance(part, Region):
                        yield (
                            cell.id,
                            [" ".join(line.split()) for line in part.answer if line.strip()],
                        )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """What learners install, unpacked into text by file name."""
    folder = tmp_path_factory.mktemp("wheel")
    # From a copy: setuptools would mix in what an older build left in the folder.
    source = folder / "source"
    for room in ("course", "autograder", "tests"):
        shutil.copytree(ROOT / room, source / room, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, source)
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"),
            *("--no-build-isolation", "--wheel-dir", str(folder), str(source)),
        ],
        check=True,
        capture_output=True,
    )
    (path,) = folder.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def test_the_wheel_carries_no_lesson_and_no_notebook(wheel):
    assert "autograder/exercises/freeze.py" in wheel
    assert "course/assets/small_net.safetensors" in wheel
    assert {"course/outline.json", "autograder/cards/A.md"} <= wheel.keys()
    assert "autograder/hints/01_what_freezing_does.md" in wheel
    for page in ("feedback/templates", "feedback/offline/formgrade", "report/page", "similarity"):
        room = ROOT / "autograder" / page
        shown = {f"autograder/{page}/{path.name}" for path in room.iterdir() if path.is_file()}
        assert shown <= wheel.keys()
    assert [n for n in wheel if "lessons" in n or n.endswith(".ipynb") or "tests/" in n] == []


def test_the_wheel_carries_no_answer(wheel):
    """Two lines of an answer in a row stand in no file of the wheel; its only line in no module.

    An idiom of one line, such as the flag of a parameter set, is what cards are about.
    """
    files = {
        name: [" ".join(line.split()) for line in text.splitlines() if line.strip()]
        for name, text in wheel.items()
        if name.endswith((".py", ".md"))
    }
    found = [
        f"{exercise} in {name}: {answer[start : start + size]}"
        for exercise, answer in answers()
        for name, lines in files.items()
        for size in [2 if name.endswith(".md") else min(2, len(answer))]
        for start in range(len(answer) - size + 1)
        if any(
            lines[at : at + size] == answer[start : start + size]
            for at in range(len(lines) - size + 1)
        )
    ]
    assert found == []


def test_no_function_in_the_wheel_has_the_name_of_an_answer(wheel):
    """The functions that learners write are defined nowhere in what they install."""
    from autograder.exercise import find, slugs

    asked = {answer for slug in slugs() for answer in find(slug).answers}
    defined = {
        (node.name, name)
        for name, text in wheel.items()
        if name.endswith(".py")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.name in asked
    }
    assert defined == set()
