"""`python -m autograder grade`: grade a class, or a sample class where there is none."""

import argparse
import sys
import time
from contextlib import AbstractContextManager

from autograder.commands import about_a_class, course_of


def add_to(verbs: argparse._SubParsersAction) -> None:
    """Add this verb."""
    parser = verbs.add_parser("grade", help="grade a class and print its marks")
    parser.set_defaults(run=run)
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="default: all handed in")
    about_a_class(parser)
    who_runs_them(parser)


def who_runs_them(parser: argparse.ArgumentParser) -> None:
    """Add the words about workers and isolation."""
    crew = parser.add_mutually_exclusive_group()
    crew.add_argument(
        "--workers", type=int, metavar="N", help="run submissions in N processes (Dask)"
    )
    crew.add_argument(
        "--scheduler", metavar="ADDRESS", help="run them on the workers of a Dask scheduler"
    )
    parser.add_argument(
        "--isolation",
        choices=("bwrap", "none"),
        default="bwrap",
        help="bwrap: a sandbox for each submission (default); none: only for work that you trust",
    )


def run(arguments: argparse.Namespace) -> int:
    """Grade and print the table."""
    from autograder import marks, storage
    from autograder.classroom import GradingError
    from autograder.grading import grade
    from autograder.regrading import tables

    course = course_of(arguments)
    with storage.told(course):
        if not course.submitted.is_dir():
            from autograder.sample_class import make_sample_class

            count = make_sample_class(course)
            print(f"Nobody has handed in anything yet: made a sample class of {count} submissions.")
        lessons = course.lessons(arguments.lessons)
        if not any(course.students(lesson) for lesson in lessons):
            raise GradingError("There is nothing to grade: put work into submitted/NAME/LESSON/.")
    began = time.perf_counter()
    with crew_of(arguments) as crew:
        rows = grade(course, lessons, crew)
    print(marks.table(rows))
    print(marks.summary(rows, crew.isolation))
    with storage.told(course):
        if changed := tables.told(course.gradebook):
            print(changed)
    print(marks.timing(rows, time.perf_counter() - began), file=sys.stderr)
    print(f"Marks: {arguments.gradebook / 'marks.csv'}")
    print(f"Feedback: {arguments.gradebook / 'feedback'}")
    return 0


def crew_of(arguments: argparse.Namespace) -> AbstractContextManager:
    """Who runs the submissions."""
    from autograder.classroom import GradingError
    from autograder.engine.limits import Limits

    if arguments.workers is None and arguments.scheduler is None:
        from autograder.workers import OneEngine

        return OneEngine(arguments.isolation, Limits())
    from autograder.cluster import Cluster, LocalCluster

    if arguments.scheduler is not None:
        return Cluster(arguments.scheduler, arguments.isolation, Limits())
    if arguments.workers < 1:
        raise GradingError(
            f"{arguments.workers} workers grade nothing; ask for --workers 1 or more."
        )
    return LocalCluster(arguments.workers, arguments.isolation, Limits())
