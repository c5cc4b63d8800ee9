"""From a bad answer or bad evidence to one clear sentence."""

import contextlib
import time

import numpy as np
import pytest
import torch

from autograder import NotYet, check, deadline
from autograder.collect import collect
from autograder.exercise import Exercise, UnknownExercise, find
from autograder.judge import judge
from autograder.show import lines, panel, plain
from autograder.verdict import (
    INCORRECT,
    NOT_ATTEMPTED,
    STOPPED,
    Finding,
    Part,
    Verdict,
    correct,
    incorrect,
    tally,
)


def grad_map_by_rule(frozen):
    return {layer: layer not in frozen for layer in "abc"}


def verdict_on(*answers, slug="grad_map", seed=3):
    return judge(slug, collect(find(slug), answers, seed), seed)


class CallableObject:
    def __call__(self, frozen):
        return grad_map_by_rule(frozen)


def stub(frozen):
    """Only words."""
    ...


def endless(frozen):
    while True:
        with contextlib.suppress(Exception):
            time.sleep(0.01)


def raises(frozen):
    return frozen.no_such_method()


def exits(frozen):
    raise SystemExit


def test_an_object_that_can_be_called_is_a_function():
    assert verdict_on(CallableObject()).score == 1


@pytest.mark.parametrize(
    ("answer", "status", "seen"),
    [
        ("freeze", INCORRECT, "grad_map is a str, not a function."),
        (None, INCORRECT, "grad_map is None, not a function."),
        (CallableObject, INCORRECT, "grad_map is the class CallableObject, not a function."),
        (torch.nn.Linear(1, 1).weight, INCORRECT, "grad_map is a Parameter, not a function."),
        (stub, NOT_ATTEMPTED, 'grad_map still holds the line "your code here".'),
        (raises, STOPPED, "grad_map raised AttributeError on its line 2: 'set' object has no"),
        (exits, STOPPED, "grad_map raised SystemExit on its line 2"),
    ],
)
def test_an_answer_of_the_wrong_kind_is_told_in_one_sentence(answer, status, seen):
    verdict = verdict_on(answer)
    assert (verdict.status, verdict.score) == (status, 0)
    assert verdict.findings[0].seen.startswith(seen)


def test_a_forgotten_answer_counts_as_none():
    verdict = verdict_on(lambda module: module, slug="freeze")
    assert verdict.findings[0].seen == "unfreeze is None, not a function."


def test_an_answer_that_never_returns_is_stopped_at_the_limit(monkeypatch):
    monkeypatch.setattr("autograder.collect.deadline", lambda: deadline.deadline(limit_s=0.3))
    began = time.perf_counter()
    verdict = verdict_on(endless)
    assert time.perf_counter() - began < 5
    assert verdict.status == STOPPED
    assert verdict.findings[0].seen == "grad_map did not return within 10 seconds."


def test_a_real_interrupt_stays_an_interrupt():
    def interrupted(frozen):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        verdict_on(interrupted)


def test_what_the_answer_changes_around_it_is_put_back():
    def careless(frozen):
        torch.manual_seed(1)
        np.random.seed(1)
        torch.set_default_dtype(torch.float64)
        torch.set_grad_enabled(False)
        print("loud")
        return grad_map_by_rule(frozen)

    state, numpy_state = torch.random.get_rng_state(), np.random.get_state()[1].tolist()
    try:
        assert verdict_on(careless).score == 1
        assert torch.get_default_dtype() == torch.float32
        assert torch.is_grad_enabled()
    finally:
        torch.set_default_dtype(torch.float32)
        torch.set_grad_enabled(True)
    assert torch.equal(state, torch.random.get_rng_state())
    assert np.random.get_state()[1].tolist() == numpy_state


GOOD = collect(find("grad_map"), (grad_map_by_rule,), 3)


