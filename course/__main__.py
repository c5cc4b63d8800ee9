"""`python -m course build [LESSON ...]` makes the notebooks, `python -m course lab` opens them."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one command; a refusal is one sentence on stderr and exit status 1."""
    parser = argparse.ArgumentParser(prog="python -m course", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="make solutions/ and notebooks/ from the lessons")
    build.add_argument("lessons", nargs="*", metavar="LESSON", help="such as 02_silent_failures")
    build.set_defaults(run=_build)

    lab = commands.add_parser("lab", help="open the course in JupyterLab")
    lab.add_argument("--no-browser", action="store_true", help="print the address only")
    lab.add_argument("--port", type=int, default=8888, help="the first port to try (8888)")
    lab.set_defaults(run=_lab)

    chosen = parser.parse_args(arguments)
    sys.exit(chosen.run(chosen))


# Imported when needed: opening the course needs no jupytext, which only authors have.
def _build(chosen: argparse.Namespace) -> str | None:
    """Builds; returns the sentence of a refusal."""
    try:
        from course.build import build
        from course.lesson_text import LessonError
    except ModuleNotFoundError as missing:
        return f"{missing.name} is missing; install it with: python -m pip install -e '.[dev]'"
    try:
        slugs = build(ROOT, chosen.lessons)
    except LessonError as refusal:
        return str(refusal)
    except KeyboardInterrupt:
        return "Stopped; the notebooks are as they were."
    print(f"built: {', '.join(slugs)}")
    return None


def _lab(chosen: argparse.Namespace) -> str | int:
    """Opens JupyterLab until it is closed; returns its exit status, or the refusal's sentence."""
    from course.lab import LabError, open_lab

    try:
        return open_lab(ROOT, port=chosen.port, browser=not chosen.no_browser)
    except LabError as refusal:
        return str(refusal)


if __name__ == "__main__":
    main()
