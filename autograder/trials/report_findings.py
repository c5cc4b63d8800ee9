"""What is wrong with a report, field by field."""

import math
from typing import Any

import numpy as np
from sklearn.metrics import average_precision_score

from autograder.trials.report_cases import LIMITS, Finished
from autograder.verdict import Finding
from autograder.words import kind_of, shown

WHO = "desk_report"
CLOSE = 1e-4
# The fields that are marked together, and their marks.
PARTS = {
    ("prevalence", "counts"): 3,
    ("recall", "interval"): 4,
    ("precision",): 3,
    ("average_precision",): 3,
    ("accuracy", "baseline"): 2,
    ("old_before", "old_after"): 2,
    ("frozen", "not_tried"): 1,
    ("release",): 2,
}
LISTS = {"counts": 4, "interval": 2}
NAMES = ("frozen", "not_tried")
QUESTIONS = {
    "prevalence": "which share of the weight is fraud's?",
    "counts": "in which order: true negatives, false alarms, misses, hits?",
    "recall": "of all frauds, which share is found at this threshold?",
    "interval": "Wilson's interval: for how many hits of how many frauds?",
    "precision": "of the weight of all alarms, which share is fraud's?",
    "average_precision": "which labels, scores and weights went into it?",
    "accuracy": "of all the weight, which share is decided rightly?",
    "baseline": "what is the accuracy of calling nothing fraud, at 2 %?",
    "old_before": "which predictions were made before, and for which labels?",
    "old_after": "which predictions were made afterwards, and for which labels?",
    "frozen": "which flags are off?",
    "not_tried": "which cures are not among those that were tried?",
    "release": "three conditions: which of them do the numbers of this report meet?",
}


def form_finding(said: Any) -> Finding | None:
    """Whether something else than a report with all its fields came back."""
    if not isinstance(said, dict):
        return Finding(f"{WHO} returned {kind_of(said)}, not a dict.", "return the report.")
    missing = [field for fields in PARTS for field in fields if field not in said]
    if missing:
        also = f" ({len(missing)} fields are missing)" if len(missing) > 1 else ""
        return Finding(
            f"the report has no {missing[0]!r}{also}.",
            QUESTIONS[missing[0]],
            {"old_before": "H16", "baseline": "H15"}.get(missing[0], ""),
        )
    return None


def field_finding(said: dict, case: Finished, field: str) -> Finding | None:
    """What is wrong with one field of one report."""
    value, truth = said[field], case.truth[field]
    if field in NAMES:
        return _names_finding(value, truth, field)
    if field in LISTS:
        return _numbers_finding(value, truth, field, case)
    if field == "release":
        return _release_finding(value, case)
    if truth is None:
        if value is None or (_is_number(value) and math.isnan(value)):
            return None
        return Finding(
            f"where nothing is called fraud, 'precision' is {_told(value)}.",
            "what is 0/0 worth here? Say that there is none: None, or nan.",
            "H9",
        )
    if not _is_number(value) or not math.isfinite(value):
        return Finding(f"{field!r} is {_told(value)}.", QUESTIONS[field])
    if math.isclose(value, truth, abs_tol=CLOSE):
        return None
    seen = f"{field!r} is {value:.3f}, which the data do not give."
    for (hint, mistake), other in _others(case, field):
        if math.isclose(value, other, abs_tol=CLOSE):
            return Finding(seen, hint, mistake)
    if not 0 <= value <= 1:
        return Finding(seen, "shares lie between 0 and 1.")
    return Finding(seen, QUESTIONS[field])


