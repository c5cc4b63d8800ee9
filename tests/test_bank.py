"""The gates that every template of the question bank passes, on 200 seeds each."""

import functools
import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import torch

from autograder.bank.catalog import templates
from autograder.bank.drawing import alike, drawn, number_in
from autograder.bank.question import EASY, HARD, LETTERS, MEDIUM
from autograder.mistakes import MISTAKES
from course.lesson_text import read_lesson

ROOT = Path(__file__).parent.parent
SEEDS = range(200)
NAMES = sorted(templates())
# How many of 200 draws differ, at least, where a thousand variants are equally likely.
DIFFERENT = 182
# A guess wins 25 %.
LUCK = 0.30
DIGEST = "from tests.test_bank import digest; print(digest())"


@functools.cache
def questions(name):
    return [drawn(templates()[name], seed) for seed in SEEDS]


def digest():
    """A digest of the first questions of every template."""
    asked = [drawn(templates()[name], seed) for name in NAMES for seed in range(3)]
    return hashlib.sha256(repr(asked).encode()).hexdigest()


@functools.cache
def objectives():
    """The points of every lesson's list, such as "03.2", with their words."""
    found = {}
    for path in sorted(ROOT.glob("course/lessons/*.py")):
        cells = [c.source for c in read_lesson(path).cells if c.cell_type == "markdown"]
        (text,) = [text for text in cells if text.startswith("## What you can now do")] or [""]
        text = text.partition("\n## ")[0]
        points = re.findall(r"^\* (.+?)(?=^\* |^\S|\Z)", text, flags=re.MULTILINE | re.DOTALL)
        found |= {f"{path.name[:2]}.{at}": point for at, point in enumerate(points, start=1)}
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_named_like_its_template_and_says_where_it_belongs(name):
    template = templates()[name]
    assert (ROOT / "autograder" / "bank" / "templates" / f"{name}.py").exists()
    assert template.level in (EASY, MEDIUM, HARD)
    assert template.lessons == tuple(sorted(template.lessons)) != ()
    assert set(template.objectives) <= set(objectives())
    assert {objective[:2] for objective in template.objectives} == set(template.lessons)


@pytest.mark.parametrize("name", NAMES)
def test_one_option_is_right_and_no_two_say_the_same(name):
    for question in questions(name):
        assert list(question.options) == list(LETTERS)
        texts = [option.text for option in question.options.values()]
        clashes = [(a, b) for a in texts for b in texts if a is not b and alike(a, b)]
        assert clashes == [], question.seed


@pytest.mark.parametrize("name", NAMES)
def test_every_wrong_option_names_what_leads_to_it_and_says_what_is_true(name):
    for question in questions(name):
        for letter, option in question.options.items():
            assert option.says[:1].isupper() or not option.says[:1].isalpha(), option
            assert option.says.endswith((".", "?")), option
            if letter == question.answer:
                assert option.mistake == option.belief == ""
            else:
                assert option.mistake in MISTAKES or len(option.belief.split()) >= 3, option
        assert question.hint.endswith((".", "?"))


@pytest.mark.parametrize("name", NAMES)
def test_there_are_a_thousand_variants(name):
    shown = {(q.stem, *sorted(o.text for o in q.options.values())) for q in questions(name)}
    assert len(shown) >= DIFFERENT


@pytest.mark.parametrize("name", NAMES)
def test_no_rule_of_thumb_finds_the_right_option(name):
    won = Counter()
    for question in questions(name):
        texts = {letter: option.text for letter, option in question.options.items()}
        numbers = {letter: number_in(text) for letter, text in texts.items()}
        measure = numbers if None not in numbers.values() else {k: len(t) for k, t in texts.items()}
        order = sorted(LETTERS, key=measure.__getitem__)
        for rule, letter in zip(("least", "second", "third", "most"), order, strict=True):
            # Among equals a guesser takes any.
            tied = [other for other in LETTERS if measure[other] == measure[letter]]
            won[rule] += (question.answer in tied) / len(tied)
        won[question.answer] += 1
    assert {rule: n for rule, n in won.items() if n > LUCK * len(SEEDS)} == {}


@pytest.mark.parametrize("name", NAMES)
def test_drawing_leaves_the_random_state_alone_and_prints_nothing(name, capfd):
    state = torch.random.get_rng_state()
    drawn(templates()[name], 11)
    assert torch.equal(state, torch.random.get_rng_state())
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", NAMES)
def test_stems_read_well(name):
    for question in questions(name)[:20]:
        assert question.stem.count("```") % 2 == 0
        assert "?" in question.stem
        lines = "\n".join([question.stem, *(o.text for o in question.options.values())])
        assert max(map(len, lines.splitlines())) <= 100 or "```" not in question.stem
        assert not re.search(r"0x[0-9a-f]{6}|/tmp|\bsite-packages\b", lines)


def test_other_processes_draw_the_same_questions():
    """Whatever order sets come in there, and whatever was drawn before."""
    found = set()
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", DIGEST]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        found.add(done.stdout)
    assert len(found) == 1
