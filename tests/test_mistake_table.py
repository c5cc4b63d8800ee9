"""The table of mistakes is up to date, and what it says is enough."""

import pytest

from autograder.mistakes import MISTAKES
from tests.mistake_table import PAGE, by_doctor, by_exception, by_exercise, by_question, page

CAUGHT = by_exercise()


def test_the_page_is_what_the_tests_say_today():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: make table"


def test_every_id_in_use_is_known():
    assert {*CAUGHT, *by_question(), *by_doctor()} <= set(MISTAKES)


def test_every_id_of_the_catalogue_has_a_lesson_that_explains_it():
    assert len(MISTAKES) == 154
    lessons = {path.stem for path in (PAGE.parent.parent / "course" / "lessons").glob("*.py")}
    assert {mistake.lesson for mistake in MISTAKES.values()} <= lessons


def test_the_doctor_finds_more_than_forty_ids():
    assert len(by_doctor()) >= 40


# What no state shows: a demonstration of the lesson is where these are met. D23 is a term of the
# loss; B18 cannot be written, and E17 comes with a file.
ELSEWHERE = {"A": set(), "B": {"B18"}, "C": set(), "D": {"D23"}, "E": {"E17"}, "H": set()}


@pytest.mark.parametrize("section", ELSEWHERE)
def test_each_mistake_is_caught_by_an_exercise_its_exception_or_the_doctor(section):
    caught = {name for name in MISTAKES if CAUGHT[name]} | by_exception() | by_doctor()
    missing = {name for name in MISTAKES if name[0] == section} - caught
    assert missing == ELSEWHERE[section]
