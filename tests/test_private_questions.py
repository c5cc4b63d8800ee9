"""An instructor's own questions, through nbgrader: marked with their file, anew when it changes."""

import json

import pytest

from autograder.bank.graded import graded, right_letters
from autograder.bank.private import PRIVATE, private_in
from autograder.classroom import Course, GradingError
from autograder.grading import grade
from autograder.sample_class import answered, hand_in
from tests.handing_in import LESSON, ROOT, verdicts

QUESTION = {
    "lesson": LESSON,
    "level": "hard",
    "stem": "What stands on the blackboard?",
    "right": {"text": "a proof", "says": "It was written there."},
    "wrong": [
        {
            "text": "a joke",
            "says": "It was told, not written.",
            "belief": "heard is taken for read",
        },
        {"text": "a sum", "says": "It was wiped away.", "belief": "yesterday is taken for today"},
        {"text": "a map", "says": "It hangs beside it.", "belief": "near is taken for on"},
    ],
    "hint": "Were you there?",
}


@pytest.fixture
def course(tmp_path):
    course = Course(ROOT, tmp_path / "gradebook")
    course.gradebook.mkdir()
    write(course, [QUESTION])
    extras = private_in(course.gradebook / PRIVATE)
    for learner, code in (("ada", f"/{extras.code}"), ("ben", "")):
        letters = right_letters(graded(LESSON, learner, extras))
        call = f'quiz_01 = graded_quiz("{LESSON}", "{learner}", "{letters}{code}")'
        hand_in(course, learner, LESSON, answered("quiz_01", call))
    return course


def write(course, questions):
    (course.gradebook / PRIVATE).write_text(json.dumps(questions), encoding="utf-8")


def marks(course):
    return {row.student: row.marks for row in grade(course, [LESSON])}


@pytest.mark.usefixtures("bubblewrap")
def test_they_count_for_those_who_were_asked_them_and_a_changed_file_grades_anew(course):
    assert marks(course) == {"ada": 20, "ben": 18}
    seen = verdicts(course, "ben")["quiz_01"]["findings"][0]["seen"]
    assert "is your instructor's; yours was another." in seen
    assert [row.is_kept for row in grade(course, [LESSON])] == [True, True]

    # The key was wrong: the other answers are as they were, so learners keep their questions.
    wrong = QUESTION["wrong"]
    right = wrong[0] | {"text": "a proof", "says": "It was wiped away."}
    changed = {"text": "a joke", "says": "It stands there."}
    write(course, [QUESTION | {"right": changed, "wrong": [right, *wrong[1:]]}])
    assert marks(course) == {"ada": 18, "ben": 18}


@pytest.mark.usefixtures("bubblewrap")
def test_a_bad_file_stops_grading_in_one_sentence_before_anything_is_marked(course):
    write(course, [QUESTION | {"level": "tricky"}])
    with pytest.raises(GradingError, match="has the level 'tricky'; use easy, medium, hard"):
        grade(course, [LESSON])
    assert not (course.gradebook / "marks.csv").exists()
