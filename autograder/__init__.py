"""How answers are judged. Lessons import these four; everything else serves them."""

from autograder.checking import NotYet, check
from autograder.practising import practice, reveal

__all__ = ["NotYet", "check", "practice", "reveal"]
