"""Answers to `bn_effects`."""

from tests.wrong_answers import Wrong

MOVES, USES, TRAINS = "stats_move", "train_output_uses_batch", "affine_trains"
TRUTH = {
    "flags only": {MOVES, USES},
    "eval only": {TRAINS},
    "flags and eval": set(),
    "momentum 0": {USES, TRAINS},
    "momentum None": {MOVES, USES, TRAINS},
    "tracking off": {USES, TRAINS},
    "no_grad": {MOVES, USES},
}


def by_table(case):
    return TRUTH[case]


def by_reasoning(case):
    effects = set()
    sleeps = case in ("eval only", "flags and eval")
    if not sleeps:
        effects.add(USES)
    if not sleeps and case not in ("momentum 0", "tracking off"):
        effects.add(MOVES)
    if case not in ("flags only", "flags and eval", "no_grad"):
        effects.add(TRAINS)
    return effects


def frozen_sets(case):
    return frozenset(TRUTH[case])


def flags_stop_the_statistics(case):
    return {USES} if case == "flags only" else TRUTH[case]


def gradients_make_the_statistics(case):
    return TRUTH[case] - {MOVES} if case in ("flags only", "no_grad") else TRUTH[case]


def eval_is_enough(case):
    return set() if case == "eval only" else TRUTH[case]


def momentum_zero_is_eval(case):
    return {TRAINS} if case == "momentum 0" else TRUTH[case]


def none_is_off(case):
    return {USES, TRAINS} if case == "momentum None" else TRUTH[case]


def untracked_is_eval(case):
    return {TRAINS} if case == "tracking off" else TRUTH[case]


def untracked_still_moves(case):
    return {MOVES, USES, TRAINS} if case == "tracking off" else TRUTH[case]


def no_grad_stops_everything(case):
    return {USES} if case == "no_grad" else TRUTH[case]


def no_grad_trains_all_the_same(case):
    return {MOVES, USES, TRAINS} if case == "no_grad" else TRUTH[case]


def everything_always(case):
    return {MOVES, USES, TRAINS}


def never_anything(case):
    return set()


def the_best_constant(case):
    return {USES, TRAINS}


def lists_for_sets(case):
    return sorted(TRUTH[case])


def braces_for_the_empty_set(case):
    return TRUTH[case] or {}


def other_words(case):
    return {word.replace("_", " ") for word in TRUTH[case]}


def other_keys(case):
    return {"flags": {MOVES, USES}, "eval": {TRAINS}}[case]


WRONG = [
    Wrong((flags_stop_the_statistics,), 0.8, "for 'flags only', your set leaves out", "E2"),
    Wrong((momentum_zero_is_eval,), 0.8, "for 'momentum 0', your set leaves out", "E4"),
    Wrong((none_is_off,), 0.8, "for 'momentum None', your set leaves out 'stats_move'", "E5"),
    Wrong((gradients_make_the_statistics,), 0.6, "for 'flags only', your set leaves out", "E6"),
    Wrong((untracked_is_eval,), 0.8, "for 'tracking off', your set leaves out", "E7"),
    Wrong((untracked_still_moves,), 0.8, "for 'tracking off', your set holds", "E7"),
    Wrong((eval_is_enough,), 0.8, "for 'eval only', your set leaves out 'affine_trains'", "E8"),
    Wrong((no_grad_stops_everything,), 0.8, "for 'no_grad', your set leaves out", "E9"),
    Wrong((no_grad_trains_all_the_same,), 0.8, "for 'no_grad', your set holds 'affine"),
    Wrong((everything_always,), 0, "for 'flags only', your set holds 'affine_trains'"),
    Wrong((never_anything,), 0, "for 'flags only', your set leaves out", "E6"),
    Wrong((the_best_constant,), 0, "for 'flags only', your set leaves out", "E6"),
    Wrong((lists_for_sets,), 0, "for 'flags only', bn_effects returned a list, not a set"),
    Wrong((braces_for_the_empty_set,), 0.8, "for 'flags and eval', bn_effects returned a dict"),
    Wrong((other_words,), 0, "which is none of the three words"),
    Wrong((other_keys,), 0, "bn_effects raised KeyError"),
]
RIGHT = [(by_table,), (by_reasoning,), (frozen_sets,)]
