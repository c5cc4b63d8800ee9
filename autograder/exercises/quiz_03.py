"""The graded questions of lesson 3."""

from autograder.bank.marking import quiz_exercise

EXERCISE = quiz_exercise("quiz_03", "03_choosing_layers")
