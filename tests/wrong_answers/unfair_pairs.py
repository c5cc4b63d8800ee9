"""Answers to `unfair_pairs`."""

from itertools import combinations

from tests.wrong_answers import Wrong

SETTINGS = ("checkpoint", "lr_head", "steps", "labels", "seed", "chosen_on", "mode")


def _pairs(runs, is_unfair):
    return {(a["name"], b["name"]) for a, b in combinations(runs, 2) if is_unfair(a, b)}


def _both_learn(a, b):
    return None not in (a["lr_body"], b["lr_body"])


def by_settings(runs):
    found = set()
    for a, b in combinations(runs, 2):
        keys = [*SETTINGS, "lr_body"] if _both_learn(a, b) else SETTINGS
        if any(a[key] != b[key] for key in keys):
            found.add((a["name"], b["name"]))
    return found


def by_what_is_left(runs):
    def settings(run, other):
        left = {k: v for k, v in run.items() if k not in ("name", "frozen", "accuracy")}
        if None in (run["lr_body"], other["lr_body"]):
            left.pop("lr_body")
        return left

    return _pairs(runs, lambda a, b: settings(a, b) != settings(b, a))


def from_the_other_side(runs):
    return {(b, a) for a, b in by_settings(runs)}


def by_accuracy(runs):
    return _pairs(runs, lambda a, b: abs(a["accuracy"] - b["accuracy"]) > 0.1)


def none(runs):
    return set()


def everyone(runs):
    return _pairs(runs, lambda a, b: True)


def same_rate_wanted(runs):
    return _pairs(runs, lambda a, b: any(a[key] != b[key] for key in (*SETTINGS, "lr_body")))


def body_rate_ignored(runs):
    return _pairs(runs, lambda a, b: any(a[key] != b[key] for key in SETTINGS))


def _without(*left_out):
    keys = [key for key in SETTINGS if key not in left_out]

    def unfair(a, b):
        wanted = [*keys, "lr_body"] if _both_learn(a, b) else keys
        return any(a[key] != b[key] for key in wanted)

    return unfair


def head_rate_ignored(runs):
    return _pairs(runs, _without("lr_head"))


def mode_ignored(runs):
    return _pairs(runs, _without("mode"))


def source_of_rates_ignored(runs):
    return _pairs(runs, _without("chosen_on"))


def seeds_ignored(runs):
    return _pairs(runs, _without("seed", "labels"))


def checkpoint_ignored(runs):
    return _pairs(runs, _without("checkpoint"))


def only_with_a_freeze(runs):
    unfair = _without()
    return _pairs(runs, lambda a, b: a["frozen"] != b["frozen"] and unfair(a, b))


def first_with_the_others(runs):
    return {pair for pair in by_settings(runs) if pair[0] == runs[0]["name"]}


def the_fair_ones(runs):
    return everyone(runs) - by_settings(runs)


def names_only(runs):
    return {name for pair in by_settings(runs) for name in pair}


def numbers(runs):
    return {(0, 1)}


def a_list(runs):
    return sorted(by_settings(runs))


def with_itself(runs):
    return by_settings(runs) | {(run["name"], run["name"]) for run in runs}


def as_attributes(runs):
    return {(a.name, b.name) for a, b in combinations(runs, 2) if a.steps != b.steps}


WRONG = [
    Wrong((by_accuracy,), 0, "are"),
    Wrong((none,), 0, "are not in the set, though they differ in 'lr_head'"),
    Wrong((everyone,), 0, "are in the set, though only the freeze differs"),
    Wrong((same_rate_wanted,), 10 / 15, "are in the set, though only the freeze differs"),
    Wrong((body_rate_ignored,), 13 / 15, "are not in the set, though they differ in 'lr_body'"),
    Wrong((head_rate_ignored,), 10 / 15, "are not in the set, though they differ in 'lr_head'"),
    Wrong((mode_ignored,), 14 / 15, "are not in the set, though they differ in 'mode'", "H14"),
    Wrong((source_of_rates_ignored,), 14 / 15, "though they differ in 'chosen_on'", "H13"),
    Wrong((seeds_ignored,), 13 / 15, "are not in the set, though they differ in 'labels'"),
    Wrong((checkpoint_ignored,), 11 / 15, "are not in the set, though they differ in 'checkpoint'"),
    Wrong((only_with_a_freeze,), 12 / 15, "are not in the set, though"),
    Wrong((first_with_the_others,), 4 / 15, "are not in the set, though"),
    Wrong((the_fair_ones,), 0, "are in the set, though only the freeze differs"),
    Wrong((names_only,), 0, "the set holds 'run-"),
    Wrong((numbers,), 0, "the set holds (0, 1), which is no tuple of two different names"),
    Wrong((a_list,), 0, "unfair_pairs returned a list, not a set"),
    Wrong((with_itself,), 0, "the set holds ('run-"),
    Wrong((as_attributes,), 0, "unfair_pairs raised AttributeError"),
]
RIGHT = [(by_settings,), (by_what_is_left,), (from_the_other_side,)]
