"""`python -m autograder grade`: every submission of a lesson through nbgrader, and a table.

nbgrader keeps the gradebook and does the work; this makes sure that one submission never stops the
rest, and that each one that cannot be graded is told apart from one that earned nothing.
"""

import csv
import html
import os
import shutil
import sys
import warnings
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from tqdm import tqdm
from traitlets.config import Config, PyFileConfigLoader

from autograder.submission import look_at, released_ids

CONFIG = "nbgrader_config.py"


class GradingError(Exception):
    """One sentence for the instructor, with the cure."""


@dataclass
class Row:
    """One submission in the table: `marks` is None when it could not be graded."""

    student: str
    lesson: str
    marks: float | None
    points: float
    notes: list[str] = field(default_factory=list)


class Course:
    """A course folder and one class: where submissions lie and where marks go."""

    def __init__(self, root: Path, gradebook: Path) -> None:
        """`root` holds nbgrader_config.py and the MADE rooms; `gradebook` holds `submitted/`.

        Raises GradingError when `root` is no course.
        """
        if not (root / CONFIG).is_file():
            raise GradingError(f"{root.name} holds no {CONFIG}; run this in the course's folder.")
        self.root, self.gradebook = root, gradebook
        self.submitted = gradebook / "submitted"
        self.released = released_ids(root / "notebooks")
        if not self.released:
            raise GradingError("notebooks/ holds no lesson; run `make build` first.")

    def config(self) -> Config:
        """nbgrader's settings for this class."""
        config = PyFileConfigLoader(CONFIG, path=str(self.root)).load_config()
        # nbgrader joins these to its root, so a gradebook elsewhere is written as a way there.
        way = Path(os.path.relpath(self.gradebook, self.root)).as_posix()
        for room in ("submitted", "autograded", "feedback"):
            config.CourseDirectory[f"{room}_directory"] = f"{way}/{room}"
        config.CourseDirectory.db_url = f"sqlite:///{(self.gradebook / 'gradebook.db').as_posix()}"
        # Quiet: what matters is in the table.
        config.NbGraderAPI.log_level = config.Application.log_level = "ERROR"
        return config

    def lessons(self, wanted: list[str]) -> list[str]:
        """The lessons to grade: those asked for, or all that somebody handed in."""
        unknown = sorted(set(wanted) - set(self.released))
        if unknown:
            known = ", ".join(self.released)
            raise GradingError(f"There is no lesson {unknown[0]!r}; there are: {known}.")
        return [
            lesson
            for lesson in wanted or self.released
            if any(self.submitted.glob(f"*/{lesson}")) or wanted
        ]

    def students(self, lesson: str) -> list[str]:
        """Who handed in this lesson."""
        return sorted(path.parent.name for path in self.submitted.glob(f"*/{lesson}"))

    def grade(self, lessons: list[str]) -> list[Row]:
        """Grade, write feedback and marks.csv, and return the table's rows."""
        rows = []
        # nbgrader calls the command `alembic`, which lies beside this Python, activated or not.
        beside = str(Path(sys.executable).parent)
        os.environ["PATH"] = os.pathsep.join([beside, os.environ.get("PATH", "")])
        self.gradebook.mkdir(parents=True, exist_ok=True)
        api = NbGraderAPI(config=self.config())
        work = [(lesson, who) for lesson in lessons for who in self.students(lesson)]
        for lesson in lessons:
            self.enter(lesson)
        with warnings.catch_warnings(), tqdm(work, desc="grading", bar_format=BAR) as bar:
            # nbgrader's own (SQLAlchemy, missing cell ids) would tear the progress bar apart.
            warnings.simplefilter("ignore")
            for lesson, student in bar:
                bar.set_postfix_str(f"{student} {lesson}")
                rows.append(self._grade_one(api, lesson, student))
        self._export(rows)
        return rows

    def enter(self, lesson: str) -> None:
        """Write a lesson's exercises and points into the gradebook, and leave notebooks/ alone."""
        config = self.config()
        aside = self.gradebook / ".release"
        way = Path(os.path.relpath(aside, self.root)).as_posix()
        config.CourseDirectory.release_directory = way
        result = NbGraderAPI(config=config).generate_assignment(lesson, force=True)
        shutil.rmtree(aside, ignore_errors=True)
        if not result["success"]:
            raise GradingError(f"{lesson} cannot enter the gradebook: {_reason(result)}.")

    def _grade_one(self, api: NbGraderAPI, lesson: str, student: str) -> Row:
        """Grade one submission; whatever is wrong with it becomes its row."""
        intake = look_at(self.submitted / student / lesson, lesson, self.released)
        if intake.problem:
            return self._not_graded(student, lesson, intake.problem)
        for step in (api.autograde, api.generate_feedback):
            result = step(lesson, student, force=True)
            if not result["success"]:
                if "KeyboardInterrupt" in result.get("error", ""):
                    raise KeyboardInterrupt
                problem = f"nbgrader could not grade it: {_reason(result)}."
                return self._not_graded(student, lesson, problem)
        with self._opened() as book:
            graded = book.find_submission(lesson, student)
            return Row(student, lesson, graded.score, graded.max_score, intake.notes)

    def _not_graded(self, student: str, lesson: str, problem: str) -> Row:
        """The row of a submission without marks; the learner's feedback page says why."""
        page = self.gradebook / "feedback" / student / lesson / f"{lesson}.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.unlink(missing_ok=True)  # nbgrader leaves its pages read-only
        page.write_text(
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{lesson}</title>'
            f"<body><h1>{lesson}: not graded</h1><p>{html.escape(problem)}</p></body></html>\n",
            encoding="utf-8",
        )
        return Row(student, lesson, None, self._points(lesson), [problem])

    def _points(self, lesson: str) -> float:
        """The points that a lesson has to give."""
        with self._opened() as book:
            return book.find_assignment(lesson).max_score

    def _opened(self) -> Gradebook:
        """The gradebook of this class."""
        return Gradebook(self.config().CourseDirectory.db_url)

    def _export(self, rows: list[Row]) -> None:
        """Write marks.csv: to a temporary file first, so that no half of it is ever read."""
        path = self.gradebook / "marks.csv"
        part = path.with_suffix(".part")
        with part.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["student", "lesson", "marks", "points", "notes"])
            for row in rows:
                marks = "" if row.marks is None else f"{row.marks:g}"
                notes = "; ".join(row.notes)
                writer.writerow([row.student, row.lesson, marks, f"{row.points:g}", notes])
        part.replace(path)


# No rates and no times: two runs print the same.
BAR = "{desc}: {n_fmt} of {total_fmt} |{bar:24}|{postfix}"


def table(rows: list[Row]) -> str:
    """The rows as text, one submission a line."""
    names = max([len(row.student) for row in rows] + [7])
    lessons = max([len(row.lesson) for row in rows] + [6])
    lines = [f"{'student':{names}}  {'lesson':{lessons}}  {'marks':>12}  notes"]
    for row in rows:
        marks = "not graded" if row.marks is None else f"{row.marks:g} of {row.points:g}"
        notes = "; ".join(row.notes)
        lines.append(
            f"{row.student:{names}}  {row.lesson:{lessons}}  {marks:>12}  {notes}".rstrip()
        )
    return "\n".join(lines)


def _reason(result: dict) -> str:
    """The last thing that nbgrader said about a failure, as a part of a sentence."""
    lines = (result.get("error") or result.get("log") or "no reason given").strip().splitlines()
    logged = [line for line in (result.get("log") or "").splitlines() if "Error" in line]
    return (logged or lines)[-1].strip().rstrip(".")
