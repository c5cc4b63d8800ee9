"""Each known answer, wrong or right, meets the verdict that stands beside it."""

import functools
import importlib
import json
import pkgutil
from pathlib import Path

import nbformat
import pytest

import tests.wrong_answers
from autograder.collect import collect
from autograder.exercise import Sealed, find, slugs
from autograder.judge import judge
from autograder.reference import with_answer
from autograder.verdict import CORRECT

ROOT = Path(__file__).parent.parent
FILES = [module.name for module in pkgutil.iter_modules(tests.wrong_answers.__path__)]
KNOWN = {slug: importlib.import_module(f"tests.wrong_answers.{slug}") for slug in FILES}
WRONG = [
    pytest.param(slug, case, id=f"{slug}-{case.name}")
    for slug, module in KNOWN.items()
    for case in module.WRONG
]
RIGHT = [
    pytest.param(slug, answers, id=f"{slug}-{answers[0].__name__}")
    for slug, module in KNOWN.items()
    for answers in module.RIGHT
]


# Several tests look at the same verdict, and collecting its evidence is what takes the time.
@functools.cache
def verdict_on(slug, answers, seed=7):
    """The verdict on answers, with the evidence sent through JSON on the way."""
    evidence = json.loads(json.dumps(collect(find(slug), answers, seed)))
    return judge(slug, evidence, seed)


@pytest.mark.parametrize(("slug", "case"), WRONG)
def test_judge_sees_through(slug, case):
    verdict = verdict_on(slug, case.answers)
    told = verdict.findings[0]
    assert case.seen in told.seen
    assert told.mistake == case.mistake
    assert verdict.score == pytest.approx(case.score)
    assert verdict.status != CORRECT


@pytest.mark.parametrize(("slug", "answers"), RIGHT)
def test_judge_accepts_every_right_style(slug, answers):
    assert verdict_on(slug, answers).status == CORRECT, verdict_on(slug, answers).findings


def test_every_exercise_has_six_wrong_answers_and_three_right_styles():
    # Wrong answers to quizzes are drawn with their questions, in `tests/test_quiz.py`.
    assert set(KNOWN) == {slug for slug in slugs() if not isinstance(find(slug), Sealed)}
    for slug, module in KNOWN.items():
        assert len(module.WRONG) >= 6, slug
        assert len(module.RIGHT) >= 3, slug


@pytest.mark.parametrize("slug", KNOWN)
def test_wrong_answers_are_told_apart(slug):
    """No two wrong answers of one exercise get the same findings."""
    told = {}
    for case in KNOWN[slug].WRONG:
        told.setdefault(verdict_on(slug, case.answers).findings, []).append(case.name)
    shared = [names for names in told.values() if len(names) > 1]
    assert not shared


@pytest.mark.parametrize("slug", KNOWN)
def test_no_message_quotes_a_line_of_the_solution(slug):
    """Neither what was seen nor what to try gives a whole line of the answer away."""
    (source,) = (cell.source for cell in solution_cells() if cell.id == slug)
    answer = {line.strip() for line in with_answer(source).splitlines() if len(line.strip()) > 12}
    told = [
        text
        for case in KNOWN[slug].WRONG
        for finding in verdict_on(slug, case.answers).findings
        for text in (finding.seen, finding.hint)
    ]
    assert told
    assert [(line, text) for line in answer for text in told if line in text] == []


def solution_cells():
    for path in sorted(ROOT.glob("solutions/*/*.ipynb")):
        yield from nbformat.read(path, as_version=4).cells
