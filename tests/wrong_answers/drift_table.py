"""Answers to `drift_table`."""

import itertools

from course.drift import CASES, drifts
from tests.wrong_answers import Wrong

WHEN = ("before zero_grad", "after backward")
LEFT = ("None", "zeros")
ALL = ("SGD", "momentum", "momentum + decay", "Adam", "AdamW", "RMSprop")
REMEMBER = ("momentum", "momentum + decay", "Adam", "AdamW")


def truth(freeze, cleared, optimizer):
    return freeze == "after backward" or (cleared == "zeros" and optimizer in REMEMBER)


def table(rule):
    return {cell: rule(*cell) for cell in itertools.product(WHEN, LEFT, ALL)}


def by_comprehension():
    return {
        (f, c, o): f != WHEN[0] or (c == "zeros" and o not in ("SGD", "RMSprop"))
        for f, c, o in CASES
    }


def by_loops():
    moves = {}
    for freeze in WHEN:
        for cleared in LEFT:
            for optimizer in ALL:
                moves[freeze, cleared, optimizer] = truth(freeze, cleared, optimizer)
    return moves


def row_by_row():
    moves = dict.fromkeys(CASES, True)
    moves |= {case: False for case in CASES if case[:2] == ("before zero_grad", "None")}
    moves["before zero_grad", "zeros", "SGD"] = False
    moves["before zero_grad", "zeros", "RMSprop"] = False
    return moves


def by_a_run():
    return {case: moves[-1] != 0 for case, moves in drifts(seed=5).items()}


def too_late_is_too_late():
    return table(lambda f, c, o: True if f == WHEN[0] and c == "None" else truth(f, c, o))


def memory_kicks_without_a_gradient():
    return table(lambda f, c, o: o in REMEMBER if f == WHEN[0] else True)


def decay_needs_no_gradient():
    return table(lambda f, c, o: truth(f, c, o) or o in ("momentum + decay", "AdamW"))


def zero_is_as_good_as_none():
    return table(lambda f, c, o: f == "after backward")


def momentum_never():
    return table(lambda f, c, o: truth(f, c, o) and (f != WHEN[0] or not o.startswith("mom")))


def only_decay():
    return table(lambda f, c, o: truth(f, c, o) and (f != WHEN[0] or o in ALL[2:5:2]))


def zeros_move_everything():
    return table(lambda f, c, o: f != WHEN[0] or c == "zeros")


def rmsprop_too():
    return table(lambda f, c, o: truth(f, c, o) or (c == "zeros" and o == "RMSprop"))


def the_flag_acts_at_once():
    return table(lambda f, c, o: f == WHEN[0] and truth(f, c, o))


def late_only_where_zeros_are_left():
    return table(lambda f, c, o: c == "zeros" and truth(f, c, o))


def turned_round():
    return table(lambda f, c, o: not truth(f, c, o))


def memory_is_all():
    return table(lambda f, c, o: o in REMEMBER)


def all_true():
    return dict.fromkeys(CASES, True)


def all_false():
    return dict.fromkeys(CASES, False)


def one_row():
    return {case: truth(*case) for case in CASES if case.freeze == WHEN[0] and case[1] == "zeros"}


def without_a_row():
    return {case: truth(*case) for case in CASES if case[:2] != ("after backward", "zeros")}


def none_itself():
    return {(f, None if c == "None" else c, o): truth(f, c, o) for f, c, o in CASES}


def words_for_keys():
    return {" ".join(case): truth(*case) for case in CASES}


def numbers():
    return {case: 0.1 * truth(*case) for case in CASES}


def words():
    return {case: "moves" if truth(*case) else "still" for case in CASES}


def a_list():
    return [truth(*case) for case in CASES]


def a_generator():
    return ((case, truth(*case)) for case in CASES)


def looks_for_a_table():
    return answers_of_a_friend  # noqa: F821


WRONG = [
    Wrong(
        (too_late_is_too_late,),
        0.25,
        "None: the run does not agree about SGD, momentum, momentum + decay, ...",
        "D1",
    ),
    Wrong(
        (memory_kicks_without_a_gradient,),
        0.5,
        "/ None: the run does not agree about momentum, ",
        "D1",
    ),
    Wrong(
        (decay_needs_no_gradient,),
        0.75,
        "None: the run does not agree about momentum + decay, AdamW (2 of 6",
        "D11",
    ),
    Wrong((zero_is_as_good_as_none,), 0.5, "before zero_grad / zeros: the run does not", "D2"),
    Wrong(
        (momentum_never,),
        0.75,
        "/ zeros: the run does not agree about momentum, momentum + decay (2",
        "D2",
    ),
    Wrong((only_decay,), 0.75, "/ zeros: the run does not agree about momentum, Adam (2", "D2"),
    Wrong(
        (zeros_move_everything,), 0.75, "/ zeros: the run does not agree about SGD, RMSprop (2 of 6"
    ),
    Wrong((rmsprop_too,), 0.875, "/ zeros: the run does not agree about RMSprop (1 of 6"),
    Wrong(
        (the_flag_acts_at_once,), 0, "after backward / None: the run does not agree about SGD", "D3"
    ),
    Wrong(
        (late_only_where_zeros_are_left,),
        0.25,
        "after backward / None: the run does not agree about SGD",
        "D3",
    ),
    Wrong((turned_round,), 0, "before zero_grad / None: the run does not agree about SGD", "D1"),
    Wrong(
        (memory_is_all,), 0, "before zero_grad / None: the run does not agree about momentum", "D1"
    ),
    Wrong((all_true,), 0, "every cell says True", "D1"),
    Wrong((all_false,), 0, "every cell says False", "D16"),
    Wrong((one_row,), 0, "before zero_grad / None / SGD is not in the table (6 of 6"),
    Wrong((without_a_row,), 0.25, "after backward / zeros / SGD is not in the table"),
    Wrong((none_itself,), 0, "before zero_grad / None / SGD' is no cell of the table"),
    Wrong((words_for_keys,), 0, "'before zero_grad None SGD' is no cell"),
    Wrong((numbers,), 0, "the cell before zero_grad / None / SGD holds 0.0, which is no bool"),
    Wrong((words,), 0, "the cell before zero_grad / None / SGD holds 'still'"),
    Wrong((a_list,), 0, "drift_table returned a list, not a dict"),
    Wrong((a_generator,), 0, "drift_table returned a generator, not a dict"),
    Wrong((looks_for_a_table,), 0, "drift_table raised NameError on its line 2"),
]
RIGHT = [(by_comprehension,), (by_loops,), (row_by_row,), (by_a_run,)]
