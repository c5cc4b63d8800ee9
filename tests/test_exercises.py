"""What every exercise owes, asked of all of them at once."""

import json
from pathlib import Path

import pytest
import torch

from autograder.collect import collect
from autograder.exercise import Sealed, find, slugs
from autograder.judge import judge
from autograder.reference import answers_in
from autograder.shape import fits
from autograder.verdict import CORRECT, NOT_ATTEMPTED

ROOT = Path(__file__).parent.parent
REFERENCE, UNTOUCHED = (
    {
        slug: functions
        for path in sorted(ROOT.glob(f"{room}/*/*.ipynb"))
        for slug, functions in answers_in(path).items()
    }
    for room in ("solutions", "notebooks")
)


@pytest.mark.parametrize("slug", slugs())
def test_every_exercise_stands_in_a_lesson(slug):
    assert slug in REFERENCE
    assert slug in UNTOUCHED


@pytest.mark.parametrize("slug", slugs())
@pytest.mark.parametrize("seed", [0, 1, 2**31 - 1])
def test_the_lessons_own_answer_earns_full_marks(slug, seed):
    verdict = judge(slug, collect(find(slug), REFERENCE[slug], seed), seed)
    assert (verdict.status, verdict.score) == (CORRECT, 1), verdict.findings


@pytest.mark.parametrize("slug", slugs())
def test_the_untouched_stub_is_not_attempted_and_earns_nothing(slug):
    verdict = judge(slug, collect(find(slug), UNTOUCHED[slug], 3), 3)
    assert (verdict.status, verdict.score) == (NOT_ATTEMPTED, 0)


@pytest.mark.parametrize("slug", slugs())
def test_evidence_survives_a_round_trip_through_json(slug):
    envelope = collect(find(slug), REFERENCE[slug], 5)
    assert json.loads(json.dumps(envelope, allow_nan=False)) == envelope
    assert fits(envelope["observed"], find(slug).form)


@pytest.mark.parametrize("slug", slugs())
def test_evidence_made_for_another_seed_earns_nothing(slug):
    verdict = judge(slug, collect(find(slug), REFERENCE[slug], 5), 6)
    assert verdict.score == 0
    assert "another case" in verdict.findings[0].seen


# A constant answer is the same for every seed; there is nothing in its evidence to tell them apart.
CONSTANT = {"drift_table", "triage", "true_statements"}
# What quizzes ask depends on the learner; `tests/test_quiz.py` tells them apart.
CONSTANT |= {slug for slug in slugs() if isinstance(find(slug), Sealed)}


@pytest.mark.parametrize("slug", sorted(set(slugs()) - CONSTANT))
def test_evidence_with_a_forged_seed_earns_nothing(slug):
    envelope = collect(find(slug), REFERENCE[slug], 5) | {"seed": 6}
    verdict = judge(slug, envelope, 6)
    assert verdict.score < 1, "the evidence does not depend on the seed"


@pytest.mark.parametrize("slug", slugs())
def test_collecting_twice_gives_the_same_evidence(slug):
    first = collect(find(slug), REFERENCE[slug], 5)
    assert collect(find(slug), REFERENCE[slug], 5) == first


@pytest.mark.parametrize("slug", slugs())
def test_neither_stage_writes_to_stderr_or_disturbs_random_state(slug, capfd):
    state = torch.random.get_rng_state()
    judge(slug, collect(find(slug), REFERENCE[slug], 5), 5)
    assert torch.equal(state, torch.random.get_rng_state())
    assert capfd.readouterr() == ("", "")
