"""The table of mistakes is up to date, and what it says is enough."""

import pytest

from autograder.mistakes import MISTAKES
from tests.mistake_table import ONLY_SHOWN, PAGE, by_doctor, by_exercise, by_question, caught, page

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


@pytest.mark.parametrize("section", sorted({name[0] for name in MISTAKES}))
def test_each_mistake_is_caught_by_an_exercise_its_exception_or_the_doctor(section):
    missing = {name for name in MISTAKES if name[0] == section} - caught()
    assert missing == {name for name in ONLY_SHOWN if name[0] == section}
