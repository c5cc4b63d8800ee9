"""Runs stock nbgrader on one submission of the course in this folder; prints marks as JSON.

python -m tests.corpus.inside LESSON LEARNER
"""

import json
import sys
from pathlib import Path

from autograder.bench.stock import stock_marks
from autograder.classroom import Course
from tests.corpus.case import marks_of


def main() -> None:
    """One line: the marks by exercise, or null."""
    lesson, learner = sys.argv[1:]
    course = Course(Path.cwd(), Path.cwd() / "gradebook")
    given = stock_marks(course, lesson, learner)
    marks = None if given is None else marks_of(course, lesson, learner)
    told = marks and {slug: float(earned) for slug, earned in marks.items()}
    print(f"\n{json.dumps(told)}", flush=True)


if __name__ == "__main__":
    main()
