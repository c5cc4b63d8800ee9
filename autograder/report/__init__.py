"""`python -m autograder report`: what a graded class knows, and what it misunderstands.

class_report.py   what a report holds, as plain values
text.py           the report as text, for a terminal
"""

from autograder.report.text import report

__all__ = ["report"]
