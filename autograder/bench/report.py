"""What the report on a large class costs: 1 000 learners, 12 lessons, page and tables included."""

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from autograder.bench.figure import Figure
from autograder.bench.memory import peak
from autograder.classroom import Course

LEARNERS = 1000
KINDS = 40  # different submissions of a lesson; learners draw one
WRONG = 3  # of each exercise
QUIZZES = 8
NOTEBOOK_BYTES = 400_000  # as large as graded notebooks are, pictures included
LIMIT_S, LIMIT_MB = 20.0, 1000.0
# A process of its own: this one has loaded and held other things.
REPORT = """
import json, sys, time
from pathlib import Path
began = time.perf_counter()
from autograder.classroom import Course
from autograder.report.gathering import class_report
from autograder.report.page import write_page
from autograder.report.tables import write_tables
root, gradebook = map(Path, sys.argv[1:])
report = class_report(Course(root, gradebook), [])
read = time.perf_counter()
write_tables(report, gradebook / "report")
write_page(report, gradebook / "report" / "report.html")
count = sum(len(lesson.submissions) for lesson in report.lessons)
print(json.dumps({"read": read - began, "all": time.perf_counter() - began, "count": count}))
"""


def report(root: Path) -> Iterator[Figure]:
    """Seconds and megabytes, from the start of Python on."""
    with tempfile.TemporaryDirectory() as folder:
        course = Course(root, Path(folder) / "gradebook")
        large_class(course)
        words = [sys.executable, "-c", REPORT, str(root), str(course.gradebook)]
        with peak() as found:
            done = subprocess.run(words, cwd=root, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    note = f"{told['count']} submissions, each notebook {NOTEBOOK_BYTES / 1e6:g} MB"
    yield Figure("a report, its page and tables", told["all"], "s", LIMIT_S, note=note)
    yield Figure("a report, values only", told["read"], "s", note="history, database, examples")
    yield Figure("a report at its peak", found["bytes"] / 1e6, "MB", LIMIT_MB)


def large_class(course: Course) -> None:
    """Fill a class with verdicts on wrong answers of the tests; needs the checkout."""
    # The wheel that learners install has no tests.
    from tests.planted_class import Kind, answers_to, lesson_points, plant, quizzed

    rng = random.Random(0)
    for lesson in course.released:
        answers = {}
        for slug, points in lesson_points(course, lesson).items():
            if slug.startswith("quiz_"):
                answers[slug] = [
                    quizzed(slug, points, f"q{n}", n % 6, n % 3) for n in range(QUIZZES)
                ]
            else:
                answers[slug] = answers_to(slug, points, WRONG)
        kinds = [
            Kind({slug: rng.choice(found) for slug, found in answers.items()}) for _ in range(KINDS)
        ]
        drawn = [(f"learner_{n:04}", rng.choice(kinds)) for n in range(LEARNERS)]
        plant(course, lesson, drawn, pad=NOTEBOOK_BYTES)
