"""`make new-lesson NAME=counting_frozen`: the files of a new lesson, with an exercise that works.

An author replaces the skeleton's words and its exercise; until then it is a lesson like any other.
"""

import os
import re
from contextlib import ExitStack
from importlib.resources import files
from pathlib import Path
from string import Template

from course.lesson_rules import known_exercises
from course.lesson_text import LessonError

# Where each file of the skeleton goes.
PLACES = {
    "lesson.py.txt": "course/lessons/{number}_{exercise}.py",
    "exercise.py.txt": "autograder/exercises/{exercise}.py",
    "hints.md.txt": "autograder/hints/{number}_{exercise}.md",
    "wrong_answers.py.txt": "tests/wrong_answers/{exercise}.py",
}
NAME = re.compile(r"(?:(\d\d)_)?([a-z][a-z0-9_]{2,39})")


def new_lesson(root: Path, name: str) -> list[Path]:
    """Make the files of a lesson in the project at `root`; returns them, the lesson first.

    `name` is a slug, such as "counting_frozen", and the exercise is called the same; the lesson
    gets the next number unless `name` begins with one. Raises LessonError for a name that cannot be
    used, and then nothing is made.
    """
    number, exercise = _names(root, name)
    words = {"number": number, "exercise": exercise, "plain": int(number)}
    words["title"] = exercise.replace("_", " ").capitalize()
    made = {
        root / place.format(**words): _skeleton(file).substitute(words)
        for file, place in PLACES.items()
    }
    if taken := [path for path in made if path.exists()]:
        place = taken[0].relative_to(root).as_posix()
        raise LessonError(f"{place} is there already; choose another NAME.")
    with ExitStack() as undo:
        for path, text in made.items():
            part = path.with_name(f".{path.name}.part")
            part.write_text(text, encoding="utf-8")
            os.replace(part, path)
            undo.callback(path.unlink)
        undo.pop_all()
    return list(made)


def _names(root: Path, name: str) -> tuple[str, str]:
    """The two digits and the slug in a name."""
    found = NAME.fullmatch(name)
    if not found:
        raise LessonError(f"{name!r} is no lesson's name; try NAME=counting_frozen.")
    taken = {path.name[:2]: path.name for path in root.glob("course/lessons/[0-9][0-9]_*.py")}
    number = found[1] or f"{max(map(int, taken), default=0) + 1:02}"
    if number in taken:
        raise LessonError(f"{taken[number]} has number {number}; leave the number out.")
    if found[2] in known_exercises():
        raise LessonError(f"There is an exercise {found[2]!r} already; choose another NAME.")
    return number, found[2]


def _skeleton(file: str) -> Template:
    """One file of the skeleton."""
    return Template(files("course.authoring").joinpath("skeleton", file).read_text("utf-8"))
