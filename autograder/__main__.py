"""`python -m autograder grade | report | bank | bench` for a class, `doctor` for any model."""

import argparse
import sys
import time
from contextlib import AbstractContextManager
from pathlib import Path

from autograder.diagnosis import command


def main() -> int:
    """Run one command; 0 when it worked, 1 with one sentence on stderr when it did not.

    The doctor has a status of its own, 3, for problems that it found.
    """
    arguments = _parser().parse_args()
    if arguments.verb == "doctor":
        return command.run(arguments)
    if arguments.verb == "bank":
        return _bank(arguments.file)
    # Imported late: nbgrader takes a second to import, and `--help` needs none of it.
    from autograder.classroom import GradingError

    try:
        if arguments.verb == "bench":
            from autograder.bench import bench

            print(bench(Path.cwd(), arguments.families))
            return 0
        return _with_course(arguments)
    except GradingError as problem:
        print(problem, file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped; what was graded so far is in the gradebook.", file=sys.stderr)
    return 1


def _bank(file: Path) -> int:
    """Write the public twin of an instructor's questions."""
    from autograder.bank.private import BadBank
    from autograder.bank.publishing import publish

    try:
        print(publish(file))
    except BadBank as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    """What the commands take."""
    parser = argparse.ArgumentParser(prog="python -m autograder", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    grade = verbs.add_parser("grade", help="grade a class and print its marks")
    report = verbs.add_parser("report", help="say what a graded class misunderstands")
    for verb in (grade, report):
        verb.add_argument("lessons", nargs="*", metavar="LESSON", help="default: all handed in")
        verb.add_argument("--gradebook", type=Path, default=Path("gradebook"), metavar="DIR")
    grade.add_argument(
        "--db", default="", metavar="URL", help="database of the marks; default: in the gradebook"
    )
    crew = grade.add_mutually_exclusive_group()
    crew.add_argument(
        "--workers", type=int, metavar="N", help="run submissions in N processes (Dask)"
    )
    crew.add_argument(
        "--scheduler", metavar="ADDRESS", help="run them on the workers of a Dask scheduler"
    )
    grade.add_argument(
        "--isolation",
        choices=("bwrap", "none"),
        default="bwrap",
        help="bwrap: a sandbox for each submission (default); none: only for work that you trust",
    )
    bench = verbs.add_parser("bench", help="measure what everything costs; writes bench.json")
    bench.add_argument("families", nargs="*", metavar="FAMILY", help="default: all but `suite`")
    bank = verbs.add_parser("bank", help="make learners' file of an instructor's own questions")
    bank.add_argument("file", type=Path, metavar="FILE", help="gradebook/private_questions.json")
    command.add_to(verbs)
    return parser


def _with_course(arguments: argparse.Namespace) -> int:
    """The commands on a class."""
    from autograder.classroom import Course
    from autograder.report import report

    if arguments.verb == "report":
        print(report(Course(Path.cwd(), arguments.gradebook.resolve()), arguments.lessons))
        return 0
    _grade(Course(Path.cwd(), arguments.gradebook.resolve(), arguments.db), arguments)
    print(f"Marks: {arguments.gradebook / 'marks.csv'}")
    print(f"Feedback: {arguments.gradebook / 'feedback'}")
    return 0


def _grade(course: "Course", arguments: argparse.Namespace) -> None:  # noqa: F821
    """Grade a class, or a sample class where there is none, and print the table."""
    from autograder import marks, storage
    from autograder.classroom import GradingError
    from autograder.grading import grade

    with storage.told(course):
        if not course.submitted.is_dir():
            from autograder.sample_class import make_sample_class

            count = make_sample_class(course)
            print(f"Nobody has handed in anything yet: made a sample class of {count} submissions.")
        lessons = course.lessons(arguments.lessons)
        if not any(course.students(lesson) for lesson in lessons):
            raise GradingError("There is nothing to grade: put work into submitted/NAME/LESSON/.")
    began = time.perf_counter()
    with _crew(arguments) as crew:
        rows = grade(course, lessons, crew)
    print(marks.table(rows))
    print(marks.summary(rows, crew.isolation))
    print(marks.timing(rows, time.perf_counter() - began), file=sys.stderr)


def _crew(arguments: argparse.Namespace) -> AbstractContextManager:
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


if __name__ == "__main__":
    sys.exit(main())
