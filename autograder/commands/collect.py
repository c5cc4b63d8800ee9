"""`python -m autograder collect FOLDER-OR-ZIP`: put mailed and downloaded work into the class."""

import argparse
from pathlib import Path

from autograder.commands import about_a_class, course_of

ROSTER = "roster.csv"


def add_to(verbs: argparse._SubParsersAction) -> None:
    """Add this verb."""
    parser = verbs.add_parser("collect", help="put work that was mailed or exported into the class")
    parser.set_defaults(run=run)
    parser.add_argument("source", type=Path, metavar="FOLDER-OR-ZIP")
    parser.add_argument("lesson", nargs="?", default="", metavar="LESSON", help="only this one")
    parser.add_argument(
        "--roster",
        type=Path,
        metavar="CSV",
        help=f"who is in the class; default: {ROSTER} in the gradebook, where there is one",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, no more")
    about_a_class(parser)


def run(arguments: argparse.Namespace) -> int:
    """Collect and print the table; 1 where something is left for somebody to look at."""
    from datetime import UTC, datetime

    from autograder import storage
    from autograder.mailed.collecting import collect, rehearse
    from autograder.mailed.telling import counts, is_whole, table

    course = course_of(arguments)
    roster = arguments.roster
    if roster is None and (course.gradebook / ROSTER).is_file():
        roster = course.gradebook / ROSTER
    with storage.told(course):
        work = rehearse if arguments.dry_run else collect
        rows = work(course, arguments.source, arguments.lesson, roster, datetime.now(UTC))
    print(table(rows))
    print(counts(rows))
    if arguments.dry_run:
        print("Nothing was written: this was a rehearsal.")
    if is_whole(rows):
        return 0
    print("What was left out or kept aside needs a look; it still lies where it was found.")
    return 1
