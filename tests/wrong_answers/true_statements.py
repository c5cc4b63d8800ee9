"""Answers to `true_statements`."""

from tests.wrong_answers import Wrong


def written_down():
    return {"A", "D", "E"}


def from_a_word():
    return set("EAD")


def frozen_set():
    return frozenset(["D", "E", "A"])


def the_page_it_comes_from():
    return {"D"}


def nothing_about_the_exception():
    return {"A", "D"}


def nothing_about_the_flag():
    return {"A", "E"}


def nothing_about_the_gradient():
    return {"D", "E"}


def it_works():
    return {"B"}


def it_works_and_raises():
    return {"A", "B", "D", "E"}


def no_parameters_method():
    return {"A", "C", "D", "E"}


def all_of_them():
    return set("ABCDE")


def the_other_two():
    return {"B", "C"}


def none_of_them():
    return set()


def small_letters():
    return {"a", "d", "e"}


def one_letter_too_many():
    return {"A", "D", "E", "F"}


def numbers():
    return {1, 4, 5}


def a_list():
    return ["A", "D", "E"]


def a_word():
    return "ADE"


def a_dict():
    return {"A": True, "D": True, "E": True}


def raises_itself():
    return {A, D, E}  # noqa: F821


WRONG = [
    Wrong((the_page_it_comes_from,), 1 / 3, "your set {D} leaves out something true", "A1"),
    Wrong((nothing_about_the_exception,), 2 / 3, "your set {A, D} leaves out", "A1"),
    Wrong((nothing_about_the_flag,), 2 / 3, "your set {A, E} leaves out something true", "A1"),
    Wrong((nothing_about_the_gradient,), 2 / 3, "your set {D, E} leaves out", "A1"),
    Wrong((it_works,), 0, "your set {B} holds something that a run contradicts (1 of 1", "A1"),
    Wrong((it_works_and_raises,), 2 / 3, "your set {A, B, D, E} holds something", "A1"),
    Wrong((no_parameters_method,), 2 / 3, "your set {A, C, D, E} holds something", "A16"),
    Wrong((all_of_them,), 1 / 3, "your set {A, B, C, D, E} holds something", "A1"),
    Wrong((the_other_two,), 0, "your set {B, C} holds something", "A1"),
    Wrong((none_of_them,), 0, "your set is empty: it leaves out something true", "A1"),
    Wrong((small_letters,), 0, "your set holds 'a', which is no statement"),
    Wrong((one_letter_too_many,), 0, "your set holds 'F', which is no statement"),
    Wrong((numbers,), 0, "your set holds 1, which is no statement"),
    Wrong((a_list,), 0, "true_statements returned a list, not a set"),
    Wrong((a_word,), 0, "true_statements returned a str, not a set"),
    Wrong((a_dict,), 0, "true_statements returned a dict, not a set"),
    Wrong((raises_itself,), 0, "true_statements raised NameError on its line 2"),
]
RIGHT = [(written_down,), (from_a_word,), (frozen_set,)]