def _others(case: Finished, field: str) -> list[tuple[tuple[str, str], float]]:
    """What a field may hold by mistake, each with a question and the mistake's id."""
    tn, fp, fn, tp = case.truth["counts"]
    y, score = case.desk["test"]["y"], case.desk["test"]["score"]
    rare = ("how rare is fraud among these rows, and how rare in service?", "H10")
    old = ("where would forgetting show?", "H16")
    return {
        "prevalence": [(rare, (tp + fn) / len(y))],
        "precision": [(rare, tp / max(tp + fp, 1))],
        "average_precision": [(rare, float(average_precision_score(y, score)))],
        "accuracy": [(rare, (tp + tn) / len(y))],
        "baseline": [
            (rare, (tn + fp) / len(y)),
            (("what does the laziest model score?", "H15"), 0.5),
        ],
        "old_before": [(old, case.truth["old_after"]), (old, 1.0)],
        "old_after": [(old, case.truth["old_before"]), (old, 1.0)],
        "recall": [(("which of the two errors is a missed fraud?", ""), tp / max(tp + fp, 1))],
    }.get(field, [])


def _numbers_finding(value: Any, truth: list, field: str, case: Finished) -> Finding | None:
    """What is wrong with counts or an interval."""
    fits = type(value) in (list, tuple) and len(value) == LISTS[field]
    if not fits or not all(_is_number(item) and math.isfinite(item) for item in value):
        told = kind_of(value) if not fits else "no list of finite numbers"
        return Finding(f"{field!r} is {told}.", QUESTIONS[field])
    if all(math.isclose(a, b, abs_tol=CLOSE) for a, b in zip(value, truth, strict=True)):
        return None
    told = ", ".join(f"{item:.3g}" for item in value)
    if field == "counts":
        hint = "how does scikit-learn order its matrix, and what do you read from it?"
        mixed = sorted(value) == sorted(truth)
        return Finding(f"'counts' is {told}.", hint if mixed else QUESTIONS[field], "H1" * mixed)
    if value[0] == value[1]:
        return Finding(f"'interval' is {told}.", "can so few frauds settle it to the last digit?")
    share, frauds = case.truth["recall"], sum(case.truth["counts"][2:])
    half = 1.96 * float(np.sqrt(share * (1 - share) / frauds))
    if math.isclose(value[0], share - half, abs_tol=CLOSE):
        return Finding(f"'interval' is {told}.", "what does this formula say of 0 hits of 11?")
    return Finding(f"'interval' is {told}.", QUESTIONS[field])


def _names_finding(value: Any, truth: list[str], field: str) -> Finding | None:
    """What is wrong with a list of names; the order is free."""
    if type(value) not in (list, tuple, frozenset) or any(type(name) is not str for name in value):
        return Finding(f"{field!r} is {kind_of(value)}, no list of names.", QUESTIONS[field])
    wrong = sorted(set(value) ^ set(truth))
    if wrong:
        also = "stands" if wrong[0] in value else "is missing"
        return Finding(f"{wrong[0][:60]!r} {also} in {field!r}.", QUESTIONS[field])
    return None


def _release_finding(value: Any, case: Finished) -> Finding | None:
    """Whether the decision does not follow from the numbers."""
    if type(value) is not bool:
        return Finding(f"'release' is {_told(value)}, not True or False.", QUESTIONS["release"])
    truth = case.truth
    if value == truth["release"]:
        return None
    if truth["old_before"] - truth["old_after"] > LIMITS["old"]:
        seen = f"'release' is {value} where the old task lost more than {LIMITS['old']}."
        return Finding(seen, "where would forgetting show?", "H16")
    if truth["precision"] is None:
        return Finding(f"'release' is {value} where nothing is called fraud.", QUESTIONS["release"])
    if truth["release"]:
        seen = f"'release' is {value} where all three conditions are met."
        return Finding(seen, QUESTIONS["release"])
    seen = f"'release' is {value} where recall or precision does not reach what was asked."
    return Finding(seen, QUESTIONS["release"])


def _is_number(value: Any) -> bool:
    """Whether a value is a number; a bool is none."""
    return type(value) in (int, float)


def _told(value: Any) -> str:
    """A value of a field in few letters."""
    return f"{value:.3f}" if type(value) is float else shown(value)[:40]
