"""The graded questions of lesson 8."""

from autograder.bank.marking import quiz_exercise

EXERCISE = quiz_exercise("quiz_08", "08_does_it_help")
