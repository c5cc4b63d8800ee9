"""Ten questions: the mix, the turns that templates take, and who gets which."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from autograder.bank.catalog import earlier, own, templates
from autograder.bank.decks import FIRST_TO_LOOK_BACK, ten
from autograder.bank.question import EASY, HARD, MEDIUM
from course.outline import outline
from tests.test_bank import objectives

ROOT = Path(__file__).parent.parent
LESSONS = [lesson.slug for lesson in outline()]
MIX = [EASY] * 3 + [MEDIUM] * 4 + [HARD] * 3


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_set_is_three_easy_four_medium_three_hard(lesson):
    for attempt in range(3):
        questions = ten(lesson, "ada", attempt)
        assert [question.level for question in questions] == MIX
        assert len({question.stem for question in questions}) == 10


@pytest.mark.parametrize("lesson", LESSONS)
def test_from_lesson_three_on_two_questions_look_back(lesson):
    number = lesson[:2]
    for who in ("ada", "ben"):
        back = [q for q in ten(lesson, who, 0) if max(q.lessons) < number]
        assert len(back) == (2 if number >= FIRST_TO_LOOK_BACK else 0)
        assert all(number in q.lessons for q in ten(lesson, who, 0) if q not in back)


@pytest.mark.parametrize("lesson", LESSONS)
@pytest.mark.parametrize("level", [EASY, MEDIUM, HARD])
def test_no_template_comes_back_before_the_others_of_its_level(lesson, level):
    deck = [template.name for template in own(lesson[:2], level)]
    dealt = [
        question.template
        for attempt in range(6)
        for question in ten(lesson, "ada", attempt)
        if question.level == level and question.template in deck
    ]
    turns = [dealt[at : at + len(deck)] for at in range(0, len(dealt), len(deck))]
    assert [len(set(turn)) for turn in turns] == [len(turn) for turn in turns]


@pytest.mark.parametrize("lesson", LESSONS)
def test_each_lesson_has_two_templates_of_each_level_and_no_set_repeats_one_needlessly(lesson):
    for level in (EASY, MEDIUM, HARD):
        assert len(own(lesson[:2], level)) >= 2
    most = Counter(q.template for q in ten(lesson, "ada", 0)).most_common(1)[0][1]
    assert most <= 2


def test_every_objective_is_covered_by_two_templates():
    covered = Counter(o for template in templates().values() for o in template.objectives)
    assert {objective for objective in objectives() if covered[objective] < 2} == set()


def test_there_are_templates_enough():
    assert len(templates()) >= 20


@pytest.mark.parametrize("lesson", LESSONS[:3])
def test_names_and_attempts_give_other_questions_and_the_same_name_the_same(lesson):
    assert ten(lesson, "ada", 0) == ten(lesson, "ada", 0)
    sets = [ten(lesson, who, attempt) for who in ("ada", "ben") for attempt in (0, 1)]
    for one, other in pairwise(sets):
        assert not {q.stem for q in one} & {q.stem for q in other}


def test_earlier_templates_belong_to_no_later_lesson():
    assert earlier("01", EASY) == []
    assert all(max(t.lessons) < "05" for t in earlier("05", MEDIUM))
