"""What coming late costs: a plugin of nbgrader's, with its settings in nbgrader_config.py.

Nothing, until somebody sets `percent_per_day`.
"""

import math

from nbgrader.api import SubmittedAssignment
from nbgrader.plugins import BasePlugin
from traitlets import Enum, Float

EARNED, AVAILABLE = "earned", "available"
DAY_S, MINUTE_S = 86_400, 60


class LatePenalty(BasePlugin):
    """Takes a share of the points for each day that has begun since the due date."""

    percent_per_day = Float(
        0.0, min=0, max=100, help="Percent taken off for each started day; 0: none."
    ).tag(config=True)
    percent_of = Enum(
        (EARNED, AVAILABLE),
        EARNED,
        help="Percent of what: of the points earned, or of those that a lesson has to give.",
    ).tag(config=True)
    most_percent = Float(100.0, min=0, max=100, help="Never more percent than this.").tag(
        config=True
    )
    grace_minutes = Float(
        0.0, min=0, help="So late costs nothing. After that, days count from the due date."
    ).tag(config=True)

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """The points taken off, at most `score`; None where there is nothing to take.

        nbgrader asks this of every notebook that came after its due date, extension included.
        """
        percent = self.percent(total_seconds_late)
        base = score if self.percent_of == EARNED else self._available(student_id)
        return min(round(percent / 100 * base, 2), score) if percent else None

    def percent(self, seconds_late: float) -> float:
        """How many percent are taken off so many seconds after the due date."""
        if seconds_late <= max(0, self.grace_minutes * MINUTE_S):
            return 0.0
        return min(math.ceil(seconds_late / DAY_S) * self.percent_per_day, self.most_percent)

    def words(self) -> str:
        """The rule, for learners."""
        most = f", at most {self.most_percent:g} percent" if self.most_percent < 100 else ""
        of = "earned" if self.percent_of == EARNED else "available"
        return f"{self.percent_per_day:g} percent of the points {of} for each started day{most}"

    def _available(self, student: str) -> float:
        """The points that the notebook has to give, as nbgrader's step sees it."""
        step = self.parent
        notebook = step.gradebook.find_submission_notebook(
            step.notebook_id, step.assignment_id, student
        )
        return notebook.max_score


def counted(submission: SubmittedAssignment) -> float:
    """The marks that count: those given by hand before ours, less the penalty, never below 0."""
    return round(max(0.0, submission.score - (submission.late_submission_penalty or 0.0)), 2)
