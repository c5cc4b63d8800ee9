"""The snippets of lesson 2 do what the lesson tells, and running them leaves no trace."""

import random
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch

import course.clinic
from autograder.collect import collect
from autograder.exercise import find
from autograder.judge import judge
from autograder.mistakes import MISTAKES
from course.clinic import OUTCOMES, as_table, as_text, examine, run
from course.clinic_snippets import CARDS, CONTROL, PATIENTS, Snippet
from course.lesson_text import read_lesson
from course.models import two_linear
from course.starter import for_learners

EVERY = (*PATIENTS, *CARDS)
LESSON = Path(course.clinic.__file__).parent / "lessons" / "02_silent_failures.py"

# What torch 2.13 does with each mistake, from the catalogue that the course is built on.
CATALOGUE = {
    "raises": {"A1", "A12", "A14", "A17", "A26"},
    "nothing": {"A2", "A6", "A7", "A8", "A11", "A15", "A18", "A20", "A21"},
    "partly": {"A22", "A25"},
    "freezes": {"A3"},
    "unfreezes": {"A24"},
}


def named(snippet):
    """The id of a parametrised case."""
    return f"{snippet.name}-{snippet.mistake}"


@pytest.fixture(scope="module")
def patients():
    """The examinations of the eight patients."""
    return [examine(patient) for patient in PATIENTS]


def test_one_patient_raises_five_do_nothing_and_two_do_part_of_it(patients):
    assert Counter(seen.outcome for seen in patients) == {"raises": 1, "nothing": 5, "partly": 2}


def test_tensors_that_move_per_patient(patients):
    moved = {s.snippet.mistake: len(s.moved) for s in patients if not s.raised}
    assert moved == {"A2": 4, "A6": 4, "A8": 4, "A18": 4, "A21": 4, "A22": 3, "A25": 3}


def test_of_twelve_cards_five_raise_and_four_do_nothing():
    counted = Counter(examine(card).outcome for card in CARDS)
    assert counted == {"raises": 5, "nothing": 4, "partly": 1, "freezes": 1, "unfreezes": 1}


@pytest.mark.parametrize("snippet", EVERY, ids=named)
def test_each_snippet_does_what_the_catalogue_says(snippet):
    seen = examine(snippet)
    assert snippet.mistake in CATALOGUE[seen.outcome]
    assert (seen.outcome == "raises") == bool(seen.raised)


@pytest.mark.parametrize("snippet", EVERY, ids=named)
def test_three_steps_tell_the_same_outcome_as_thirty(snippet):
    assert examine(snippet, steps=3).outcome == examine(snippet).outcome


def test_the_loss_falls_in_all_seven_patients_that_run(patients):
    curves = [seen.losses for seen in patients if not seen.raised]
    assert len(curves) == 7
    assert all(later < sooner for c in curves for sooner, later in pairwise(c))


def test_half_a_freeze_looks_like_a_whole_one_in_the_loss(patients):
    control = examine(CONTROL)
    assert len(control.moved) == 2
    half = [s.losses[-1] for s in patients if s.outcome == "partly"]
    ill = [s.losses[-1] for s in patients if s.outcome == "nothing"]
    assert max(abs(loss - control.losses[-1]) for loss in half) < 0.01
    assert all(loss < control.losses[-1] for loss in ill)


def test_examining_twice_gives_the_same_numbers_whatever_the_random_state():
    torch.manual_seed(1)
    first = examine(PATIENTS[6])
    torch.manual_seed(2)
    assert examine(PATIENTS[6]) == first


def test_examining_leaves_random_states_threads_and_gradient_mode_alone():
    states = torch.get_rng_state(), random.getstate(), np.random.get_state()[1].tolist()
    threads = torch.get_num_threads()
    try:
        torch.set_num_threads(2)
        with torch.no_grad():
            outcomes = [examine(snippet, steps=3).outcome for snippet in EVERY]
            assert not torch.is_grad_enabled()
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(threads)
    assert outcomes == [examine(snippet, steps=3).outcome for snippet in EVERY]
    assert torch.equal(torch.get_rng_state(), states[0])
    assert random.getstate() == states[1]
    assert np.random.get_state()[1].tolist() == states[2]


def test_a_snippet_sees_no_names_but_its_own():
    with pytest.raises(NameError):
        run(Snippet("x", "peeping", "", "", "", "PATIENTS"), two_linear(seed=0))


def test_a_right_freeze_would_be_told_from_all_patients():
    healthy = Snippet("x", "healthy", "", "", "", "model[0].requires_grad_(False)")
    seen = examine(healthy)
    assert (seen.outcome, seen.moved) == ("freezes", ("2.weight", "2.bias"))


def test_zeroed_gradients_do_not_pass_for_a_freeze():
    zeroed = "for parameter in model[0].parameters():\n    parameter.grad.zero_()"
    assert examine(Snippet("x", "", "A4", "", "", zeroed, every_step=True)).outcome == "nothing"


@pytest.mark.parametrize("snippet", EVERY, ids=named)
def test_what_learners_read_gives_no_outcome_away(snippet):
    read = f"{snippet.title} {snippet.setting} {snippet.question} {snippet.group}"
    assert not set(read.lower().split()) & {*OUTCOMES, "silent", "error", "typeerror"}
    assert snippet.mistake in MISTAKES


def test_the_text_shows_every_line_of_code_under_its_name():
    text = as_text(EVERY)
    for snippet in EVERY:
        assert f"{snippet.name} · {snippet.title}" in text
        assert all(line in text for line in snippet.code.splitlines())


def test_the_table_counts_what_moved_and_names_the_exception(patients):
    lines = as_table(patients).splitlines()
    assert lines[1].split()[-3:] == ["raises", "-", "TypeError"]
    assert lines[8].endswith("partly     3 of 4")


def test_learners_of_lesson_2_start_from_the_patients_as_they_are():
    (cell,) = (c for c in read_lesson(LESSON).cells if c.metadata.get("exercise") == "treat")
    names = {"nn": torch.nn}
    exec(for_learners(cell.source), names)
    verdict = judge("treat", collect(find("treat"), (names["treat"],), 7), 7)
    assert verdict.status == "not attempted"
    assert verdict.findings[0].seen == "all eight patients are as they were delivered."
