"""`python -m autograder regrade`: grade anew what was graded before, and say what that changed."""

import argparse

from autograder.commands import about_a_class, course_of
from autograder.commands.grade import crew_of, who_runs_them

SEEDS = "Work that is as it was ran on the seeds of its last judging; other work on fresh ones."


def add_to(verbs: argparse._SubParsersAction) -> None:
    """Add this verb."""
    parser = verbs.add_parser(
        "regrade",
        help="grade anew what was graded before; say which marks changed, and why",
        usage="%(prog)s [LESSON ...] [--learner NAME ...] [--exercise SLUG ...] [options]",
    )
    parser.set_defaults(run=run)
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="default: all handed in")
    several = {"nargs": "+", "action": "extend", "default": []}
    parser.add_argument("--learner", **several, metavar="NAME", help="default: everybody")
    parser.add_argument(
        "--exercise", **several, metavar="SLUG", help="all other exercises keep their verdicts"
    )
    about_a_class(parser)
    who_runs_them(parser)


def run(arguments: argparse.Namespace) -> int:
    """Grade anew and print both tables."""
    from autograder import marks, storage
    from autograder.regrading import tables
    from autograder.regrading.anew import regrade
    from autograder.regrading.choosing import Wanted

    course = course_of(arguments)
    named = (arguments.lessons, arguments.learner, arguments.exercise)
    with crew_of(arguments) as crew:
        rows = regrade(course, Wanted(*map(tuple, named)), crew)
    print(marks.table(rows))
    print(marks.summary(rows, crew.isolation))
    print(SEEDS)
    with storage.told(course):
        print(tables.told(course.gradebook) or tables.NOTHING)
    return 0
