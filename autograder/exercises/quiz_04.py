"""The graded questions of lesson 4."""

from autograder.bank.marking import quiz_exercise

EXERCISE = quiz_exercise("quiz_04", "04_the_optimizer")
