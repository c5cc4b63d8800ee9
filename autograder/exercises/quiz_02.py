"""The graded questions of lesson 2."""

from autograder.bank.marking import quiz_exercise

EXERCISE = quiz_exercise("quiz_02", "02_silent_failures")
