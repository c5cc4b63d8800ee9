"""`python -m autograder grade`: every submission of a class, run by a crew and marked by nbgrader.

One submission never stops the rest, and each one that cannot be graded is told apart from one that
earned nothing. Whatever stops the grading itself, grading again goes on from there.
"""

import shutil
import warnings
from collections.abc import Iterator
from contextlib import closing

from nbgrader.apps import NbGraderAPI
from tqdm import tqdm

from autograder import database, storage
from autograder.attempts import Attempts
from autograder.bank.private import PRIVATE, BadBank, private_in
from autograder.classroom import Course, GradingError
from autograder.desk import Desk
from autograder.engine.limits import Limits
from autograder.marks import Row, printable, write_csv, write_timings
from autograder.refusals import reason
from autograder.regrading.tables import CHANGES, write_changes
from autograder.sharing import shared_engines
from autograder.workers import Crew, OneEngine, outcomes

# No rates and no times: two runs print the same.
BAR = "{desc}: {n_fmt} of {total_fmt} |{bar:24}|{postfix}"


def grade(course: Course, lessons: list[str], crew: Crew | None = None) -> list[Row]:
    """Grade what was handed in for these lessons; write feedback, marks.csv and timings.csv.

    `crew` runs the submissions; by default it is one engine with its usual isolation and limits.
    Returns one row per submission, lesson by lesson. Raises GradingError when the class cannot be
    graded: the gradebook cannot be written, a lesson cannot enter it, the crew is gone.
    """
    if crew is None:
        with OneEngine("bwrap", Limits()) as one:
            return grade(course, lessons, one)
    with storage.told(course):
        work = [(lesson, student) for lesson in lessons for student in course.students(lesson)]
        rows = graded(course, work, crew)
        write_csv(rows, course.gradebook / "marks.csv")
        write_timings(rows, course.gradebook / "timings.csv")
    return rows


def graded(course: Course, work: list[tuple[str, str]], crew: Crew) -> list[Row]:
    """Grade these submissions, named by lesson and learner; write feedback and changes.csv.

    Returns a row for each of them, in their order. Raises GradingError as `grade` does.
    """
    with storage.told(course):
        storage.check(course)
        try:
            private_in(course.gradebook / PRIVATE)
        except BadBank as problem:
            raise GradingError(str(problem)) from None
        for lesson in dict.fromkeys(lesson for lesson, _ in work):
            enter(course, lesson)
        rows = {(row.lesson, row.student): row for row in _done(course, work, crew)}
        write_changes(Attempts(course.gradebook), course.gradebook / CHANGES)
    return [rows[named] for named in work]


def enter(course: Course, lesson: str) -> None:
    """Write a lesson's exercises and points into the gradebook, and leave notebooks/ alone.

    Raises GradingError with nbgrader's reason.
    """
    database.prepare(course.db_url)
    config = course.config()
    aside = course.gradebook / ".release"
    config.CourseDirectory.release_directory = course.way_to(aside)
    result = NbGraderAPI(config=config).generate_assignment(lesson, force=True)
    shutil.rmtree(aside, ignore_errors=True)
    if not result["success"]:
        raise GradingError(f"{lesson} cannot enter the gradebook: {reason(result)}.")


def _done(course: Course, work: list[tuple[str, str]], crew: Crew) -> Iterator[Row]:
    """The row of each submission, as they are done, behind a progress bar."""
    tqdm.monitor_interval = 0  # its watch is a thread, and nothing here needs one
    with (
        warnings.catch_warnings(),
        shared_engines(),
        closing(Desk(course, crew)) as desk,
        tqdm(total=len(work), desc="grading", bar_format=BAR) as bar,
    ):
        # nbgrader's own (SQLAlchemy, missing cell ids) would tear the progress bar apart.
        warnings.simplefilter("ignore")
        handed_in = (desk.take(lesson, student) for lesson, student in work)
        for taken, outcome in outcomes(handed_in, crew, desk.job_in):
            row = desk.row(taken, outcome)
            bar.set_postfix_str(f"{printable(row.student)} {row.lesson}", refresh=False)
            bar.update()
            yield row
