"""The corpus through our own command, with little time: what never ends is over soon."""

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

LIMITS = Limits(cell_cpu_s=1.5, cell_wall_s=6, cpu_s=8, wall_s=40)
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
        found = {row.student: row for row in rows}
        if (beside := found[BYSTANDER]).marks != beside.points:
            told = "; ".join(beside.notes) or "no notes"
            raise GradingError(
                f"An honest learner beside the corpus got {beside.marks} of {beside.points} marks "
                f"({told}); on a busy machine, try again when it is idle."
            )
        return {
            case.name: marks_of(course, case.lesson, case.name)
            if found[case.name].marks is not None
            else None
            for case in cases
        }
