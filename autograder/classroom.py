"""One class of one course: where its folders are, and nbgrader's settings for them."""

import os
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from traitlets.config import Config, PyFileConfigLoader

from course.outline import START

CONFIG = "nbgrader_config.py"
# nbgrader looks folders up by a pattern, in which these mean something else.
IN_PATTERNS = "*?["


class GradingError(Exception):
    """One sentence for the instructor, with the cure."""


class Course:
    """A course folder and one class: where submissions lie and where marks go."""

    def __init__(self, root: Path, gradebook: Path, db_url: str = "") -> None:
        """`root` holds nbgrader_config.py and the MADE rooms; `gradebook` holds `submitted/`.

        `db_url` is any database that nbgrader takes; by default a file in `gradebook`.
        Raises GradingError when `root` is no course.
        """
        if not (root / CONFIG).is_file():
            raise GradingError(f"{root.name} holds no {CONFIG}; run this in the course's folder.")
        for folder in (root, gradebook):
            if set(IN_PATTERNS) & set(str(folder)):
                told = f"The path of {folder.name} holds one of {' '.join(IN_PATTERNS)}"
                raise GradingError(f"{told}, which nbgrader cannot read; rename that folder.")
        self.root, self.gradebook = root, gradebook
        self.submitted = gradebook / "submitted"
        self.db_url = db_url or f"sqlite:///{(gradebook / 'gradebook.db').as_posix()}"
        self.released = {
            path.stem: nbformat.read(path, as_version=4)
            for path in sorted((root / "notebooks").glob("*/*.ipynb"))
            if path.stem != START  # it asks for nothing
        }
        if not self.released:
            raise GradingError("notebooks/ holds no lesson; run `make build` first.")

    def config(self) -> Config:
        """nbgrader's settings for this class."""
        config = PyFileConfigLoader(CONFIG, path=str(self.root)).load_config()
        for room in ("submitted", "autograded", "feedback"):
            config.CourseDirectory[f"{room}_directory"] = self.way_to(self.gradebook / room)
        config.CourseDirectory.db_url = self.db_url
        # Quiet: what matters is in the table.
        config.NbGraderAPI.log_level = config.Application.log_level = "ERROR"
        return config

    def way_to(self, folder: Path) -> str:
        """A folder as nbgrader wants it: it joins every folder to the course's root."""
        return Path(os.path.relpath(folder, self.root)).as_posix()

    def lessons(self, wanted: list[str]) -> list[str]:
        """The lessons to grade: those asked for, or all that somebody handed in."""
        unknown = sorted(set(wanted) - set(self.released))
        if unknown:
            known = ", ".join(self.released)
            raise GradingError(f"There is no lesson {unknown[0]!r}; there are: {known}.")
        handed_in = [lesson for lesson in self.released if self.students(lesson)]
        return list(dict.fromkeys(wanted)) or handed_in

    def students(self, lesson: str) -> list[str]:
        """Who handed in this lesson; also those whose folder cannot be looked into."""
        if not self.submitted.is_dir():
            return []
        with os.scandir(self.submitted) as folders:
            return sorted(f.name for f in folders if f.is_dir() and _may_hold(f.path, lesson))

    def points(self, lesson: str) -> float:
        """The points that a lesson has to give."""
        with self.opened() as book:
            return book.find_assignment(lesson).max_score

    def opened(self) -> Gradebook:
        """The gradebook of this class."""
        return Gradebook(self.db_url)


def _may_hold(folder: str, lesson: str) -> bool:
    """Whether a learner's folder holds a lesson, as far as anybody can see."""
    try:
        os.lstat(os.path.join(folder, lesson))
    except PermissionError:
        return True
    except OSError:
        return False
    return True
