"""`python -m autograder alike`: which submissions share what neither course nor chance explains."""

import argparse

from autograder.commands import about_a_class, course_of


def add_to(verbs: argparse._SubParsersAction) -> None:
    """Add this verb."""
    parser = verbs.add_parser(
        "alike", help="say which submissions share rare things: places to look, no verdict"
    )
    parser.set_defaults(run=run)
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="default: all handed in")
    about_a_class(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print what there is to look at and write the page; without anything, one that says so."""
    from autograder import storage
    from autograder.classroom import GradingError
    from autograder.similarity.looking import look
    from autograder.similarity.page import write_page
    from autograder.similarity.table import table
    from autograder.similarity.wording import REMINDER, summary, unread

    course = course_of(arguments)
    lessons = [lesson for lesson in course.lessons(arguments.lessons) if course.students(lesson)]
    if not lessons:
        raise GradingError("There is nothing to look at: put work into submitted/NAME/LESSON/.")
    path = arguments.gradebook / "report" / "alike.html"
    with storage.told(course):
        looked = list(look(course, lessons))
        write_page(looked, path)
    if any(one.found for one in looked):
        print(table(looked))
        print(REMINDER)
    print(summary(looked))
    if told := unread(looked):
        print(told)
    print(f"Page: {path}")
    return 0
