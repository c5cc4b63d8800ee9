"""Work that came late: when it was handed in, who had longer, and what it costs.

times.py        when a submission was handed in, and until when it may be
extensions.py   gradebook/extensions.csv: who may hand in later
sheet.py        tables that instructors write by hand, line by line
penalty.py      what coming late costs: nbgrader's plugin, and its settings
step.py         the step in nbgrader's list that brings them together
standing.py     what our own command asks before it keeps a mark

Due dates are nbgrader's own: set in the formgrader, kept in the gradebook's database.
"""

from autograder.lateness.penalty import counted
from autograder.lateness.standing import Lateness

__all__ = ["Lateness", "counted"]
