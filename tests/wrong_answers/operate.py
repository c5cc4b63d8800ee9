"""Answers to `operate`."""

import math

import numpy as np
from sklearn.metrics import precision_recall_curve, roc_curve

from tests.wrong_answers import Wrong


def _cheapest(cost):
    """The answer that tries every score, and none, by some cost of misses and alarms."""

    def answer(scores_val, y_val, cost_miss, cost_alarm):
        def price(threshold):
            called = scores_val >= threshold
            return cost(~called[y_val == 1], called[y_val == 0], cost_miss, cost_alarm)

        return float(min([*np.unique(scores_val), np.inf], key=price))

    return answer


def _named(name, answer):
    answer.__name__ = name
    return answer


def _at_two_percent(missed, alarmed, miss, alarm):
    return 0.02 * missed.mean() * miss + 0.98 * alarmed.mean() * alarm


def by_the_roc_curve(scores_val, y_val, cost_miss, cost_alarm):
    alarmed, found, thresholds = roc_curve(y_val, scores_val, drop_intermediate=False)
    cost = 0.02 * (1 - found) * cost_miss + 0.98 * alarmed * cost_alarm
    return thresholds[cost.argmin()]


def between_two_scores(scores_val, y_val, cost_miss, cost_alarm):
    steps = np.unique(scores_val)
    middles = [steps[0] - 1, *((steps[1:] + steps[:-1]) / 2), steps[-1] + 1]
    costs = []
    for threshold in middles:
        called = scores_val >= threshold
        missed, alarmed = 1 - called[y_val == 1].mean(), called[y_val == 0].mean()
        costs.append(
            _at_two_percent(np.array([missed]), np.array([alarmed]), cost_miss, cost_alarm)
        )
    return float(middles[int(np.argmin(costs))])


def zero(scores_val, y_val, cost_miss, cost_alarm):
    return 0.0


def one_half(scores_val, y_val, cost_miss, cost_alarm):
    return 0.5


def never(scores_val, y_val, cost_miss, cost_alarm):
    return float("inf")


def everything(scores_val, y_val, cost_miss, cost_alarm):
    return float("-inf")


def best_f1(scores_val, y_val, cost_miss, cost_alarm):
    precision, recall, thresholds = precision_recall_curve(y_val, scores_val)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    return float(thresholds[f1[:-1].argmax()])


def formula_for_calibrated_scores(scores_val, y_val, cost_miss, cost_alarm):
    return math.log(cost_alarm / cost_miss)


def as_a_probability(scores_val, y_val, cost_miss, cost_alarm):
    best = _cheapest(_at_two_percent)(scores_val, y_val, cost_miss, cost_alarm)
    return 1 / (1 + math.exp(-best))


def not_a_number(scores_val, y_val, cost_miss, cost_alarm):
    return float("nan")


def the_scores(scores_val, y_val, cost_miss, cost_alarm):
    return scores_val


def as_text(scores_val, y_val, cost_miss, cost_alarm):
    return "2.5"


def nothing(scores_val, y_val, cost_miss, cost_alarm):
    print(end="")


def asks_for_the_test_set(scores_val, y_val, cost_miss, cost_alarm):
    return scores_test.mean()  # noqa: F821


COUNTS = _cheapest(lambda missed, alarmed, a, b: a * missed.sum() + b * alarmed.sum())
EXCHANGED = _cheapest(lambda missed, alarmed, a, b: _at_two_percent(missed, alarmed, b, a))
SEEN = "your threshold costs"
WRONG = [
    Wrong((zero,), 0, SEEN),
    Wrong((one_half,), 0, SEEN, "H4"),
    Wrong((never,), 0, SEEN, "H15"),
    Wrong((everything,), 0, SEEN),
    Wrong((best_f1,), 0, SEEN),
    Wrong((_named("at the rate of these rows", COUNTS),), 0, SEEN, "H10"),
    Wrong((_named("costs exchanged", EXCHANGED),), 0, SEEN),
    Wrong((formula_for_calibrated_scores,), 0, SEEN),
    Wrong((as_a_probability,), 0, SEEN, "H4"),
    Wrong((not_a_number,), 0, "operate returned nan"),
    Wrong((the_scores,), 0, "operate returned a ndarray, not a number"),
    Wrong((as_text,), 0, "operate returned a str, not a number"),
    Wrong((nothing,), 0, "operate returned None, not a number"),
    Wrong((asks_for_the_test_set,), 0, "name 'scores_test' is not defined"),
]
RIGHT = [
    (_named("every_score", _cheapest(_at_two_percent)),), (by_the_roc_curve,),
    (between_two_scores,),
]  # fmt: skip
