"""What an instructor types: `python -m autograder VERB`, one module per verb.

A module has `add_to(verbs)`, which adds its parser and sets `run` on it, and `run(arguments)`,
which returns the exit status. What needs nbgrader is imported in `run`: that takes a second, and
`--help` needs none of it. Modules here read words and print; the work is done elsewhere.
"""

import argparse
from pathlib import Path


def about_a_class(parser: argparse.ArgumentParser) -> None:
    """Add what most verbs take: the class's folder and database."""
    parser.add_argument("--gradebook", type=Path, default=Path("gradebook"), metavar="DIR")
    parser.add_argument(
        "--db", default="", metavar="URL", help="database of the marks; default: in the gradebook"
    )


def course_of(arguments: argparse.Namespace) -> "Course":  # noqa: F821
    """The course in this folder with the class that was asked for.

    Raises GradingError where this folder is no course.
    """
    from autograder.classroom import Course

    return Course(Path.cwd(), arguments.gradebook.resolve(), arguments.db)
