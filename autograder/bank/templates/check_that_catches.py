"""Which check fails after a freeze that did not work, and passes after one that did."""

import functools
import random

from autograder.bank.material.chains import drawn_chain, variable
from autograder.bank.material.effects import LAYER, MODEL
from autograder.bank.material.freezes import PARTIAL, RIGHT, SILENT, Way
from autograder.bank.material.stems import with_code
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.bank.running import error_of

# A check, and what leads to trust in it where it is no good.
CHECKS = (
    ("assert not any({p}.requires_grad for {p} in {m}.parameters())", ""),
    ("assert all({p}.requires_grad is False for {p} in {m}.parameters())", ""),
    ("assert sum({p}.requires_grad for {p} in {m}.parameters()) == 0", ""),
    ("assert not [{p} for {p} in {m}.parameters() if {p}.requires_grad]", ""),
    ("assert True not in [{p}.requires_grad for {p} in {m}.parameters()]", ""),
    ("assert not ({m}.weight.requires_grad or {m}.bias.requires_grad)", ""),
    ("assert False in [{p}.requires_grad for {p} in {m}.parameters()]", "one tensor is enough"),
    ("assert any(not {p}.requires_grad for {p} in {m}.parameters())", "one tensor is enough"),
    ("assert not {m}.weight.requires_grad", "A25"),
    ("assert {m}.requires_grad == False", "A6"),
    ("assert not getattr({m}, 'requires_grad', False)", "A6"),
    ("assert not {m}.training", "E1"),
    ("assert hasattr({m}, 'requires_grad_')", "a method that exists is taken for a freeze"),
    ("assert all({p}.grad is None for {p} in {m}.parameters())", "A2"),
    ("assert len(list({m}.parameters())) == 0", "frozen ones are thought to be gone"),
    ("assert not any({p}.requires_grad for {p} in {m}.state_dict().values())", "A18"),
    ("assert not any({p}.data.requires_grad for {p} in {m}.parameters())", "A19"),
)
HINT = "Take each check twice: what does it say after this code, and what after a right freeze?"
FAILED = "AssertionError"


def make(rng: random.Random) -> Draft:
    """A silent or partial freeze, and checks that see it or do not."""
    chain = drawn_chain(rng, rng.randint(2, 3))
    layer, name = rng.choice(chain.layers), variable(rng)
    way = rng.choice(PARTIAL) if rng.random() < 0.4 else rng.choice(SILENT)
    able, unable = [], []
    for check, trust in CHECKS:
        line = Way(check, "").on(layer, "q" if name == "p" else "p")
        said = _said(way.on(LAYER), check), _said(RIGHT[0].on(LAYER), check)
        why = {"mistake": trust} if len(trust) < 4 else {"belief": trust}
        choice = Choice(f"`{line}`", _told(*said), **why)
        (able if said == (FAILED, "") else unable).append(choice)
    right = rng.choice(able)
    question = f"""Somebody meant to freeze `{layer}`. Which check **stops with an AssertionError**
    after this code, and lets a right freeze of `{layer}` pass?"""
    return Draft(
        with_code(question, f"{chain.code}\n{way.on(layer, name)}", "No training has taken place."),
        Choice(right.text, right.says),
        unable,
        HINT,
    )


@functools.cache
def _said(code: str, check: str) -> str:
    """The exception that a check raises after `code`, which is about LAYER; "" for none."""
    return error_of(f"{MODEL}\n{code}\n{Way(check, '').on(LAYER)}")


def _told(after: str, cured: str) -> str:
    """What a check does after the faulty code and after a right freeze, in a sentence."""
    words = {"": "passes", FAILED: "fails"}
    here, there = (words.get(error, f"stops with {error}") for error in (after, cured))
    if here == there:
        return f"It {here} after this code and after a right freeze alike."
    return f"After this code it {here}, and after a right freeze it {there}."


TEMPLATE = Template("check_that_catches", MEDIUM, ("01", "02"), ("01.4", "02.4"), make)
