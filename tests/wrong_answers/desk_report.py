"""Answers to `desk_report`."""

import math

import numpy as np
from sklearn.metrics import (
    accuracy_score,
    average_precision_score,
    confusion_matrix,
    precision_score,
    recall_score,
)

from tests.wrong_answers import Wrong

CURES = ("threshold", "weighted loss", "longer training of the head", "thawing")


def _interval(hits, frauds, z=1.96):
    share = hits / frauds
    centre = share + z**2 / (2 * frauds)
    half = z * math.sqrt(share * (1 - share) / frauds + z**2 / (4 * frauds**2))
    return [(centre - half) / (1 + z**2 / frauds), (centre + half) / (1 + z**2 / frauds)]


def with_scikit_learn(desk):
    y, score, weight = (desk["test"][key] for key in ("y", "score", "weight"))
    called = score >= desk["threshold"]
    tn, fp, fn, tp = (int(count) for count in confusion_matrix(y, called, labels=[0, 1]).ravel())
    old = desk["old"]
    report = {
        "prevalence": weight[y == 1].sum() / weight.sum(),
        "counts": [tn, fp, fn, tp],
        "recall": recall_score(y, called, sample_weight=weight),
        "interval": _interval(tp, tp + fn),
        "precision": precision_score(y, called, sample_weight=weight, zero_division=np.nan),
        "average_precision": average_precision_score(y, score, sample_weight=weight),
        "accuracy": accuracy_score(y, called, sample_weight=weight),
        "baseline": accuracy_score(y, np.zeros_like(y), sample_weight=weight),
        "old_before": accuracy_score(old["labels"], old["before"]),
        "old_after": accuracy_score(old["labels"], old["after"]),
        "frozen": [name for name, asks in desk["flags"].items() if not asks],
        "not_tried": [cure for cure in CURES if cure not in desk["tried"]],
    }
    good = report["interval"][0] >= 0.4 and report["precision"] >= 0.6
    kept = report["old_before"] - report["old_after"] <= 0.01
    return report | {"release": bool(good and kept)}


def by_hand(desk):
    y, weight = desk["test"]["y"], desk["test"]["weight"]
    called = desk["test"]["score"] >= desk["threshold"]
    counts = tuple(int(((y == t) & (called == c)).sum()) for t in (0, 1) for c in (False, True))
    alarms = weight[called].sum()
    report = with_scikit_learn(desk) | {
        "prevalence": 0.02,
        "counts": counts,
        "recall": counts[3] / (counts[2] + counts[3]),
        "precision": weight[called & (y == 1)].sum() / alarms if alarms else None,
        "accuracy": weight[called == (y == 1)].sum(),
        "baseline": 0.98,
    }
    return report | {"frozen": set(report["frozen"]), "not_tried": tuple(report["not_tried"])}


def with_more_fields(desk):
    return with_scikit_learn(desk) | {"signed": "the desk", "seeds": 1}


def _with(name, change):
    def answer(desk):
        report = with_scikit_learn(desk)
        return report | change(report, desk)

    answer.__name__ = name
    return answer


def _raw(desk):
    return desk["test"]["y"], desk["test"]["score"] >= desk["threshold"]


def _without(name, *fields):
    def answer(desk):
        report = with_scikit_learn(desk)
        return {field: value for field, value in report.items() if field not in fields}

    answer.__name__ = name
    return answer


def _normal(report, desk):
    frauds = report["counts"][2] + report["counts"][3]
    share = report["recall"]
    half = 1.96 * math.sqrt(share * (1 - share) / frauds)
    return {"interval": [share - half, share + half]}


def made_up(desk):
    return {
        "prevalence": 0.02, "counts": [0, 0, 0, 0], "recall": 0.6, "interval": [0.5, 0.7],
        "precision": 0.9, "average_precision": 0.8, "accuracy": 0.98, "baseline": 0.98,
        "old_before": 0.95, "old_after": 0.95, "frozen": [], "not_tried": [], "release": True,
    }  # fmt: skip


def a_sentence(desk):
    return "98 % accurate"


def missing_key(desk):
    return {"recall": desk["recall"]}


WRONG = [
    Wrong((_with("zero", lambda r, d: {"precision": np.nan_to_num(r["precision"])}),), 0.85,
          "where nothing is called fraud, 'precision' is 0.000", "H9"),
    Wrong((_with("raw precision", lambda r, d: {
        "precision": precision_score(*_raw(d), zero_division=np.nan)}),), 0.85,
          "'precision' is", "H10"),
    Wrong((_with("unweighted ranking", lambda r, d: {
        "average_precision": average_precision_score(d["test"]["y"], d["test"]["score"])}),),
          0.85, "'average_precision' is", "H10"),
    Wrong((_with("raw accuracy", lambda r, d: {"accuracy": accuracy_score(*_raw(d))}),), 0.9,
          "'accuracy' is", "H10"),
    Wrong((_with("coin", lambda r, d: {"baseline": 0.5}),), 0.9, "'baseline' is 0.500", "H15"),
    Wrong((_without("no baseline", "baseline"),), 0, "the report has no 'baseline'", "H15"),
    Wrong((_without("no old task", "old_before", "old_after"),), 0,
          "the report has no 'old_before' (2 fields", "H16"),
    Wrong((_with("nothing lost", lambda r, d: {"old_after": r["old_before"]}),), 0.9,
          "'old_after' is", "H16"),
    Wrong((_with("good enough", lambda r, d: {
        "release": bool(r["interval"][0] >= 0.4 and r["precision"] >= 0.6)}),), 0.9,
          "'release' is True where the old task lost", "H16"),
    Wrong((_with("released by accuracy", lambda r, d: {"release": bool(r["accuracy"] >= 0.98)}),),
          0.9, "'release' is True where "),
    Wrong((_without("no interval", "interval"),), 0, "the report has no 'interval'"),
    Wrong((_with("normal", _normal),), 0.7, "'interval' is"),
    Wrong((_with("a point", lambda r, d: {"interval": [r["recall"]] * 2}),), 0.7, "'interval' is"),
    Wrong((_with("turned", lambda r, d: {"counts": r["counts"][::-1]}),), 0.85,
          "'counts' is", "H1"),
    Wrong((_with("raw share", lambda r, d: {"prevalence": float(d["test"]["y"].mean())}),), 0.85,
          "'prevalence' is", "H10"),
    Wrong((_with("what learns", lambda r, d: {
        "frozen": [n for n, asks in d["flags"].items() if asks]}),), 0.95, "in 'frozen'"),
    Wrong((_with("all tried", lambda r, d: {"not_tried": []}),), 0.95, "is missing in 'not_tried'"),
    Wrong((_with("nan", lambda r, d: {"recall": float("nan")}),), 0.7, "'recall' is nan"),
    Wrong((_with("text", lambda r, d: {"accuracy": "98 %"}),), 0.9, "'accuracy' is '98 %'"),
    Wrong((_with("percent", lambda r, d: {"recall": 100 * r["recall"]}),), 0.7, "'recall' is"),
    Wrong((_with("short", lambda r, d: {"counts": r["counts"][:3]}),), 0.85, "'counts' is a list"),
    Wrong((_with("a number", lambda r, d: {"frozen": 4}),), 0.95, "'frozen' is an int"),
    Wrong((made_up,), 0, "'counts' is 0, 0, 0, 0"),
    Wrong((a_sentence,), 0, "desk_report returned a str, not a dict"),
    Wrong((missing_key,), 0, "desk_report raised KeyError"),
]  # fmt: skip
RIGHT = [(with_scikit_learn,), (by_hand,), (with_more_fields,)]
