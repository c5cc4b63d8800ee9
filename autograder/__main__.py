"""The instructor's commands: `python -m autograder grade | report | bench`."""

import argparse
import sys
from pathlib import Path


def main() -> int:
    """Run one command; 0 when it worked, 1 with one sentence on stderr when it did not."""
    parser = argparse.ArgumentParser(prog="python -m autograder", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, help_ in (
        ("grade", "grade a class and print its marks"),
        ("report", "say what a graded class misunderstands"),
    ):
        command = verbs.add_parser(verb, help=help_)
        command.add_argument("lessons", nargs="*", metavar="LESSON", help="default: all handed in")
        command.add_argument("--gradebook", type=Path, default=Path("gradebook"), metavar="DIR")
    verbs.add_parser("bench", help="measure lessons, checks and grading; writes bench.json")
    arguments = parser.parse_args()
    # Imported late: nbgrader takes a second to import, and `--help` needs none of it.
    from autograder.classroom import GradingError

    try:
        if arguments.verb == "bench":
            from autograder.bench import bench

            print(bench(Path.cwd()))
            return 0
        return _with_course(arguments)
    except GradingError as problem:
        print(problem, file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped; what was graded so far is in the gradebook.", file=sys.stderr)
    return 1


def _with_course(arguments: argparse.Namespace) -> int:
    """The commands on a class."""
    from autograder.classroom import Course, GradingError
    from autograder.grading import grade
    from autograder.marks import table
    from autograder.report import report

    course = Course(Path.cwd(), arguments.gradebook.resolve())
    if arguments.verb == "report":
        print(report(course, arguments.lessons))
        return 0
    if not course.submitted.is_dir():
        from autograder.sample_class import make_sample_class

        count = make_sample_class(course)
        print(f"Nobody has handed in anything yet: made a sample class of {count} submissions.")
    lessons = course.lessons(arguments.lessons)
    rows = grade(course, lessons)
    if not rows:
        raise GradingError("There is nothing to grade: put work into submitted/NAME/LESSON/.")
    print(table(rows))
    print(f"Marks: {arguments.gradebook / 'marks.csv'}")
    print(f"Feedback: {arguments.gradebook / 'feedback'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
