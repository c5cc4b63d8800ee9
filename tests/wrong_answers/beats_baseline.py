"""Answers to `beats_baseline`."""

import numpy as np

from tests.wrong_answers import Wrong


def by_counts(tn, fp, fn, tp):
    return tn + tp > tn + fp and tn + tp > fn + tp


def by_errors(tn, fp, fn, tp):
    return fp < tp and fn < tn


def by_shares(tn, fp, fn, tp):
    n = tn + fp + fn + tp
    if n == 0:
        return False
    return bool(np.float64((tn + tp) / n) > max((tn + fp) / n, (fn + tp) / n))


def by_numpy(tn, fp, fn, tp):
    return np.bool_(np.array(tn + tp) > np.array([tn + fp, fn + tp]).max())


def better_than_a_coin(tn, fp, fn, tp):
    n = tn + fp + fn + tp
    return n > 0 and (tn + tp) / n > 0.5


def above_ninety(tn, fp, fn, tp):
    n = tn + fp + fn + tp
    return n > 0 and (tn + tp) / n > 0.9


def only_always_no(tn, fp, fn, tp):
    return tn + tp > tn + fp


def only_always_yes(tn, fp, fn, tp):
    return tn + tp > fn + tp


def half_of_the_alarms(tn, fp, fn, tp):
    return tp + fp > 0 and tp / (tp + fp) > 0.5 and tn + tp > 0


def ties_count(tn, fp, fn, tp):
    return tn + tp >= max(tn + fp, fn + tp)


def area_above_one_half(tn, fp, fn, tp):
    return bool(tn + fp and fn + tp) and tp / (tp + fn) + tn / (tn + fp) > 1


def predicted_classes(tn, fp, fn, tp):
    return tn + tp > max(tn + fn, fp + tp)


def finds_half(tn, fp, fn, tp):
    return tp > fn


def worse_of_the_two(tn, fp, fn, tp):
    return tn + tp > min(tn + fp, fn + tp)


def nothing_divides(tn, fp, fn, tp):
    n = tn + fp + fn + tp
    return (tn + tp) / n > max(tn + fp, fn + tp) / n


def always(tn, fp, fn, tp):
    return True


def never(tn, fp, fn, tp):
    return False


def the_lead(tn, fp, fn, tp):
    return max(0, tn + tp - max(tn + fp, fn + tp))


def yes_or_no(tn, fp, fn, tp):
    return "yes" if by_counts(tn, fp, fn, tp) else "no"


WRONG = [
    Wrong((better_than_a_coin,), 0, "the answer was True", "H15"),
    Wrong((above_ninety,), 0, "the answer was ", "H15"),
    Wrong((only_always_no,), 0.4, "the answer was True"),
    Wrong((only_always_yes,), 0.4, "the answer was True", "H15"),
    Wrong((ties_count,), 0.8, "the answer was True"),
    Wrong((area_above_one_half,), 0, "the answer was True", "H11"),
    Wrong((predicted_classes,), 0, "the answer was "),
    Wrong((finds_half,), 0, "the answer was "),
    Wrong((worse_of_the_two,), 0, "the answer was True"),
    Wrong((nothing_divides,), 0.8, "raised ZeroDivisionError"),
    Wrong((always,), 0, "the answer was True"),
    Wrong((never,), 0, "the answer was False"),
    Wrong((the_lead,), 0, "not True or False"),
    Wrong((yes_or_no,), 0, "not True or False"),
]
RIGHT = [(by_counts,), (by_errors,), (by_shares,), (by_numpy,)]
