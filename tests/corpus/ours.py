"""The corpus through our own command, with small limits: what never ends is over soon."""

import contextlib
import io
import tempfile
from pathlib import Path

from autograder.classroom import Course, GradingError
from autograder.engine.limits import Limits
from autograder.grading import grade
from autograder.sample_class import hand_in, solved
from autograder.workers import OneEngine
from tests.corpus.case import Case, marks_of
from tests.handing_in import LESSON

LIMITS = Limits(
    cell_cpu_s=1.5,
    cell_wall_s=3,
    cpu_s=8,
    wall_s=20,
    memory_bytes=300_000_000,
    output_bytes=500_000,
)
BYSTANDER = "bystander"  # some attacks want this learner's work


def our_marks(root: Path, cases: list[Case]) -> dict[str, dict[str, float] | None]:
    """Grade these cases as one class; returns each one's marks by exercise.

    Raises GradingError when a learner beside them loses marks.
    """
    with tempfile.TemporaryDirectory() as folder, OneEngine("bwrap", LIMITS) as crew:
        course = Course(root, Path(folder) / "gradebook")
        hand_in(course, BYSTANDER, LESSON, solved())
        for case in cases:
            case.hand_in(course)
        with contextlib.redirect_stderr(io.StringIO()):
            rows = grade(course, course.lessons([]), crew)
        graded = {row.student: row.marks is not None for row in rows}
        beside = marks_of(course, LESSON, BYSTANDER)
        if sum((beside or {}).values()) != course.points(LESSON):
            raise GradingError("An honest learner beside the corpus lost marks; grade by class.")
        return {
            case.name: marks_of(course, case.lesson, case.name) if graded[case.name] else None
            for case in cases
        }
