"""The graded questions of lesson 10."""

from autograder.bank.marking import quiz_exercise

EXERCISE = quiz_exercise("quiz_10", "10_training_almost_nothing")