@pytest.mark.parametrize(
    ("envelope", "reason"),
    [
        (None, "not in the agreed form"),
        ([], "not in the agreed form"),
        ({"score": 1.0}, "not in the agreed form"),
        (GOOD | {"extra": 1}, "not in the agreed form"),
        (GOOD | {"seed": True}, "not in the agreed form"),
        (GOOD | {"answers": {}}, "not in the agreed form"),
        (GOOD | {"format": 2}, "another release"),
        (GOOD | {"exercise": "freeze"}, "belongs to the exercise 'freeze'"),
        (GOOD | {"seed": 4}, "another case"),
        (GOOD | {"state": "trust me"}, "another case"),
        (GOOD | {"observed": "all of it"}, "has not the form"),
        (GOOD | {"observed": GOOD["observed"] + [{"ok": True}]}, "has not the form"),
        (GOOD | {"state": "failed", "observed": None}, "not in the agreed form"),
    ],
)
def test_evidence_that_is_not_ours_earns_nothing_and_is_told_so(envelope, reason):
    verdict = judge("grad_map", envelope, 3)
    assert verdict.score == 0
    assert reason in verdict.findings[0].seen


def test_evidence_cut_in_half_earns_nothing():
    half = GOOD | {"observed": GOOD["observed"][:4]}
    assert judge("grad_map", half, 3).score == 0


def test_a_judge_that_fails_costs_the_marks_and_says_whose_fault_it_is(monkeypatch):
    def broken(observed, seed, sources):
        raise ZeroDivisionError

    real = find("grad_map")
    fake = Exercise("grad_map", real.answers, real.form, real.collect, broken)
    monkeypatch.setattr("autograder.judge.find", lambda slug: fake)
    verdict = judge("grad_map", GOOD, 3)
    assert verdict.score == 0
    assert "a fault of the course" in verdict.findings[0].seen


def test_an_unknown_exercise_is_told_with_the_nearest_one():
    with pytest.raises(UnknownExercise, match="did you mean 'freeze'"):
        find("freez")
    with pytest.raises(NotYet, match="There is no exercise 'freez'"):
        check("freez", grad_map_by_rule)


def test_parts_add_up_and_each_finding_is_told_once():
    missing = Finding("one thing is missing.", "look again.")
    verdict = tally([Part(3), Part(1, missing), Part(1, missing)], said="all there")
    assert verdict == Verdict("partly", 0.6, findings=(missing,))
    assert tally([Part(1, missing)], said="").status == INCORRECT
    assert tally([Part(1), Part(2)], said="all there") == correct("all there")


def test_the_panel_and_its_twin_say_the_same_and_escape_what_learners_wrote():
    wicked = "<script>alert(1)</script>"
    verdict = incorrect(f"the key '{wicked}' is missing.", hint="name it `a`.", mistake="A5")
    shown, told = panel("freeze", verdict), plain(verdict)
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert "<code>a</code>" in shown
    assert told.splitlines() == [
        f"Not yet: the key '{wicked}' is missing.",
        "Try this: name it `a`.",
        "Explained in lesson 2, silent failures.",
        "Earned 0 % of the marks.",
    ]
    for words in ("Not yet:", "Try this:", "lesson 2, silent failures", "Earned 0 %"):
        assert words in shown


def test_two_plain_lines_carry_the_first_finding():
    first, second = Finding("a is so.", "try b."), Finding("c is so.", "try d.")
    verdict = Verdict("partly", 0.5, findings=(first, second))
    assert lines(verdict) == ["Not yet: a is so.", "Try this: try b."]
    assert lines(correct("done")) == ["✓ done"]
    assert "Also: c is so." in plain(verdict)


def test_outside_a_kernel_a_check_prints_one_line_or_raises_two(capfd):
    assert check("grad_map", grad_map_by_rule) is None
    assert capfd.readouterr() == (f"✓ {verdict_on(grad_map_by_rule).said}\n", "")
    with pytest.raises(NotYet) as failure:
        check("grad_map", raises)
    assert str(failure.value).splitlines()[1].startswith("Try this: ")
    assert failure.value._render_traceback_() == [str(failure.value)]
    assert capfd.readouterr() == ("", "")
