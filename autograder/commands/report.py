"""`python -m autograder report`: what a graded class misunderstands."""

import argparse
from pathlib import Path

from autograder.commands import about_a_class, course_of


def add_to(verbs: argparse._SubParsersAction) -> None:
    """Add this verb."""
    parser = verbs.add_parser(
        "report", help="say what a graded class misunderstands; writes a page and tables"
    )
    parser.set_defaults(run=run)
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="default: all graded")
    parser.add_argument(
        "--anonymous", action="store_true", help="call learners by numbers, to show the report"
    )
    parser.add_argument(
        "--to", type=Path, metavar="DIR", help="default: the folder report/ of the gradebook"
    )
    about_a_class(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the report and write its files."""
    from autograder import storage
    from autograder.report.anonymous import anonymous
    from autograder.report.book import roster_names
    from autograder.report.gathering import class_report
    from autograder.report.page import write_page
    from autograder.report.tables import write_tables
    from autograder.report.text import as_text

    course = course_of(arguments)
    report = class_report(course, arguments.lessons)
    folder = arguments.to or arguments.gradebook / "report"
    with storage.told(course):
        if arguments.anonymous:
            with course.opened() as book:
                report = anonymous(report, also=roster_names(book))
        files = write_tables(report, folder)
        write_page(report, folder / "report.html")
    print(as_text(report))
    for path in [folder / "report.html", *files]:
        print(f"Written: {path}")
    return 0
