"""The graded questions of lesson 11."""

from autograder.bank.marking import quiz_exercise

EXERCISE = quiz_exercise("quiz_11", "11_production_traps")
