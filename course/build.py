"""From course/lessons/ to solutions/ (answers in, executed) and notebooks/ (answers out).

Everything is made in a temporary folder and moved into place at the end, so a
build that fails leaves the committed notebooks as they were.
"""

import os
from collections.abc import Collection, Iterable, Mapping
from contextlib import ExitStack
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbformat import NotebookNode

from course.execute import execute
from course.lesson_rules import known_exercises, refuse_mistakes, refuse_repeats
from course.lesson_text import LessonError, for_nbgrader, read_lesson
from course.outline import as_text
from course.release import release

ROOMS = ("solutions", "notebooks")
OUTLINE = Path("course", "outline.json")
Known = Collection[str] | None


def build(
    root: Path, lessons: Collection[str] = (), into: Path | None = None, known: Known = None
) -> list[str]:
    """Makes solutions/ and notebooks/ in `into` (by default `root`) from root/course/lessons/.

    `lessons` are slugs or file names; none means all, and then the folders of lessons
    that are gone are removed. `known` is as in `read_lessons`. Returns the slugs built.
    Raises LessonError, and then `into` is as it was.
    """
    into = into or root
    every = read_lessons(root, known)
    slugs = [known_slug(lesson, every) for lesson in lessons] or list(every)
    notebooks = {slug: every[slug] for slug in slugs}
    gone = [] if lessons else _gone(into, every)
    with TemporaryDirectory(prefix=".build-", dir=into) as folder:
        made = Path(folder, "made")
        execute({f"{slug}.py": notebook for slug, notebook in notebooks.items()})
        write_solutions(notebooks, made)
        release(made, notebooks, root / "nbgrader_config.py")
        write_outline(every, made)
        places = [Path(room, slug) for room in ROOMS for slug in (*notebooks, *gone)]
        _move([*places, OUTLINE], made, into)
    return list(notebooks)


def read_lessons(root: Path, known: Known = None) -> dict[str, NotebookNode]:
    """The notebooks of root/course/lessons/ by slug, answers in, not executed.

    `known` are the slugs exercises may have, by default those of autograder/exercises/.
    Raises LessonError for a mistake in any of them.
    """
    known = known_exercises() if known is None else known
    texts = {path.name: read_lesson(path) for path in sorted(root.glob("course/lessons/*.py"))}
    if not texts:
        raise LessonError("course/lessons/ is empty; run this in a clone of the course.")
    for name, text in texts.items():
        refuse_mistakes(name, text, known)
    refuse_repeats(texts)
    return {name.removesuffix(".py"): for_nbgrader(text) for name, text in texts.items()}


def write_solutions(notebooks: Mapping[str, NotebookNode], into: Path) -> None:
    """Writes into/solutions/<slug>/<slug>.ipynb for each notebook."""
    for slug, notebook in notebooks.items():
        folder = into / "solutions" / slug
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{slug}.ipynb")


def write_outline(notebooks: Mapping[str, NotebookNode], into: Path) -> None:
    """Writes into/course/outline.json, which is about all lessons whichever were built."""
    (into / OUTLINE).parent.mkdir(exist_ok=True)
    (into / OUTLINE).write_text(as_text(notebooks), encoding="utf-8")


def known_slug(lesson: str, known: Collection[str]) -> str:
    """The slug of a lesson named by slug, file name or path."""
    slug = Path(lesson).stem
    if slug in known:
        return slug
    near = " or ".join(get_close_matches(slug, known, cutoff=0))
    raise LessonError(f"There is no lesson {slug!r}; did you mean {near}?")


def _gone(into: Path, known: Collection[str]) -> list[str]:
    """Slugs of folders made for lessons that are not in course/lessons/ any more."""
    made = {path.name for room in ROOMS for path in into.glob(f"{room}/[0-9][0-9]_*/")}
    return sorted(made - set(known))


def _move(places: Iterable[Path], made: Path, into: Path) -> None:
    """Puts the folders of `made` in place, or takes away those it lacks; all of them or none."""
    with ExitStack() as undo:
        for number, place in enumerate(places):
            aside = made.parent / f"old-{number}"
            if (into / place).exists():
                os.replace(into / place, aside)
                undo.callback(os.replace, aside, into / place)
            if (made / place).exists():
                (into / place).parent.mkdir(exist_ok=True)
                os.replace(made / place, into / place)
                undo.callback(os.replace, into / place, made / place)
        undo.pop_all()
