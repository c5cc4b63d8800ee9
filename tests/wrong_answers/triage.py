"""Answers to `triage`."""

from course.clinic import OUTCOMES, examine
from course.clinic_snippets import CARDS
from tests.wrong_answers import Wrong

TRUTH = {
    "a": "raises",
    "b": "nothing",
    "c": "partly",
    "d": "raises",
    "e": "unfreezes",
    "f": "nothing",
    "g": "raises",
    "h": "freezes",
    "i": "nothing",
    "j": "raises",
    "k": "nothing",
    "l": "raises",
}


def a_written_table():
    return dict(TRUTH)


def built_from_groups():
    groups = {"raises": "adgjl", "nothing": "bfik", "partly": "c", "freezes": "h"}
    return {card: word for word, cards in groups.items() for card in cards} | {"e": "unfreezes"}


def by_running_them():
    return {card.name: examine(card).outcome for card in CARDS}


def the_commonest_word():
    return dict.fromkeys(TRUTH, "raises")


def nothing_ever_works():
    return dict.fromkeys(TRUTH, "nothing")


def silence_taken_for_success():
    return {card: "raises" if word == "raises" else "freezes" for card, word in TRUTH.items()}


def silence_taken_for_failure():
    return {card: "raises" if word == "raises" else "nothing" for card, word in TRUTH.items()}


def thawed_taken_for_frozen():
    return TRUTH | {"e": "freezes"}


def price_taken_for_failure():
    return TRUTH | {"h": "nothing"}


def everything_that_raises_is_silent():
    return {card: "nothing" if word == "raises" else word for card, word in TRUTH.items()}


def one_card_left_out():
    return {card: word for card, word in TRUTH.items() if card != "k"}


def a_word_of_ones_own():
    return TRUTH | {"h": "freeze"}


def a_list_as_word():
    return TRUTH | {"b": ["nothing"]}


def capital_letters():
    return {card.upper(): word for card, word in TRUTH.items()}


def one_card_too_many():
    return TRUTH | {"m": "raises"}


def a_list():
    return list(TRUTH.values())


def nothing_returned():
    len(OUTCOMES)


def raises_itself():
    return TRUTH["z"]


WRONG = [
    Wrong((the_commonest_word,), 0, "every card got the word 'raises'"),
    Wrong((nothing_ever_works,), 0, "every card got the word 'nothing'"),
    Wrong((silence_taken_for_success,), 1 / 7, "'b' does something other than 'freezes'", "A7"),
    Wrong((silence_taken_for_failure,), 4 / 7, "'c' does something other than 'nothing'", "A22"),
    Wrong((thawed_taken_for_frozen,), 6 / 7, "'e' does something other than 'freezes'", "A24"),
    Wrong((price_taken_for_failure,), 6 / 7, "'h' does something other than 'nothing'", "A3"),
    Wrong((everything_that_raises_is_silent,), 2 / 7, "'a' does something other than", "A14"),
    Wrong((one_card_left_out,), 6 / 7, "card 'k' is not in the dict"),
    Wrong((a_word_of_ones_own,), 6 / 7, "card 'h' got 'freeze', which is none of the five"),
    Wrong((a_list_as_word,), 6 / 7, "card 'b' got a list, which is none of the five"),
    Wrong((capital_letters,), 0, "'A' is no card"),
    Wrong((one_card_too_many,), 0, "'m' is no card"),
    Wrong((a_list,), 0, "triage returned a list, not a dict"),
    Wrong((nothing_returned,), 0, "triage returned None, not a dict"),
    Wrong((raises_itself,), 0, "triage raised KeyError on its line 2"),
]
RIGHT = [(a_written_table,), (built_from_groups,), (by_running_them,)]
