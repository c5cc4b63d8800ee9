"""The graded questions of lesson 7."""

from autograder.bank.marking import quiz_exercise

EXERCISE = quiz_exercise("quiz_07", "07_reading_the_score")
