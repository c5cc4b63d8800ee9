"""How answers are judged, and how submissions are run to be judged.

Lessons import the four names below. The rest by subject:

    an exercise        exercise, exercises/, collect, judge, show, verdict, mistakes, stops, clues
    evidence           plain, shape, answers, snapshot, surroundings, deadline
    nets and trials    nets and *_nets, towers, plants, probe, trial and *_trial
    questions          practising, questions
    the engine         engine/ runs a submission in a room of its own and brings back evidence
    a submission       intake/ reads and matches, repair restores, submission takes in
    nbgrader           nbgrader_intake, nbgrader_steps, database, refusals
    a class            grading, desk, classroom, workers, cluster, marks, report, results, attempts
    measuring          bench/, sample_class, sample_answers, reference
    at home            doctor/ examines any model and optimizer
"""

from autograder.checking import NotYet, check
from autograder.practising import practice, reveal

__all__ = ["NotYet", "check", "practice", "reveal"]
