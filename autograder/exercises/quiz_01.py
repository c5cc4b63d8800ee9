"""The graded questions of lesson 1."""

from autograder.bank.marking import quiz_exercise

EXERCISE = quiz_exercise("quiz_01", "01_what_freezing_does")
