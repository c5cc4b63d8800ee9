"""`python -m autograder grade`: every submission of a lesson through nbgrader, one after the other.

nbgrader keeps the gradebook and does the work; this makes sure that one submission never stops the
rest, and that each one that cannot be graded is told apart from one that earned nothing.
"""

import html
import os
import shutil
import sys
import warnings
from pathlib import Path

from nbgrader.apps import NbGraderAPI
from tqdm import tqdm

from autograder.classroom import Course, GradingError
from autograder.marks import Row, write_csv
from autograder.submission import look_at

# No rates and no times: two runs print the same.
BAR = "{desc}: {n_fmt} of {total_fmt} |{bar:24}|{postfix}"


def grade(course: Course, lessons: list[str]) -> list[Row]:
    """Grade what was handed in for these lessons; write feedback and marks.csv.

    Returns one row per submission. Raises GradingError when a lesson cannot enter the gradebook.
    """
    rows = []
    # nbgrader calls the command `alembic`, which lies beside this Python, activated or not.
    beside = str(Path(sys.executable).parent)
    os.environ["PATH"] = os.pathsep.join([beside, os.environ.get("PATH", "")])
    course.gradebook.mkdir(parents=True, exist_ok=True)
    api = NbGraderAPI(config=course.config())
    work = [(lesson, who) for lesson in lessons for who in course.students(lesson)]
    for lesson in lessons:
        enter(course, lesson)
    with warnings.catch_warnings(), tqdm(work, desc="grading", bar_format=BAR) as bar:
        # nbgrader's own (SQLAlchemy, missing cell ids) would tear the progress bar apart.
        warnings.simplefilter("ignore")
        for lesson, student in bar:
            bar.set_postfix_str(f"{student} {lesson}")
            rows.append(_grade_one(course, api, lesson, student))
    write_csv(rows, course.gradebook / "marks.csv")
    return rows


def enter(course: Course, lesson: str) -> None:
    """Write a lesson's exercises and points into the gradebook, and leave notebooks/ alone.

    Raises GradingError with nbgrader's reason.
    """
    config = course.config()
    aside = course.gradebook / ".release"
    way = Path(os.path.relpath(aside, course.root)).as_posix()
    config.CourseDirectory.release_directory = way
    result = NbGraderAPI(config=config).generate_assignment(lesson, force=True)
    shutil.rmtree(aside, ignore_errors=True)
    if not result["success"]:
        raise GradingError(f"{lesson} cannot enter the gradebook: {_reason(result)}.")


def _grade_one(course: Course, api: NbGraderAPI, lesson: str, student: str) -> Row:
    """Grade one submission; whatever is wrong with it becomes its row."""
    intake = look_at(course.submitted / student / lesson, lesson, course.released)
    if intake.problem:
        return _not_graded(course, student, lesson, intake.problem)
    for step in (api.autograde, api.generate_feedback):
        result = step(lesson, student, force=True)
        if not result["success"]:
            # nbgrader catches even this; a pressed Ctrl-C must not look like a bad submission.
            if "KeyboardInterrupt" in result.get("error", ""):
                raise KeyboardInterrupt
            problem = f"nbgrader could not grade it: {_reason(result)}."
            return _not_graded(course, student, lesson, problem)
    with course.opened() as book:
        graded = book.find_submission(lesson, student)
        return Row(student, lesson, graded.score, graded.max_score, intake.notes)


def _not_graded(course: Course, student: str, lesson: str, problem: str) -> Row:
    """The row of a submission without marks; the learner's feedback page says why."""
    page = course.gradebook / "feedback" / student / lesson / f"{lesson}.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.unlink(missing_ok=True)  # nbgrader leaves its pages read-only
    page.write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{lesson}</title>'
        f"<body><h1>{lesson}: not graded</h1><p>{html.escape(problem)}</p></body></html>\n",
        encoding="utf-8",
    )
    notes = [problem]
    if course.has_marks(student, lesson):
        notes.append("the marks of an earlier hand-in still stand in the gradebook")
    return Row(student, lesson, None, course.points(lesson), notes)


def _reason(result: dict) -> str:
    """The last thing that nbgrader said about a failure, as a part of a sentence."""
    lines = (result.get("error") or result.get("log") or "no reason given").strip().splitlines()
    logged = [line for line in (result.get("log") or "").splitlines() if "Error" in line]
    return (logged or lines)[-1].strip().rstrip(".")
