"""What to say of a number for what was forgotten, and of traces that measuring it left."""

import math

from autograder.plain import decoded
from autograder.snapshot import changed, flags
from autograder.stops import stop_finding
from autograder.trials.forgotten_run import Run
from autograder.verdict import Finding
from autograder.words import kind_of

WHERE = {
    "tuned": "where the whole body was tuned",
    "drifted": "where statistics drifted",
    "recovered": "where the old task gains",
    "frozen": "where the body is the same",
}
TELLING = {
    "train mode": ("which mode produced these numbers?", "H14"),
    "its own modes": ("the two came in modes of their own: in which one is a score taken?", "H14"),
    "the new head": ("which of the two heads has learned the old task?", ""),
    "afterwards": ("a loss needs two accuracies: what was it before?", "H16"),
    "before": ("a loss needs two accuracies: what is it with the tuned body?", "H16"),
}


def number_finding(run: Run, source: str) -> Finding | None:
    """Whether the number is the accuracy that the old task lost."""
    if raised := run.seen["raised"]:
        return stop_finding("forgotten", raised)
    said = decoded(run.seen["returned"])
    if type(said) not in (int, float) or not math.isfinite(said):
        kind = repr(said) if type(said) is float else kind_of(said)
        return Finding(f"forgotten returned {kind}.", "return one number, a float.")
    if run.case == "frozen" and said != 0:
        return _wrong(run, said, source)
    # Half an image: sums of shares may differ in their last bits.
    if abs(said - run.drop) > 0.5 / run.count:
        return _wrong(run, said, source)
    return None


def _wrong(run: Run, said: float, source: str) -> Finding:
    """The finding on a number that is not the loss, from what it looks like."""
    seen = f"{WHERE[run.case]}, forgotten said {said:.3f}."
    drop = run.drop
    if drop and math.isclose(said, -drop, abs_tol=1e-6):
        return Finding(seen, "a loss is positive: which accuracy is taken from which?")
    if drop and math.isclose(said, 100 * drop, abs_tol=1e-4):
        return Finding(seen, "accuracies are shares from 0 to 1, and so is their difference.")
    if said == 0 and drop < 0:
        return Finding(seen, "what is the sign of a loss when the accuracy rises?")
    if said == 0 and run.case == "drifted":
        return Finding(
            seen, "no weight moved here: what else can a body lose, and which mode shows it?", "H14"
        )
    if said == 0 and drop:
        hint = "compare the predictions one by one: is it two bodies that you measured?"
        return Finding(seen, hint, "E19") if "head" in source else _no_measurement(seen)
    near = sorted(run.others, key=lambda name: abs(run.others[name] - said))
    if abs(run.others[near[0]] - said) < 0.5 / run.count:
        return Finding(seen, *TELLING[near[0]])
    return Finding(seen, "print both accuracies: on which data, with which head, in which mode?")


def _no_measurement(seen: str) -> Finding:
    """The finding on a 0 that no measurement stands behind."""
    return Finding(seen, "which measurement on the old task stands behind that number?", "H16")


def traces(run: Run) -> Finding | None:
    """What measuring did to the two networks."""
    if run.seen["raised"]:
        return stop_finding("forgotten", run.seen["raised"])
    for which in ("tuned", "base"):
        if finding := _traces_in(run, which):
            return finding
    return None


def _traces_in(run: Run, which: str) -> Finding | None:
    """What measuring did to one of them."""
    head = run.seen["heads"][which]
    handed, left = run.seen["handed"][which], run.seen["left"][which]
    if head == "the other's":
        return Finding(
            f"{which} was left with the other network's head.",
            "two networks share a part now, and train it together: did you copy or share?",
            "E19",
        )
    if head == "another":
        return Finding(f"{which} was left with another head.", "who puts its own head back?")
    if moved := changed(handed, left):
        running = "running" in moved[0] or "num_batches" in moved[0]
        return Finding(
            f"{moved[0]!r} of {which} changed: measuring did that.",
            "in which mode did you measure, and what does that mode write?"
            if running
            else "a measurement reads: which line writes?",
            "H14" if running else "",
        )
    for path, mode in handed["training"].items():
        if left["training"].get(path) != mode:
            part = f"{path!r} of {which}" if path else which
            return Finding(
                f"{part} was left in {'eval' if mode else 'train'} mode.",
                "parts had modes of their own: who restores each of them after measuring?",
            )
    if flags(handed) != flags(left):
        return Finding(f"flags of {which} changed.", "which line sets one, and what for?")
    return None
