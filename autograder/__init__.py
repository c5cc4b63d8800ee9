"""How answers are judged. Lessons import these four; everything else serves them."""

from autograder.check import NotYet, check
from autograder.practice import practice, reveal

__all__ = ["NotYet", "check", "practice", "reveal"]
