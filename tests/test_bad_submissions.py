"""Submissions that are broken in every way we know: one clear sentence each, the rest graded."""

import json
import subprocess
import sys

import pytest

from autograder.classroom import Course, GradingError
from autograder.grading import grade
from autograder.marks import Row, table, write_csv
from autograder.sample_class import answered, hand_in, solved
from tests.handing_in import LESSON, ROOT, SILENT, verdicts

EXIT = "def grad_map(frozen):\n    import os\n    os._exit(1)"
BAD_ANSWERS = [
    answered("freeze", "freeze, unfreeze = 'frozen', None"),
    answered("trainable_report", "class trainable_report:\n    pass"),
    answered("grad_map", "raise RuntimeError('half way')"),
    answered("moved_names", "def moved_names(model, step, steps=3):\n    return step.no_such()"),
]


@pytest.fixture(scope="module")
def battered_class(tmp_path_factory):
    """Submissions that are broken in every way named here, and two that are not."""
    course = Course(ROOT, tmp_path_factory.mktemp("battered") / "gradebook")
    hand_in(course, "a_solved", LESSON, solved())
    hand_in(course, "z_solved", LESSON, solved())
    hand_in(course, "bad_answers", LESSON, *BAD_ANSWERS)
    hand_in(course, "dies", LESSON, solved(), answered("grad_map", EXIT))

    path = hand_in(course, "old_format", LESSON, solved())
    content = json.loads(path.read_text(encoding="utf-8"))
    content["nbformat_minor"] = 2
    for cell in content["cells"]:
        del cell["id"]
    path.write_text(json.dumps(content), encoding="utf-8")

    path = hand_in(course, "no_kernel", LESSON, solved())
    content = json.loads(path.read_text(encoding="utf-8"))
    content["metadata"] = {}
    path.write_text(json.dumps(content), encoding="utf-8")

    path = hand_in(course, "truncated", LESSON, solved())
    path.write_bytes(path.read_bytes()[:3000])
    hand_in(course, "prose", LESSON).write_text("Dear instructor, ...", encoding="utf-8")
    hand_in(course, "binary", LESSON).write_bytes(b"\x89PNG\r\n\xff\xfe\x00")
    hand_in(course, "a_list", LESSON).write_text("[1, 2]", encoding="utf-8")
    hand_in(course, "empty_file", LESSON).write_text("", encoding="utf-8")
    other = hand_in(course, "other_lesson", SILENT)
    (course.submitted / "other_lesson" / LESSON).mkdir()
    other.rename(course.submitted / "other_lesson" / LESSON / f"{LESSON}.ipynb")
    other.parent.rmdir()
    (course.submitted / "nothing" / LESSON).mkdir(parents=True)
    renamed = hand_in(course, "renamed", LESSON, solved("freeze"))
    renamed.rename(renamed.with_name("homework (2).ipynb"))
    return course, {row.student: row for row in grade(course, [LESSON])}


NOT_GRADED = {
    "truncated": "01_what_freezing_does.ipynb cannot be read: its JSON breaks off at line",
    "prose": "01_what_freezing_does.ipynb cannot be read: its JSON is damaged at line 1",
    "binary": "01_what_freezing_does.ipynb is no text file",
    "a_list": "01_what_freezing_does.ipynb is no notebook: it has no cells",
    "empty_file": "01_what_freezing_does.ipynb cannot be read: it is empty",
    "other_lesson": "01_what_freezing_does.ipynb holds lesson 02_silent_failures",
    "nothing": "The folder holds no notebook; 01_what_freezing_does.ipynb has to be handed in.",
}


@pytest.mark.parametrize("learner", NOT_GRADED)
def test_what_cannot_be_read_is_told_in_one_sentence(battered_class, learner):
    course, rows = battered_class
    assert rows[learner].marks is None
    assert rows[learner].notes[0].startswith(NOT_GRADED[learner])
    page = course.gradebook / "feedback" / learner / LESSON / f"{LESSON}.html"
    assert NOT_GRADED[learner] in page.read_text(encoding="utf-8")


def test_the_rest_of_the_class_is_graded(battered_class):
    _, rows = battered_class
    assert rows["a_solved"].marks == rows["z_solved"].marks == 80


def test_an_older_format_and_a_missing_kernel_cost_nothing(battered_class):
    _, rows = battered_class
    assert (rows["old_format"].marks, rows["no_kernel"].marks) == (80, 80)
    assert rows["old_format"].notes == ["written in notebook format 4.2"]
    assert rows["no_kernel"].notes == ["no kernel is named; graded with Python 3"]


def test_answers_of_the_wrong_type_earn_nothing_and_are_told_apart(battered_class):
    course, rows = battered_class
    assert rows["bad_answers"].marks == 0
    seen = {s: r["findings"][0]["seen"] for s, r in verdicts(course, "bad_answers").items()}
    assert seen["freeze"] == "freeze is a str, not a function."
    assert (
        seen["trainable_report"]
        == "trainable_report is the class trainable_report, not a function."
    )
    assert "the check cell gave no evidence: it stopped with NameError" in seen["grad_map"]
    assert seen["moved_names"].startswith("moved_names raised AttributeError on its line 2")


def test_a_renamed_notebook_is_graded_and_told(battered_class):
    _, rows = battered_class
    assert rows["renamed"].marks == 20
    assert rows["renamed"].notes == ["it was handed in as 'homework (2).ipynb'"]


def test_an_answer_that_ends_the_process_costs_only_its_own_exercise(battered_class):
    course, rows = battered_class
    assert rows["dies"].marks == 65
    (finding,) = verdicts(course, "dies")["grad_map"]["findings"]
    assert "the check cell gave no evidence" in finding["seen"]


def test_the_table_has_a_line_for_everybody(battered_class):
    _, rows = battered_class
    lines = table(list(rows.values())).splitlines()
    assert len(lines) == len(rows) + 1
    assert sum("not graded" in line for line in lines) == len(NOT_GRADED)


def test_marks_of_an_earlier_hand_in_are_not_forgotten_in_silence(tmp_path):
    course = Course(ROOT, tmp_path / "gradebook")
    path = hand_in(course, "ida", LESSON)
    (first,) = grade(course, [LESSON])
    assert first.marks == 0
    path.write_text("", encoding="utf-8")
    (second,) = grade(course, [LESSON])
    assert second.marks is None
    assert second.notes[1] == "the marks of an earlier hand-in still stand in the gradebook"


def test_a_name_that_is_a_formula_stays_text_in_a_spreadsheet(tmp_path):
    row = Row("=1+1", LESSON, None, 80, ["There is no a.ipynb, only =cmd.ipynb"])
    write_csv([row, Row("eva", LESSON, 2.5, 80)], tmp_path / "marks.csv")
    lines = (tmp_path / "marks.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1].startswith("'=1+1,")
    assert lines[2] == f"eva,{LESSON},2.5,80,"


def test_a_lesson_that_does_not_exist_is_refused_before_anything_is_graded(tmp_path):
    with pytest.raises(GradingError, match="There is no lesson '03_no'; there are: 01_what"):
        Course(ROOT, tmp_path).lessons(["03_no"])


def test_a_folder_that_is_no_course_is_refused(tmp_path):
    with pytest.raises(GradingError, match=r"holds no nbgrader_config.py; run this in the course"):
        Course(tmp_path, tmp_path)


def test_the_command_says_one_sentence_and_fails(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "grade", "03_no", "--gradebook", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("There is no lesson '03_no'")
