"""`python -m autograder history NAME LESSON`: each judging of a submission, and why it was."""

import argparse

from autograder.commands import about_a_class, course_of


def add_to(verbs: argparse._SubParsersAction) -> None:
    """Add this verb."""
    parser = verbs.add_parser("history", help="show each judging of one submission")
    parser.set_defaults(run=run)
    parser.add_argument("learner", metavar="NAME", help="the name of the learner's folder")
    parser.add_argument("lesson", metavar="LESSON")
    about_a_class(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the table."""
    from autograder.regrading.past import past

    print(past(course_of(arguments), arguments.learner, arguments.lesson))
    return 0
