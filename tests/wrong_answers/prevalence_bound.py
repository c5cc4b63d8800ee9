"""Answers to `prevalence_bound`."""

import math
from fractions import Fraction

from tests.wrong_answers import Wrong


def refuse(*shares):
    if not all(0 <= share <= 1 for share in shares):
        raise ValueError("no share")


def by_two_limits(accuracy, recall):
    refuse(accuracy, recall)
    limits = [1.0]
    limits += [(1 - accuracy) / (1 - recall)] * (recall < 1) if recall < 1 else []
    limits += [accuracy / recall] if recall else []
    return (1 - accuracy, min(limits)) if 1 - accuracy < min(limits) else (math.nan, math.nan)


def by_cases(accuracy, recall):
    refuse(accuracy, recall)
    if recall > accuracy:
        high = accuracy / recall
    else:
        high = (1 - accuracy) / (1 - recall) if recall < 1 else 1.0
    low = 1 - accuracy
    return [low, high] if high > low else [math.nan, math.nan]


def by_fractions(accuracy, recall):
    if math.isnan(accuracy) or math.isnan(recall):
        raise ValueError("NaN")
    refuse(accuracy, recall)
    a, r = Fraction(str(accuracy)), Fraction(str(recall))
    highs = [Fraction(1)]
    if r != 1:
        highs.append((1 - a) / (1 - r))
    if r != 0:
        highs.append(a / r)
    low, high = 1 - a, min(highs)
    return (float(low), float(high)) if low < high else (math.nan, math.nan)


def always_no_for_the_limit(accuracy, recall):
    refuse(accuracy, recall)
    return 0.0, 1 - accuracy


def divided_by_recall(accuracy, recall):
    refuse(accuracy, recall)
    return 1 - accuracy, (1 - accuracy) / recall


def hits_forgotten(accuracy, recall):
    refuse(accuracy, recall)
    high = 1.0 if recall == 1 else min(1.0, (1 - accuracy) / (1 - recall))
    return (1 - accuracy, high) if 1 - accuracy < high else (math.nan, math.nan)


def hits_forgotten_beyond_one(accuracy, recall):
    refuse(accuracy, recall)
    return 1 - accuracy, (1 - accuracy) / (1 - recall)


def only_the_hits(accuracy, recall):
    refuse(accuracy, recall)
    return 1 - accuracy, accuracy / recall


def from_nothing(accuracy, recall):
    low, high = by_two_limits(accuracy, recall)
    return 0.0 if low == low else low, high


def up_to_all(accuracy, recall):
    refuse(accuracy, recall)
    return 1 - accuracy, 1.0


def never_none(accuracy, recall):
    refuse(accuracy, recall)
    limits = [1.0]
    if recall < 1:
        limits.append((1 - accuracy) / (1 - recall))
    if recall > 0:
        limits.append(accuracy / recall)
    return 1 - accuracy, min(limits)


def zero_divides(accuracy, recall):
    refuse(accuracy, recall)
    high = min((1 - accuracy) / (1 - recall), accuracy / recall)
    return (1 - accuracy, high) if 1 - accuracy < high else (math.nan, math.nan)


def turned_round(accuracy, recall):
    return by_two_limits(accuracy, recall)[::-1]


def percent(accuracy, recall):
    return tuple(100 * end for end in by_two_limits(accuracy, recall))


def takes_percent(accuracy, recall):
    if accuracy > 1:
        return by_two_limits(accuracy / 100, recall / 100)
    return by_two_limits(accuracy, recall)


def takes_nan(accuracy, recall):
    if accuracy < 0 or accuracy > 1 or recall < 0 or recall > 1:
        raise ValueError("no share")
    if math.isnan(accuracy) or math.isnan(recall):
        return math.nan, math.nan
    return by_two_limits(accuracy, recall)


def asserts(accuracy, recall):
    assert 0 <= accuracy <= 1 and 0 <= recall <= 1
    return by_two_limits(accuracy, recall)


def only_the_upper(accuracy, recall):
    return by_two_limits(accuracy, recall)[1]


def three_of_them(accuracy, recall):
    return (*by_two_limits(accuracy, recall), recall)


def none_at_all(accuracy, recall):
    return math.nan, math.nan


def always_raises(accuracy, recall):
    raise ValueError("bad")


def the_fraud_desk(accuracy, recall):
    return 0.02, 0.0227


WRONG = [
    Wrong((always_no_for_the_limit,), 0, "the rates were 0 and", "H15"),
    Wrong((from_nothing,), 0, "the rates were 0 and", "H15"),
    Wrong((divided_by_recall,), 0, "the rates were"),
    Wrong((hits_forgotten,), 7 / 15, "the rates were"),
    Wrong((hits_forgotten_beyond_one,), 7 / 15, "the rates were"),
    Wrong((only_the_hits,), 0, "the rates were"),
    Wrong((up_to_all,), 0, "and 1."),
    Wrong((never_none,), 12 / 15, "the rates were"),
    Wrong((zero_divides,), 10 / 15, "raised ZeroDivisionError"),
    Wrong((turned_round,), 0, "the rates were"),
    Wrong((percent,), 0, "the rates were"),
    Wrong((takes_percent,), 14 / 15, "given 98.0 and 12.0, or 0.9 and -0.1, prevalence_bound"),
    Wrong((takes_nan,), 14 / 15, "given NaN, prevalence_bound returned a tuple"),
    Wrong((asserts,), 13 / 15, "raised an AssertionError, not a ValueError"),
    Wrong((only_the_upper,), 0, "returned a float, not two numbers"),
    Wrong((three_of_them,), 0, "returned a tuple of 3 that is not two numbers"),
    Wrong((none_at_all,), 0, "the rates were nan and nan"),
    Wrong((always_raises,), 0, "raised ValueError"),
    Wrong((the_fraud_desk,), 0, "the rates were 0.02 and 0.0227"),
]
RIGHT = [(by_two_limits,), (by_cases,), (by_fractions,)]
