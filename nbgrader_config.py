"""nbgrader's settings: where the rooms of the course are, what a release is, who judges.

nbgrader reads this file from the folder it is started in. Importing it creates nothing.
"""

from pathlib import Path

from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.preprocessors import CheckCellMetadata, ClearSolutions, Execute, SaveAutoGrades

from autograder.nbgrader_intake import Repair, TakenIn, one_notebook
from autograder.nbgrader_steps import Harmless, Judge, Run, SaveMarks
from course.starter import LeaveStarter


def without(left_out: type, steps: str) -> list[type]:
    """nbgrader's own list of these steps, without one."""
    return [step for step in Autograde.class_traits()[steps].default() if step is not left_out]


c = get_config()  # noqa: F821 (nbgrader passes it in)
root = Path(__file__).resolve().parent

c.CourseDirectory.course_id = "freezing_layers"
c.CourseDirectory.root = str(root)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
c.CourseDirectory.submitted_directory = "gradebook/submitted"
c.CourseDirectory.autograded_directory = "gradebook/autograded"
c.CourseDirectory.feedback_directory = "gradebook/feedback"
# Absolute, because sqlite would count from the folder a command happens to run in.
c.CourseDirectory.db_url = f"sqlite:///{(root / 'gradebook' / 'gradebook.db').as_posix()}"
# `python -m course lab` makes this folder; nbgrader wants it to exist.
c.Exchange.root = str(root / "exchange")

c.GenerateAssignment.preprocessors = [
    LeaveStarter if step is ClearSolutions else step
    for step in GenerateAssignment.class_traits()["preprocessors"].default()
]

# Broken, renamed and damaged notebooks are read and repaired before nbgrader looks at their cells.
c.Autograde.exporter_class = TakenIn
c.Autograde.pre_convert_hook = one_notebook
# Repair gives every cell the metadata of its release, so nbgrader has nothing left to check there;
# and what comes from us need not be validated after each of its steps.
c.Autograde.sanitize_preprocessors = [
    Repair,
    *without(CheckCellMetadata, "sanitize_preprocessors"),
]
c.NotebookExporter.optimistic_validation = True
# Submissions run inside bubblewrap. Where there is none, "none" grades work of people you trust.
c.Run.isolation = "bwrap"
OURS = {Execute: [Run, Harmless, Judge], SaveAutoGrades: [SaveMarks]}
c.Autograde.autograde_preprocessors = [
    replacement
    for step in without(CheckCellMetadata, "autograde_preprocessors")
    for replacement in OURS.get(step, [step])
]
