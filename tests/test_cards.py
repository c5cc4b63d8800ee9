"""Mistake cards: each shows what its code really prints, and reads well."""

import contextlib
import io
import re

import pytest
import torch

from autograder.cards import GIVEN, LABELS, cards
from autograder.mistakes import MISTAKES


def test_every_mistake_has_its_card():
    assert set(cards()) == set(MISTAKES)


@pytest.mark.parametrize("mistake", cards())
@pytest.mark.filterwarnings("ignore")
def test_the_code_prints_what_the_card_says(mistake):
    card, told = cards()[mistake], io.StringIO()
    with torch.random.fork_rng(), contextlib.redirect_stdout(told):
        try:
            exec(GIVEN + card.code, {})
        except Exception as problem:
            print(f"{type(problem).__name__}: {problem}")
        finally:
            torch.set_grad_enabled(True)
    assert told.getvalue().rstrip("\n") == card.printed


@pytest.mark.parametrize("mistake", cards())
def test_a_card_asks_first_and_is_short(mistake):
    card = cards()[mistake]
    assert card.front.endswith("?")
    assert len(card.code.splitlines()) <= 16
    assert max(map(len, card.code.splitlines())) <= 90
    assert len(card.printed.splitlines()) <= 8
    assert tuple(card.back) == LABELS
    for text in card.back.values():
        assert text.endswith((".", "?", "```"))
        assert len(text.split()) <= 60
    assert not re.search(r"0x[0-9a-f]{6}|!", card.front + " ".join(card.back.values()))
