"""What a learner may ask for: the next step, a mistake's card, and, after a pass, solutions."""

import re
from pathlib import Path

import pytest

from autograder import check, explain, hint, progress
from autograder.afterwards import other_ways, reference
from autograder.cards import BadCard, _card, cards
from autograder.checking import TRIES, NotYet, where_next
from autograder.exercise import slugs
from autograder.hints import BadHints, _hints, hints
from autograder.mistakes import MISTAKES
from autograder.page import Told
from autograder.verdict import Finding, Verdict, correct, incorrect
from course.outline import lesson_of, outline

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def forget(monkeypatch):
    monkeypatch.setattr(progress, "_in_memory", {})


def freeze(module):
    return module.requires_grad_(False)


def unfreeze(module):
    return module.requires_grad_(True)


def test_after_a_pass_the_reference_and_other_right_ways_are_shown(capsys):
    check("freeze", freeze, unfreeze)
    capsys.readouterr()
    hint("freeze")
    told = capsys.readouterr().out
    assert "**`freeze`: the reference solution**" in told
    assert "**Other right ways**" in told
    assert "### BEGIN SOLUTION" not in told
    assert "def by_loop(" in told
    assert "Next: [Exercise 1.2 · trainable_report" in told


def test_before_a_pass_no_solution_is_shown(capsys):
    hint("freeze")
    assert "reference" not in capsys.readouterr().out


@pytest.mark.parametrize("slug", hints())
def test_every_exercise_has_a_reference_and_other_ways_to_show(slug):
    assert (
        f"def {slug}(" in reference(slug) or "class " in reference(slug) or "=" in reference(slug)
    )
    assert other_ways(slug)
    for text in other_ways(slug):
        compile(text, slug, "exec")


def test_a_copy_of_the_course_without_solutions_says_so(tmp_path):
    assert reference("freeze", tmp_path) == ""
    assert other_ways("freeze", tmp_path) == []


@pytest.mark.parametrize(
    ("call", "name", "offered"),
    [
        (hint, "freze", "There is no exercise 'freze'; did you mean 'freeze'"),
        (hint, 3, "There is no exercise 3"),
        (explain, "A99", "There is no mistake 'A99'; did you mean 'A9'"),
        (explain, None, "There is no mistake None"),
    ],
)
def test_an_unknown_name_offers_the_nearest(call, name, offered):
    with pytest.raises(Told) as told:
        call(name)
    assert str(told.value).startswith(offered)


def test_a_card_is_found_in_small_letters(capsys):
    explain(" a5 ")
    told = capsys.readouterr().out
    assert told.startswith("**A5 · requires_grad set on the model**")
    assert "**Instead:**" in told
    assert "Explained in lesson 2, silent failures." in told


def test_ten_failed_tries_offer_the_paragraph_to_read():
    verdict = incorrect("so.", hint="try.", mistake="A5")
    assert "tries" not in where_next("freeze", verdict, TRIES - 1)
    told = where_next("freeze", verdict, TRIES)
    assert told.startswith(f"{TRIES} tries: read “{hints()['freeze'].read}” in 1 · See what")
    assert '`hint("freeze")`, `explain("A5")`' in told


def test_each_card_is_offered_once():
    findings = tuple(Finding("so.", "try.", mistake) for mistake in ("A5", "", "A5", "A8"))
    told = where_next("freeze", Verdict("partly", 0.5, findings=findings), 1)
    assert told == 'A step further: `hint("freeze")`, `explain("A5")`, `explain("A8")`.'


def test_what_a_pass_says_does_not_depend_on_what_was_before():
    assert where_next("freeze", correct("done"), 0) == where_next("freeze", correct("done"), 30)


def test_ten_failures_are_counted_by_check(capsys):
    for _ in range(TRIES):
        with pytest.raises(NotYet):
            check("freeze", unfreeze, freeze)
    assert progress.load()["exercises"]["freeze"]["failed"] == TRIES


@pytest.mark.parametrize("text", ["## A5\n\nno code", "## A5\n\na?\n\n```python\nb\n```\n"])
def test_a_card_out_of_form_is_refused(text):
    with pytest.raises(BadCard, match=r"'## A5' needs"):
        _card(text)


@pytest.mark.parametrize("text", ["## freeze\n\n1. a\n\nread: b", "## freeze\n\nnothing"])
def test_hints_out_of_form_are_refused(text):
    with pytest.raises(BadHints, match=r"'## freeze' needs"):
        _hints(text)


def test_every_link_of_a_hint_leads_to_a_heading():
    for slug in hints():
        lesson = lesson_of(slug)
        assert hints()[slug].read in {part.heading for part in lesson.sections}, slug


def test_every_card_belongs_to_a_lesson_that_exists():
    known = {lesson.slug for lesson in outline()}
    assert {MISTAKES[card].lesson for card in cards()} <= known


def test_every_exercise_is_in_the_outline():
    assert {slug for lesson in outline() for slug in lesson.points} == set(slugs())
    assert all(re.match(r"\d+ · ", lesson.title) for lesson in outline())
