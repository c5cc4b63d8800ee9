"""The graded questions of lesson 9."""

from autograder.bank.marking import quiz_exercise

EXERCISE = quiz_exercise("quiz_09", "09_which_layers")
