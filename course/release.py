"""nbgrader's generate step, run in this process and quietly.

The project's own nbgrader_config.py decides what a release is, so this build, the
command `nbgrader generate_assignment` and the formgrader's button give the same bytes.
"""

import logging
from collections.abc import Iterable
from pathlib import Path

from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import PyFileConfigLoader

from course.lesson_text import LessonError


class _Errors(logging.Handler):
    """Keeps what nbgrader says in earnest, and the last line where it says a traceback."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage().strip())

    @property
    def reason(self) -> str:
        """The exception nbgrader caught, or else its last message."""
        tracebacks = [said for said in self.said if said.startswith("Traceback")]
        last = [*self.said, *tracebacks][-1:] or ["no message"]
        return last[0].splitlines()[-1].rstrip(".")


def release(course_root: Path, slugs: Iterable[str], config_file: Path) -> None:
    """Makes course_root's release folders from its source folders; no gradebook is touched.

    `config_file` is an nbgrader_config.py; only its course root is replaced.
    Raises LessonError with nbgrader's reason.
    """
    config = PyFileConfigLoader(config_file.name, path=str(config_file.parent)).load_config()
    config.CourseDirectory.root = str(course_root.resolve())
    config.GenerateAssignment.no_database = True
    config.SaveCells.enabled = False
    logger = logging.Logger("course.release")
    errors = _Errors()
    logger.addHandler(errors)
    for slug in slugs:
        coursedir = CourseDirectory(config=config, log=logger, assignment_id=slug)
        step = GenerateAssignment(coursedir=coursedir, config=config, log=logger)
        try:
            step.start()
        except NbGraderException as error:
            raise LessonError(
                f"{slug}.py: nbgrader cannot release it ({errors.reason})."
            ) from error
