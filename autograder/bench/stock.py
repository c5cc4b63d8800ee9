"""Stock nbgrader: its own steps with its own settings, told only where the folders are."""

from nbgrader.apps import NbGraderAPI
from traitlets.config import Config

from autograder.classroom import Course


def stock_marks(course: Course, lesson: str, student: str) -> float | None:
    """The marks that stock nbgrader gives a submission; None when it fails on it.

    The lesson must stand in the gradebook. What fails, and why, nbgrader says on stderr.
    """
    config = Config()
    config.CourseDirectory = course.config().CourseDirectory
    config.NbGraderAPI.log_level = config.Application.log_level = "ERROR"
    done = NbGraderAPI(config=config).autograde(lesson, student, force=True)
    if not done["success"]:
        return None
    with course.opened() as book:
        submission = book.find_submission(lesson, student)
        # A cell without a mark waits for a person: stock nbgrader counts it as nothing so far.
        return submission.score
