"""The graded questions of lesson 5."""

from autograder.bank.marking import quiz_exercise

EXERCISE = quiz_exercise("quiz_05", "05_buffers_and_modes")
