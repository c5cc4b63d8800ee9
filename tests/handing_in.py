"""Which course tests hand in to, and how they read the verdicts on a submission."""

import json
from pathlib import Path

from autograder.nbgrader_steps import VERDICT

ROOT = Path(__file__).parent.parent
LESSON = "01_what_freezing_does"
SILENT = "02_silent_failures"


def verdicts(course, learner, lesson=LESSON):
    """The verdicts in a graded notebook, by exercise."""
    path = course.gradebook / "autograded" / learner / lesson / f"{lesson}.ipynb"
    outputs = [
        output
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        for output in cell.get("outputs", [])
    ]
    records = [output["data"][VERDICT] for output in outputs if VERDICT in output.get("data", {})]
    return {record["exercise"]: record for record in records}
