"""Answers to `diagnose`."""

import numpy as np
from sklearn.metrics import (
    accuracy_score,
    average_precision_score,
    precision_recall_curve,
    recall_score,
    roc_auc_score,
)

from tests.wrong_answers import Wrong


def _weighted(rows):
    return average_precision_score(rows["y"], rows["score"], sample_weight=rows["weight"])


def _diagnosis(number, part="validation"):
    """A diagnosis in the right order, from some number per model."""

    def answer(scores, wanted):
        delivered = number(scores["delivered"][part])
        trained = number(scores["head trained"][part])
        cause = "body"
        if trained >= wanted:
            cause = "head"
        if delivered >= wanted:
            cause = "threshold"
        return {"cause": cause, "delivered": delivered, "trained": trained}

    return answer


def _named(name, answer):
    answer.__name__ = name
    return answer


right_order = _named("right_order", _diagnosis(_weighted))


def by_repeating_frauds(scores, wanted):
    """Average precision by hand: the weighted area under the steps of the curve."""
    numbers = []
    for model in ("delivered", "head trained"):
        rows = scores[model]["validation"]
        order = np.argsort(-rows["score"], kind="stable")
        fraud = rows["y"][order] == 1
        weight = rows["weight"][order]
        found = np.cumsum(weight * fraud)
        numbers.append(float((weight * fraud * found / np.cumsum(weight)).sum() / found[-1]))
    cheap = [numbers[0] >= wanted, numbers[1] >= wanted, True]
    cause = ("threshold", "head", "body")[cheap.index(True)]
    return {"cause": cause, "delivered": numbers[0], "trained": numbers[1], "note": "cheapest"}


def from_the_curve(scores, wanted):
    reached = {}
    for model, parts in scores.items():
        rows = parts["validation"]
        curve = precision_recall_curve(rows["y"], rows["score"], sample_weight=rows["weight"])
        reached[model] = np.float64(-np.sum(np.diff(curve[1]) * curve[0][:-1]))
    cures = [("threshold", "delivered"), ("head", "head trained")]
    cause = next((name for name, model in cures if reached[model] >= wanted), "body")
    first, second = reached["delivered"], reached["head trained"]
    return {"cause": cause, "delivered": first, "trained": second}


def _with_cause(word):
    def answer(scores, wanted):
        return right_order(scores, wanted) | {"cause": word}

    return answer


def head_before_threshold(scores, wanted):
    told = right_order(scores, wanted)
    if told["trained"] >= wanted:
        told["cause"] = "head"
    return told


def never_the_head(scores, wanted):
    told = right_order(scores, wanted)
    if told["cause"] == "head":
        told["cause"] = "body"
    return told


def _recall(rows):
    return recall_score(rows["y"], rows["score"] >= 0)


def _accuracy(rows):
    return accuracy_score(rows["y"], rows["score"] >= 0, sample_weight=rows["weight"])


def _unweighted(rows):
    return average_precision_score(rows["y"], rows["score"])


def _roc(rows):
    return roc_auc_score(rows["y"], rows["score"])


def _hard(rows):
    hard = rows["score"] >= 0
    return average_precision_score(rows["y"], hard, sample_weight=rows["weight"])


def exchanged(scores, wanted):
    told = right_order(scores, wanted)
    return told | {"delivered": told["trained"], "trained": told["delivered"]}


def weighted_loss_taken(scores, wanted):
    told = right_order(scores, wanted)
    return told | {"trained": _weighted(scores["weighted loss"]["validation"])}


def only_the_cause(scores, wanted):
    return right_order(scores, wanted)["cause"]


def without_numbers(scores, wanted):
    return {"cause": right_order(scores, wanted)["cause"]}


def numbers_of_nothing(scores, wanted):
    return right_order(scores, wanted) | {"delivered": float("nan")}


def numbers_as_text(scores, wanted):
    return right_order(scores, wanted) | {"trained": "0.8"}


def another_word(scores, wanted):
    return right_order(scores, wanted) | {"cause": "unfreeze more"}


def made_up(scores, wanted):
    return {"cause": "body", "delivered": 0.36, "trained": 0.55}


def a_list_for_a_cause(scores, wanted):
    return right_order(scores, wanted) | {"cause": ["body"]}


def other_keys(scores, wanted):
    return right_order(scores["new"], wanted)


WRONG = [
    Wrong((_named("always the body", _with_cause("body")),), 0, "given as 'body' in every case"),
    Wrong((_named("always the head", _with_cause("head")),), 0, "given as 'head' in every case"),
    Wrong((_named("threshold", _with_cause("threshold")),), 0, "'threshold' in every case"),
    Wrong((head_before_threshold,), 0.8, "the cause was given as 'head'"),
    Wrong((never_the_head,), 0.8, "the cause was given as 'body'"),
    Wrong((_named("on the test", _diagnosis(_weighted, "test")),), 0, "which is not that", "H13"),
    Wrong((_named("unweighted", _diagnosis(_unweighted)),), 0, "which is not that model's", "H10"),
    Wrong((_named("roc", _diagnosis(_roc)),), 0, "which is not that model's", "H11"),
    Wrong((_named("hard labels", _diagnosis(_hard)),), 0, "which is not that model's", "H12"),
    Wrong((_named("accuracy", _diagnosis(_accuracy)),), 0, "which is not that model's", "H15"),
    Wrong((_named("recall", _diagnosis(_recall)),), 0, "which is not that model's"),
    Wrong((exchanged,), 0, "which is not that model's"),
    Wrong((weighted_loss_taken,), 0.8, "'trained' is"),
    Wrong((only_the_cause,), 0, "returned a str, not a dict"),
    Wrong((without_numbers,), 0, "the dict has no 'delivered'"),
    Wrong((numbers_of_nothing,), 0, "'delivered' is nan, not a finite number"),
    Wrong((numbers_as_text,), 0, "'trained' is a str, not a finite number"),
    Wrong((another_word,), 0, "'cause' is 'unfreeze more'"),
    Wrong((a_list_for_a_cause,), 0, "'cause' is a list"),
    Wrong((made_up,), 0, "'delivered' is 0.360, which is not"),
    Wrong((other_keys,), 0, "diagnose raised KeyError"),
]
RIGHT = [(right_order,), (by_repeating_frauds,), (from_the_curve,)]
