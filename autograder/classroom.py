"""One class of one course: where its folders are, and nbgrader's settings for them."""

import os
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from traitlets.config import Config, PyFileConfigLoader

from autograder.submission import released_ids

CONFIG = "nbgrader_config.py"


class GradingError(Exception):
    """One sentence for the instructor, with the cure."""


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

    def points(self, lesson: str) -> float:
        """The points that a lesson has to give."""
        with self.opened() as book:
            return book.find_assignment(lesson).max_score

    def has_marks(self, student: str, lesson: str) -> bool:
        """Whether the gradebook holds a submission of this lesson by this learner."""
        with self.opened() as book:
            try:
                book.find_submission(lesson, student)
            except MissingEntry:
                return False
        return True

    def opened(self) -> Gradebook:
        """The gradebook of this class."""
        return Gradebook(self.config().CourseDirectory.db_url)
