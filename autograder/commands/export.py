"""`python -m autograder export FORMAT`: the marks of a class for another program."""

import argparse
import os
import sys
from pathlib import Path

from autograder.commands import about_a_class, course_of

FORMATS = {"nbgrader": "nbgrader.csv", "canvas": "canvas.csv", "moodle": "moodle.csv"}
FORMATS["gradescope"] = "gradescope"


def add_to(verbs: argparse._SubParsersAction) -> None:
    """Add this verb."""
    parser = verbs.add_parser("export", help="write the marks of a class for another program")
    parser.set_defaults(run=run)
    parser.add_argument("format", choices=FORMATS, metavar="FORMAT", help=", ".join(FORMATS))
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="default: all graded")
    parser.add_argument(
        "--to", metavar="PATH", help="a file or a folder; default: in gradebook/exports/"
    )
    parser.add_argument(
        "--roster",
        type=Path,
        metavar="FILE",
        help="who is in the class: what Canvas or Moodle exported, or a table like "
        "gradebook/roster.csv (default)",
    )
    about_a_class(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the file and say where it is; what needs a look goes to stderr."""
    from autograder import storage

    course = course_of(arguments)
    course.lessons(arguments.lessons)  # refuses those that there are not
    path = _path(arguments)
    storage.check(course)
    with storage.told(course):
        path.parent.mkdir(parents=True, exist_ok=True)
        for told in _written(course, arguments, path):
            print(told, file=sys.stderr)
    print(f"Marks: {path}")
    return 0


def _path(arguments: argparse.Namespace) -> Path:
    """Where to write: what was asked for, a file in a folder that was asked for, or our place."""
    name = FORMATS[arguments.format]
    if not arguments.to:
        return arguments.gradebook / "exports" / name
    path = Path(arguments.to)
    is_folder = path.is_dir() or arguments.to.endswith(("/", os.sep))
    return path / name if is_folder and arguments.format != "gradescope" else path


def _written(course: "Course", arguments: argparse.Namespace, path: Path) -> list[str]:  # noqa: F821
    """Write the format that was asked for; what is to be told, a sentence each."""
    from autograder.classroom import GradingError
    from autograder.exports import by_nbgrader, canvas, gradescope, moodle, worksheet
    from autograder.exports.listed import listed, warnings_of
    from autograder.exports.roster import WORKSHEET

    if arguments.format == "nbgrader":
        if arguments.roster:
            raise GradingError("nbgrader's table has its own names; leave --roster out.")
        with course.opened() as book:
            by_nbgrader.export(book, arguments.lessons, path)
        return []
    people = listed(course, arguments.lessons, arguments.roster)
    writer = {"canvas": canvas, "moodle": moodle, "gradescope": gradescope}[arguments.format]
    if writer is moodle and people.roster and people.roster.kind == WORKSHEET:
        writer = worksheet
    return [*warnings_of(course, people), *writer.export(people, path)]
