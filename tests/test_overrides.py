"""What an instructor changes by hand stays, counts and is shown, whoever grades anew after it."""

import csv
from datetime import datetime

import pytest

from autograder.attempts import Attempts
from autograder.grading import grade
from autograder.regrading.anew import regrade
from autograder.regrading.choosing import Wanted
from tests.handing_in import LESSON
from tests.judged_at_once import (
    Judges,
    Seeded,
    button,
    class_of,
    commented,
    copied,
    handed_in_anew,
    in_gradebook,
    page,
    set_by_hand,
)

WORDS = "Right idea, but see *me* about the buffers."


@pytest.fixture
def judges(monkeypatch):
    """The first exercise earns half of its 20 points, the second all."""
    judges = Judges(monkeypatch)
    judges.scores["freeze"] = 0.5
    return judges


@pytest.fixture(scope="module")
def graded_class(tmp_path_factory):
    """A class of two, graded: 30 of 40 each."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        Judges(monkeypatch).scores["freeze"] = 0.5
        course = class_of(tmp_path_factory.mktemp("class"), "ada", "ben")
        assert [row.marks for row in grade(course, [LESSON], Seeded())] == [30, 30]
    return course


@pytest.fixture
def course(tmp_path, graded_class, judges):
    """A copy of the class for one test."""
    return copied(graded_class, tmp_path)


def graded(course):
    """Grade the class; its rows by learner, and whom the crew had to run."""
    crew = Seeded()
    return {row.student: row for row in grade(course, [LESSON], crew)}, crew.started


def whys(course):
    """Of all changes of ben's marks, exercise, marks and reason."""
    return [
        (change["exercise"], change["before"], change["after"], change["why"])
        for told in Attempts(course.gradebook).changed
        for attempt in told
        if attempt.student == "ben"
        for change in attempt.changes
    ]


def test_a_score_set_by_hand_shows_at_the_next_grading_and_nothing_is_run(course):
    set_by_hand(course, "ben", "freeze", "15", extra="2")  # the page sends what was typed
    rows, started = graded(course)
    note = "freeze set by hand to 15 and given 2 extra by hand (the judge says 10)"
    assert (rows["ben"].marks, rows["ben"].notes, rows["ben"].is_kept) == (37, [note], True)
    assert (rows["ada"].marks, rows["ada"].notes, started) == (30, [], [])
    with (course.gradebook / "marks.csv").open(encoding="utf-8") as file:
        lines = {line["student"]: line for line in csv.DictReader(file)}
    assert (lines["ben"]["marks"], lines["ben"]["notes"]) == ("37", note)
    assert "Changed by hand: 17 of 20 points, 2 of them extra; checking gave 10." in page(
        course, "ben"
    )
    why = "set by hand to 15 and given 2 extra by hand, the judge says 10"
    assert whys(course) == [("freeze", 10, 17, why)]


def test_grading_once_more_after_a_change_by_hand_writes_no_page_and_tells_nothing(course):
    set_by_hand(course, "ben", "freeze", 15)
    graded(course)
    before = page(course, "ben"), (course.gradebook / "attempts.jsonl").read_bytes()
    rows, _ = graded(course)
    assert rows["ben"].marks == 35
    assert before == (page(course, "ben"), (course.gradebook / "attempts.jsonl").read_bytes())


def test_a_comment_alone_reaches_the_page_and_changes_no_mark(course):
    assert "the buffers" not in page(course, "ben")
    commented(course, "ben", "freeze", WORDS)
    rows, started = graded(course)
    assert "but see <em>me</em> about the buffers." in page(course, "ben")
    assert (rows["ben"].marks, rows["ben"].notes, whys(course), started) == (30, [], [], [])


def by_grade(course, judges):
    judges.corrected()
    grade(course, [LESSON], Seeded())


def by_regrade(course, judges):
    regrade(course, Wanted(), Seeded())


def by_button(course, judges):
    button(course, "ben")


def by_other_work(course, judges):
    handed_in_anew(course, "ben")
    grade(course, [LESSON], Seeded())


