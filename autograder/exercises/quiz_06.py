"""The graded questions of lesson 6."""

from autograder.bank.marking import quiz_exercise

EXERCISE = quiz_exercise("quiz_06", "06_what_it_costs")
