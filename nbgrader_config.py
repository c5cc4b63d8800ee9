"""nbgrader's settings: where the rooms of the course are, what a release is, who judges.

nbgrader reads this file from the folder it is started in. Importing it creates nothing.
"""

from pathlib import Path

import nbgrader
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearSolutions,
    Execute,
    SaveAutoGrades,
)

from autograder import feedback
from autograder.exchange.collecting import Collect
from autograder.exchange.feedback import ReleaseFeedback, with_secret
from autograder.feedback.counted import Count
from autograder.feedback.exporter import FeedbackPage
from autograder.feedback.pictures import Pictures
from autograder.harmless import Harmless
from autograder.lateness.step import Late
from autograder.nbgrader_intake import Repair, TakenIn, one_notebook
from autograder.nbgrader_steps import Judge, Run, SaveMarks
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
# `python -m course lab` makes this folder; nbgrader wants it to exist. Learners with accounts of
# their own need one outside the course: docs/INSTRUCTORS.md.
c.Exchange.root = str(root / "exchange")
c.ExchangeFactory.collect = Collect
c.ExchangeFactory.release_feedback = ReleaseFeedback
c.GenerateFeedback.post_convert_hook = with_secret

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
OURS = {
    Execute: [Run, Pictures, Harmless, Judge],
    SaveAutoGrades: [SaveMarks],
    AssignLatePenalties: [Late],
}
c.Autograde.autograde_preprocessors = [
    replacement
    for step in without(CheckCellMetadata, "autograde_preprocessors")
    for replacement in OURS.get(step, [step])
]

# What coming late costs. Due dates are set in the formgrader, extensions in
# gradebook/extensions.csv. 0 percent: nothing.
c.LatePenalty.percent_per_day = 0
c.LatePenalty.percent_of = "earned"  # or "available"
c.LatePenalty.most_percent = 100
c.LatePenalty.grace_minutes = 0

# A page of ours: small, and nothing in it comes from the network.
c.GenerateFeedback.exporter_class = FeedbackPage
c.GenerateFeedback.preprocessors = [Count]
c.FeedbackPage.optimistic_validation = True
# The formgrader, too, works offline: its templates, with one of ours among them.
c.HTMLExporter.extra_template_basedirs = [
    str(Path(feedback.__file__).parent / "offline"),
    str(Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"),
]
