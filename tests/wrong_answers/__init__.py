"""Answers that learners give: per exercise, wrong ones with what they earn, and right styles.

A wrong answer that scored more than it should is a bug report; its fix is a new function here.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Wrong:
    """A wrong answer, the share of the marks it earns, and how its first finding reads.

    `seen` is a part of the finding's first sentence; `mistake` is its id, or empty.
    """

    answers: tuple[Callable, ...]
    score: float
    seen: str
    mistake: str = ""

    @property
    def name(self) -> str:
        """The name of the function that is wrong."""
        return " and ".join(answer.__name__ for answer in self.answers)
