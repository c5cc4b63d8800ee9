"""Flashcards: what was known comes back later, what was not comes back soon."""

import pytest

from autograder import flashcards, progress, recall
from autograder.cards import cards
from autograder.flashcards import LAST_BOX, SOON, answered, deck_of, due
from autograder.page import Told
from course.outline import outline


@pytest.fixture(autouse=True)
def forget(monkeypatch):
    monkeypatch.setattr(progress, "_in_memory", {})


DECK = ["A1", "A2", "A3", "A4", "A5", "A6"]


def shown(state, times, knew):
    """The cards that come up in turn, each answered by `knew`."""
    told = []
    for _ in range(times):
        told.append(due(state, DECK))
        answered(state, told[-1], knew(told[-1]))
    return told


def test_new_cards_come_in_order_and_known_ones_not_before_all_were_seen():
    assert shown(progress.new(), 6, lambda card: True) == DECK


def test_a_card_that_was_not_known_comes_back_soon():
    told = shown(progress.new(), 6, lambda card: card != "A1")
    assert told[: SOON + 2] == ["A1", "A2", "A3", "A4", "A1"]


def test_a_known_card_waits_twice_as_long_each_time():
    state, waits = progress.new(), []
    for _ in range(3):
        answered(state, "A1", True)
        waits.append(state["cards"]["A1"]["due"] - state["cards_seen"])
    assert waits == [SOON * 2, SOON * 4, SOON * 8]


def test_boxes_end_and_a_miss_begins_again():
    state = progress.new()
    for _ in range(20):
        answered(state, "A1", True)
    assert state["cards"]["A1"]["box"] == LAST_BOX
    answered(state, "A1", False)
    assert state["cards"]["A1"]["box"] == 0


def test_when_every_card_waits_the_first_one_due_comes():
    state = progress.new()
    for card in DECK:
        answered(state, card, True)
    assert due(state, DECK) == "A1"


def test_every_card_is_in_the_deck_of_one_lesson():
    decks = [deck_of(lesson.slug) for lesson in outline()]
    assert sorted(card for deck in decks for card in deck) == sorted(cards())


def test_the_text_way_shows_the_front_and_says_how_to_go_on(capsys):
    flashcards("02_silent_failures")
    told = capsys.readouterr().out
    assert "**A1 · " in told
    assert "**Happens:**" not in told
    assert '`explain("A1")` shows the back; then `recall("A1", knew=True)`' in told
    recall("A1", knew=True)
    capsys.readouterr()
    flashcards("02_silent_failures")
    assert "**A2 · " in capsys.readouterr().out


def test_unknown_names_offer_the_nearest():
    with pytest.raises(Told, match="There is no lesson '02_silent'; did you mean '02_silent_fa"):
        flashcards("02_silent")
    with pytest.raises(Told, match="There is no card 'Z1'"):
        recall("Z1", True)


def test_the_buttons_turn_a_card_and_keep_what_was_said():
    widget = pytest.importorskip("autograder.flashcard_widget").Cards(DECK)
    front, back, buttons = widget.box.children
    assert "A1" in front.value
    assert back.value == ""
    buttons.children[0].click()
    assert 'role="status"' in back.value
    assert [button.description for button in buttons.children] == ["I knew it", "Not yet"]
    buttons.children[1].click()
    assert progress.load()["cards"]["A1"] == {"box": 0, "due": 1 + SOON}
    assert "A2" in front.value
