"""What is wrong with a diagnosis: its form, its two numbers, its cause."""

import math
from typing import Any

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score

from autograder.trials.illnesses import CAUSES, Illness
from autograder.verdict import Finding
from autograder.words import kind_of, shown
from course.fraud_scores import outcome, ranking

WHO = "diagnose"
MODELS = {"delivered": "delivered", "trained": "head trained"}
CLOSE = 1e-4


def form_finding(said: Any) -> Finding | None:
    """Whether something else than a cause and two numbers came back."""
    if not isinstance(said, dict):
        return Finding(
            f"{WHO} returned {kind_of(said)}, not a dict.",
            "return the cause and the two numbers under their names.",
        )
    missing = [key for key in ("cause", *MODELS) if key not in said]
    if missing:
        return Finding(
            f"the dict has no {missing[0]!r}.", "the exercise names three keys: compare them."
        )
    if said["cause"] not in CAUSES:
        return Finding(
            f"'cause' is {shown(said['cause'])[:40]}.",
            "the exercise names three causes: which one?",
        )
    for key in MODELS:
        value = said[key]
        if type(value) not in (int, float) or not math.isfinite(value):
            told = kind_of(value) if type(value) not in (int, float) else shown(value)
            return Finding(
                f"{key!r} is {told}, not a finite number.", "what stands for it is a share."
            )
    return None


def number_finding(said: dict, case: Illness, key: str) -> Finding | None:
    """Whether one number is not the average precision on validation at 2 %."""
    value, model = said[key], MODELS[key]
    if math.isclose(value, case.truth[key], abs_tol=CLOSE):
        return None
    seen = f"{key!r} is {value:.3f}, which is not that model's average precision on validation."
    for (hint, mistake), other in _others(case, model):
        if math.isclose(value, other, abs_tol=CLOSE):
            return Finding(seen, hint, mistake)
    return Finding(seen, "which scores, which labels and which weights went into it?")


def _others(case: Illness, model: str) -> list[tuple[tuple[str, str], float]]:
    """Numbers that one may mistake for it, each with a question and the mistake's id."""
    rows, test = case.validation.part(model), case.test.part(model)
    y, score, weight = rows["y"], rows["score"], rows["weight"]
    called = (score >= 0).astype(int)
    at_half = outcome(**rows, threshold=0.0)
    raw = float(np.mean(called == y))
    hard = float(average_precision_score(y, called, sample_weight=weight))
    other = next(name for name in MODELS.values() if name != model)
    return [
        (("which data may choose, and which are looked at once, in the end?", "H13"),
         ranking(**test)),
        (("how rare is fraud among these rows, and how rare in service?", "H10"),
         float(average_precision_score(y, score))),
        (("how many of the alarms are false where frauds are rare?", "H11"),
         float(roc_auc_score(y, score))),
        (("scores or decisions: which of them does a ranking need?", "H12"), hard),
        (("what does the laziest model score?", "H15"), at_half.accuracy),
        (("what does the laziest model score?", "H15"), raw),
        (("at one threshold, or over all of them?", ""), at_half.recall),
        (("at one threshold, or over all of them?", ""), at_half.precision),
        (("which of the models is that?", ""), case.validation.average_precision(other)),
        (("which of the models is that?", ""), case.validation.average_precision("weighted loss")),
    ]  # fmt: skip


def cause_finding(said: dict, case: Illness) -> Finding | None:
    """Whether the cause is another one than the numbers show."""
    if said["cause"] == case.cause:
        return None
    seen = (
        f"with {said['delivered']:.2f} delivered, {said['trained']:.2f} with a trained head and "
        f"{case.wanted:.2f} wanted, the cause was given as {said['cause']!r}."
    )
    if case.cause == "threshold":
        return Finding(seen, "what would the ranking that is there already allow?")
    if case.cause == "head":
        if said["cause"] == "body":
            return Finding(seen, "what does the frozen body reach once its head has learned?")
        return Finding(seen, "does any threshold help where the order is not good enough?")
    return Finding(seen, "which of the cheaper cures reaches what is wanted?")


def one_word_finding(cause: str) -> Finding:
    """What to say of one cause for all cases."""
    return Finding(
        f"the cause was given as {cause!r} in every case.",
        "on which numbers of the case did it depend?",
    )
