"""Answers to `scores_from_counts`."""

import math
import warnings

import numpy as np
from sklearn.metrics import accuracy_score, f1_score, precision_score, recall_score

from tests.wrong_answers import Wrong


def over(part, whole):
    return part / whole if whole else math.nan


def by_hand(tn, fp, fn, tp):
    return {
        "precision": over(tp, tp + fp),
        "recall": over(tp, tp + fn),
        "f1": over(2 * tp, 2 * tp + fp + fn),
        "accuracy": over(tp + tn, tp + tn + fp + fn),
        "specificity": over(tn, tn + fp),
    }


def rows(tn, fp, fn, tp):
    return [0] * (tn + fp) + [1] * (fn + tp), [0] * tn + [1] * fp + [0] * fn + [1] * tp


def by_scikit_learn(tn, fp, fn, tp):
    y, said = rows(tn, fp, fn, tp)
    if not y:
        return dict.fromkeys(("accuracy", "precision", "recall", "specificity", "f1"), np.nan)
    none = {"zero_division": np.nan}
    return {
        "accuracy": accuracy_score(y, said),
        "precision": precision_score(y, said, **none),
        "recall": recall_score(y, said, **none),
        "specificity": recall_score(y, said, pos_label=0, **none),
        "f1": f1_score(y, said, **none),
    }


def by_numpy(tn, fp, fn, tp):
    with np.errstate(all="ignore"):
        above = np.array([tn + tp, tp, tp, tn, 2 * tp], dtype=np.float32)
        below = np.array([tn + fp + fn + tp, tp + fp, tp + fn, tn + fp, 2 * tp + fp + fn])
        return dict(
            zip(
                ("accuracy", "precision", "recall", "specificity", "f1"), above / below, strict=True
            )
        )


def positives_first(tp, fn, fp, tn):
    return by_hand(tn, fp, fn, tp)


def swapped(tn, fp, fn, tp):
    return by_hand(tn, fn, fp, tp)


def zeros_for_nothing(tn, fp, fn, tp):
    return {k: 0.0 if math.isnan(v) else v for k, v in by_hand(tn, fp, fn, tp).items()}


def scikit_learn_as_it_comes(tn, fp, fn, tp):
    y, said = rows(tn, fp, fn, tp)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return by_scikit_learn(tn, fp, fn, tp) | (
            {"precision": precision_score(y, said)} if tn + fn + fp + tp else {}
        )


def micro(tn, fp, fn, tp):
    y, said = rows(tn, fp, fn, tp)
    f1 = f1_score(y, said, average="micro") if y else math.nan
    return by_hand(tn, fp, fn, tp) | {"f1": f1}


def no_thought_of_nothing(tn, fp, fn, tp):
    precision, recall = tp / (tp + fp), tp / (tp + fn)
    return {
        "accuracy": (tp + tn) / (tp + tn + fp + fn),
        "precision": precision,
        "recall": recall,
        "specificity": tn / (tn + fp),
        "f1": 2 * precision * recall / (precision + recall),
    }


def harmonic(tn, fp, fn, tp):
    scores = by_hand(tn, fp, fn, tp)
    p, r = scores["precision"], scores["recall"]
    return scores | {"f1": over(2 * p * r, p + r)}


def plain_mean(tn, fp, fn, tp):
    scores = by_hand(tn, fp, fn, tp)
    return scores | {"f1": (scores["precision"] + scores["recall"]) / 2}


def from_rates(tn, fp, fn, tp):
    hit, alarm = over(tp, tp + fn), over(fp, fp + tn)
    return by_hand(tn, fp, fn, tp) | {"precision": over(hit, hit + alarm)}


def a_little_below(tn, fp, fn, tp):
    return by_hand(tn, fp, fn, tp) | {"precision": tp / (tp + fp + 1e-3)}


def rounded(tn, fp, fn, tp):
    return {name: round(value, 2) for name, value in by_hand(tn, fp, fn, tp).items()}


def percent(tn, fp, fn, tp):
    return {name: 100 * value for name, value in by_hand(tn, fp, fn, tp).items()}


def balanced_accuracy(tn, fp, fn, tp):
    scores = by_hand(tn, fp, fn, tp)
    return scores | {"accuracy": (scores["recall"] + scores["specificity"]) / 2}


def false_alarm_rate(tn, fp, fn, tp):
    return by_hand(tn, fp, fn, tp) | {"specificity": over(fp, tn + fp)}


def quiet_that_was_right(tn, fp, fn, tp):
    return by_hand(tn, fp, fn, tp) | {"specificity": over(tn, tn + fn)}


def errors(tn, fp, fn, tp):
    return by_hand(tn, fp, fn, tp) | {"accuracy": over(fp + fn, tn + fp + fn + tp)}


def capitals(tn, fp, fn, tp):
    return {name.upper(): value for name, value in by_hand(tn, fp, fn, tp).items()}


def without_specificity(tn, fp, fn, tp):
    return {k: v for k, v in by_hand(tn, fp, fn, tp).items() if k != "specificity"}


def a_tuple(tn, fp, fn, tp):
    return tuple(by_hand(tn, fp, fn, tp).values())


def texts(tn, fp, fn, tp):
    return {name: f"{value:.3f}" for name, value in by_hand(tn, fp, fn, tp).items()}


def nothing_known(tn, fp, fn, tp):
    return dict.fromkeys(("accuracy", "precision", "recall", "specificity", "f1"), math.nan)


def the_example(tn, fp, fn, tp):
    return by_hand(90, 10, 15, 85)


WRONG = [
    Wrong((positives_first,), 2 / 15, "precision came out as", "H1"),
    Wrong((swapped,), 4 / 15, "precision came out as", "H2"),
    Wrong((micro,), 10 / 15, "f1 came out as", "H7"),
    Wrong((zeros_for_nothing,), 12 / 15, "accuracy came out as 0.", "H9"),
    Wrong((scikit_learn_as_it_comes,), 12 / 15, "precision came out as 0.", "H9"),
    Wrong((no_thought_of_nothing,), 12 / 15, "raised ZeroDivisionError", "H9"),
    Wrong((from_rates,), 9 / 15, "precision came out as", "H10"),
    Wrong((harmonic,), 12 / 15, "f1 came out as nan"),
    Wrong((plain_mean,), 10 / 15, "f1 came out as"),
    Wrong((a_little_below,), 9 / 15, "precision came out as"),
    Wrong((rounded,), 0, "accuracy came out as 0."),
    Wrong((percent,), 0, "accuracy came out as"),
    Wrong((balanced_accuracy,), 10 / 15, "accuracy came out as"),
    Wrong((false_alarm_rate,), 10 / 15, "specificity came out as"),
    Wrong((quiet_that_was_right,), 10 / 15, "specificity came out as", "H2"),
    Wrong((errors,), 10 / 15, "accuracy came out as"),
    Wrong((capitals,), 0, "'accuracy' is not among the keys"),
    Wrong((without_specificity,), 10 / 15, "'specificity' is not among the keys"),
    Wrong((a_tuple,), 0, "returned a tuple, not a dict"),
    Wrong((texts,), 0, "accuracy is str, no number"),
    Wrong((nothing_known,), 0, "accuracy came out as nan"),
    Wrong((the_example,), 0, "accuracy came out as 0.875"),
]
RIGHT = [(by_hand,), (by_scikit_learn,), (by_numpy,)]
