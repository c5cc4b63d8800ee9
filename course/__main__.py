"""`python -m course lab` opens the notebooks; `build`, `new` and `lint` are for their authors."""

import argparse
import functools
import sys
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
Verb = Callable[[argparse.Namespace], str | int | None]


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one command; a refusal is one sentence on stderr and exit status 1."""
    parser = argparse.ArgumentParser(prog="python -m course", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="make solutions/ and notebooks/ from the lessons")
    build.add_argument("lessons", nargs="*", metavar="LESSON", help="such as 02_silent_failures")
    build.set_defaults(run=_build)

    new = commands.add_parser("new", help="make a lesson that builds, to write on from")
    new.add_argument("name", metavar="NAME", help="such as counting_frozen")
    new.set_defaults(run=_new)

    lint = commands.add_parser("lint", help="say what is missing in and around the lessons")
    lint.add_argument("lessons", nargs="*", metavar="LESSON", help="default: all")
    lint.set_defaults(run=_lint)

    lab = commands.add_parser("lab", help="open the course in JupyterLab")
    lab.add_argument("--no-browser", action="store_true", help="print the address only")
    lab.add_argument("--port", type=int, default=8888, help="the first port to try (8888)")
    lab.set_defaults(run=_lab)

    chosen = parser.parse_args(arguments)
    sys.exit(chosen.run(chosen))


# Imported when needed: opening the course needs no jupytext, which only authors have.
def _for_authors(verb: Verb) -> Verb:
    """The verb with each refusal as a sentence."""

    @functools.wraps(verb)
    def run(chosen: argparse.Namespace) -> str | int | None:
        try:
            from course.lesson_text import LessonError
        except ModuleNotFoundError as missing:
            return f"{missing.name} is missing; install it with: python -m pip install -e '.[dev]'"
        try:
            return verb(chosen)
        except LessonError as refusal:
            return str(refusal)
        except KeyboardInterrupt:
            return "Stopped; the notebooks are as they were."

    return run


@_for_authors
def _build(chosen: argparse.Namespace) -> None:
    """Builds."""
    from course.build import build

    print(f"built: {', '.join(build(ROOT, chosen.lessons))}")


@_for_authors
def _new(chosen: argparse.Namespace) -> None:
    """Makes a lesson, and says what to do with it."""
    from course.authoring.new_lesson import new_lesson

    made = new_lesson(ROOT, chosen.name)
    slug = made[0].stem
    print("made:", *(path.relative_to(ROOT).as_posix() for path in made), sep="\n  ")
    print(f"next: make build LESSON={slug}, then make lint-lessons LESSON={slug}")


@_for_authors
def _lint(chosen: argparse.Namespace) -> int:
    """Says what is missing; 1 where something is."""
    from course.authoring.lint import lint

    found = lint(ROOT, chosen.lessons)
    for sentence in chain(*found.values()):
        print(sentence)
    lacking = sum(bool(told) for told in found.values())
    print(f"Lessons read: {len(found)}; with something missing: {lacking}.")
    return int(lacking > 0)


def _lab(chosen: argparse.Namespace) -> str | int:
    """Opens JupyterLab until it is closed; returns its exit status, or the refusal's sentence."""
    from course.lab import LabError, open_lab

    try:
        return open_lab(ROOT, port=chosen.port, browser=not chosen.no_browser)
    except LabError as refusal:
        return str(refusal)


if __name__ == "__main__":
    main()