@pytest.mark.parametrize("anew", [by_grade, by_regrade, by_button, by_other_work])
def test_score_comment_and_extra_credit_survive_grading_anew(course, judges, anew):
    set_by_hand(course, "ben", "freeze", 15, extra=2)
    commented(course, "ben", "freeze", WORDS)
    judges.scores["freeze"] = 1
    anew(course, judges)
    grades, score = in_gradebook(course, "ben")
    assert (grades, score) == ({"freeze": (20, 15, 2), "trainable_report": (20, None, None)}, 37)
    rows, started = graded(course)
    assert (rows["ben"].marks, started) == (37, [])
    assert "Changed by hand: 17 of 20 points" in page(course, "ben")
    assert "checking gave 20." in page(course, "ben")
    assert "about the buffers." in page(course, "ben")


def test_a_mark_that_moves_under_one_set_by_hand_is_told(course, judges):
    set_by_hand(course, "ben", "freeze", 15)
    graded(course)
    judges.corrected(freeze=1)
    rows, _ = graded(course)
    assert rows["ben"].marks == 35
    told = "set by hand to 15, the judge now says 20, before 10"
    assert whys(course) == [
        ("freeze", 10, 15, "set by hand to 15, the judge says 10"),
        ("freeze", 15, 15, f"{told}; the exercises or their checks changed"),
    ]


def test_nbgrader_asks_to_look_again_at_a_score_set_by_hand_under_which_work_was_judged_anew(
    course,
):
    set_by_hand(course, "ben", "freeze", 15)
    graded(course)
    assert not asks_to_look(course)
    regrade(course, Wanted(), Seeded())
    assert asks_to_look(course)
    set_by_hand(course, "ben", "freeze", 15)  # the formgrader's button "Mark as graded"
    assert not asks_to_look(course)


def asks_to_look(course):
    with course.opened() as book:
        return book.find_submission(LESSON, "ben").needs_manual_grade


def test_a_score_that_is_taken_back_leaves_the_judges_mark(course):
    set_by_hand(course, "ben", "freeze", 15)
    graded(course)
    set_by_hand(course, "ben", "freeze", None)
    rows, started = graded(course)
    assert (rows["ben"].marks, rows["ben"].notes, started) == (30, [], [])
    assert "Changed by hand" not in page(course, "ben")
    assert whys(course)[-1] == ("freeze", 15, 10, "no longer set by hand")


def test_what_the_formgraders_button_changed_is_shown_and_told_by_the_next_grading(course, judges):
    judges.scores["ben", "freeze"] = 0
    button(course, "ben")
    rows, started = graded(course)
    assert (rows["ben"].marks, started) == (20, [])
    assert "Earned 0 of 20 points." in page(course, "ben")
    assert whys(course) == [("freeze", 10, 0, "run again, with another outcome")]


def test_an_extension_that_is_granted_later_gives_the_points_back_and_is_told(tmp_path, judges):
    course = class_of(tmp_path, "ben")
    with (tmp_path / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("c.LatePenalty.percent_per_day = 10\n")
    stamp = course.submitted / "ben" / LESSON / "timestamp.txt"
    stamp.write_text("2026-01-02 12:00 UTC", encoding="utf-8")
    grade(course, [LESSON], Seeded())
    with course.opened() as book:
        book.update_or_create_assignment(LESSON, duedate=datetime(2026, 1, 2))
    rows, started = graded(course)
    assert (rows["ben"].marks, started) == (27, [])
    set_by_hand(course, "ben", "freeze", 20)
    assert graded(course)[0]["ben"].marks == 36
    extensions = course.gradebook / "extensions.csv"
    extensions.write_text(f"student,lesson,extension\nben,{LESSON},24\n", encoding="utf-8")
    assert graded(course)[0]["ben"].marks == 40
    late = "the time of hand-in, the due date or the rule changed"
    assert [change for change in whys(course) if change[0] == "late penalty"] == [
        ("late penalty", 0, -3, late),
        ("late penalty", -3, -4, late),
        ("late penalty", -4, 0, late),
    ]
