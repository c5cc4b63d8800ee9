"""`python -m autograder report`: what a graded class misunderstands."""

import argparse

from autograder.commands import about_a_class, course_of


def add_to(verbs: argparse._SubParsersAction) -> None:
    """Add this verb."""
    parser = verbs.add_parser("report", help="say what a graded class misunderstands")
    parser.set_defaults(run=run)
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="default: all graded")
    about_a_class(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the report."""
    from autograder.report import report

    print(report(course_of(arguments), arguments.lessons))
    return 0
