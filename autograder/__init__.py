"""How answers are judged, and how submissions are run to be judged.

Lessons import the names below. The rest by subject:

    an exercise        exercise, exercises/, collect, judge, show, verdict, mistakes, stops, clues
    evidence           plain, shape, answers, snapshot, surroundings, deadline
    nets and trials    trials/: what answers are tried on, and what is seen of them
    help               helping, hints/, cards/, afterwards, page, widgets
    progress           progress, course_map, modes, flashcards
    questions          bank/ draws and marks them, practising, questions
    the engine         engine/ runs a submission in a room of its own and brings back evidence
    a submission       intake/ reads and matches, repair restores, submission takes in
    nbgrader           nbgrader_intake, nbgrader_steps, harmless, marker, database, exchange/
    a class            grading, desk, classroom, workers, cluster, marks, results, storage
    what was judged    history, attempts, attempt, journal; regrading/ does it anew and says why
    what comes in      mailed/ takes in zips; lateness/ says what coming late costs
    what goes out      feedback/ and refusals are learners' pages; report/, similarity/, exports/
    commands           commands/: one module for each thing that an instructor types
    measuring          bench/, sample_class, sample_answers, reference
    at home            diagnosis/ is the `doctor`: it examines any model and optimizer
"""

from autograder.bank.quizzing import graded_quiz, quiz
from autograder.checking import NotYet, check
from autograder.course_map import course_map, start_over
from autograder.flashcards import flashcards, recall
from autograder.helping import explain, hint
from autograder.modes import mode
from autograder.practising import practice, reveal

__all__ = [
    "NotYet",
    "check",
    "course_map",
    "doctor",
    "explain",
    "flashcards",
    "graded_quiz",
    "hint",
    "mode",
    "practice",
    "quiz",
    "recall",
    "reveal",
    "start_over",
]


def __getattr__(name: str) -> object:
    """`doctor`, imported when it is first asked for: exercises need none of it."""
    if name == "doctor":
        from autograder.diagnosis.doctor import doctor

        return doctor
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
