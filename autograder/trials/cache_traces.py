"""What was seen while a head was trained on cached features, and what it tells."""

import re

from autograder.snapshot import digest, digests, flags
from autograder.stops import stop_finding
from autograder.trials.bodies import Training
from autograder.verdict import Finding

WHO = "train_on_cache"


def stopped_briefly(raised: dict) -> Finding:
    """What to say of an exception."""
    # Autograd's messages go on with advice; the first sentence says what happened.
    brief = re.split(r" \(|\. ", raised["message"])[0]
    return stop_finding(WHO, raised | {"message": brief})


def mode_finding(entry: dict, kind: str) -> Finding | None:
    """Whether the features depend on a draw, or on what else was in the batch."""
    if "Dropout" in entry["seen"]["drawing"]:
        return Finding(
            f"for {kind}, dropout was active while the body ran.",
            "why do equal inputs give unequal features, and in which mode do they not?",
            "E10",
        )
    if entry["seen"]["drawing"]:
        return Finding(
            f"for {kind}, BatchNorm was in train mode while the body ran.",
            "in which mode does a feature not depend on the other rows of its batch?",
            "F10",
        )
    return None


def movement_finding(entry: dict, kind: str) -> Finding | None:
    """Whether the body is another one than its features were computed with."""
    before, after = digests(entry["before"]), digests(entry["after"])
    moved = [name for name in flags(entry["before"]) if before[name] != after.get(name)]
    if not moved:
        return None
    seen = (
        f"for {kind}, {moved[0]!r} in the body moved ({len(moved)} of {len(before)} tensors did)."
    )
    if len(entry["seen"]["rows"]) < len(entry["seen"]["steps"]):
        hint = "when were the features computed, and by which weights?"
        return Finding(seen, hint, "F11")
    return Finding(seen, "whose parameters does your optimizer hold?")


def order_finding(entry: dict, kind: str, case: Training) -> Finding | None:
    """Whether the rows went through the body in another order than the labels have."""
    rows, order = entry["seen"]["rows"], entry["seen"]["order"]
    if not rows:
        return Finding(f"for {kind}, the body never ran.", "what does the head learn from?")
    if sum(rows) == len(case.targets) and order != digest(case.inputs):
        return Finding(
            f"for {kind}, the rows went through the body in another order than they have in X.",
            "which label belongs to the first row that you cached?",
            "F10",
        )
    return None


def schedule_finding(entry: dict, kind: str, case: Training) -> Finding | None:
    """Whether the head took other steps than were asked for."""
    steps = entry["seen"]["steps"]
    if len(steps) != case.epochs:
        return Finding(
            f"for {kind}, the optimizer was stepped {len(steps)} times where epochs is "
            f"{case.epochs}.",
            "one epoch is one step on all rows: where does your loop begin and end?",
        )
    if steps[0]["kind"] != "Adam":
        return Finding(
            f"for {kind}, the optimizer was {steps[0]['kind']}.",
            "which optimizer does the exercise ask for?",
        )
    if steps[0]["rate"] != case.rate:
        return Finding(
            f"for {kind}, the head's rate was {steps[0]['rate']} where lr is {case.rate}.",
            "to whom do you hand `lr`?",
        )
    return None
