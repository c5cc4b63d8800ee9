"""What to say of a measurement on the old task: its number, and what measuring did to the model."""

import math

from autograder.plain import decoded
from autograder.snapshot import changed, digests
from autograder.stops import stop_finding
from autograder.trials.old_task_run import Run
from autograder.verdict import Finding
from autograder.words import kind_of


def number_finding(run: Run, source: str) -> Finding | None:
    """Whether the number is the drop, and the training the one that was asked for."""
    if stopped := _not_run(run) or _before_training(run):
        return stopped
    if stopped := _refilled(run, source):
        return stopped
    said = decoded(run.seen["returned"])
    if type(said) not in (int, float) or not math.isfinite(said):
        kind = repr(said) if type(said) is float else kind_of(said)
        return Finding(f"old_task_drop returned {kind}.", "return one number, a float.")
    drop = run.measured()
    if drop is None:
        return Finding(
            "the training did not end where this training ends.",
            "hand the model to train() once, as it came, and let train() do the rest.",
        )
    if run.case == "asleep" and said != 0:
        return _wrong_number(run, said, drop, source)
    # Half an image: sums of shares may differ in their last bits.
    if abs(said - drop) > 0.5 / len(run.labels):
        return _wrong_number(run, said, drop, source)
    return None


def _not_run(run: Run) -> Finding | None:
    """What kept the training from being run as asked."""
    seen = run.seen
    if not seen["on_the_model"]:
        return Finding(
            "train was handed another object than the model.",
            "copies are good for measuring; which one is to be trained?",
        )
    if raised := seen["raised"]:
        told = stop_finding("old_task_drop", raised)
        if "more than 1 value per channel" in raised["message"]:
            hint = "which mean can one value have, and in which mode is it asked for?"
            return Finding(told.seen, hint, "E11", is_stop=True)
        return told
    if seen["calls"] == 0:
        return Finding(
            "train was never called, so nothing could be lost.",
            "where would forgetting show? Measure before and after the training.",
            "H16",
        )
    if seen["calls"] > 1:
        return Finding(
            f"train was called {seen['calls']} times.", "what is asked for is one training."
        )
    return None


def _before_training(run: Run) -> Finding | None:
    """Whether the model came to its training as it had been handed over."""
    handed, before = run.seen["handed"], run.seen["before"]
    theirs, ours = digests(handed), digests(run.start)
    # Drawn values are the same on every machine; statistics and the old head are computed.
    drawn = ("body.0.weight", "head.weight", "head.bias")
    if before is None or any(theirs.get(name) != ours[name] for name in drawn):
        return Finding(
            "the evidence shows another model than this case has.",
            "restart the kernel and run all cells from the top.",
        )
    if moved := changed(handed, before):
        return Finding(
            f"{moved[0]!r} had changed before training began: measuring did that.",
            "in which mode did you measure, and what does that mode write?",
            "H14",
        )
    for path, mode in handed["training"].items():
        if before["training"].get(path) != mode:
            return Finding(
                f"before training began, {_part(path)} was put into "
                f"{'eval' if mode else 'train'} mode.",
                "parts had modes of their own: who restores each of them after measuring?",
                "" if mode else "E3",
            )
    return None


def _refilled(run: Run, source: str) -> Finding | None:
    """Whether the statistics moved between the training and the number."""
    trained, left = run.seen["trained"], run.seen["left"]
    moved = [name for name in changed(trained, left) if "running" in name] if trained else []
    others = [name for name in changed(trained, left) if "weight" in name] if trained else []
    if not moved or others:
        return None
    seen = f"{moved[0]!r} changed after the training had ended: measuring did that."
    if "update_bn" in source:
        return Finding(seen, "which tool writes statistics on purpose?", "E13")
    return Finding(seen, "in which mode did you measure, and what does that mode write?", "H14")


def _wrong_number(run: Run, said: float, drop: float, source: str) -> Finding:
    """The finding on a number that is not the drop, from what it looks like."""
    did = {
        "drifts": "the old task loses",
        "recovers": "the old task gains",
        "asleep": "the body sleeps",
    }[run.case]
    seen = f"where {did}, old_task_drop said {said:.3f}."
    if math.isclose(said, -drop, abs_tol=1e-6) and drop:
        return Finding(seen, "a loss is positive: which accuracy is taken from which?")
    if math.isclose(said, 100 * drop, abs_tol=1e-4) and drop:
        return Finding(seen, "accuracies are shares from 0 to 1, and so is their difference.")
    if said == 0 and run.case == "recovers":
        return Finding(seen, "what is the sign of a loss when the accuracy rises?")
    if said == 0:
        return _nothing_lost(seen, source)
    hints = {
        "the drop in train mode": ("which mode produced these numbers?", "H14"),
        "the drop of the new head": ("which of the two heads has learned the old task?", ""),
        "the accuracy afterwards": ("a drop needs two accuracies: what was it before?", "H16"),
        "the accuracy before": ("a drop needs two accuracies: what is it afterwards?", "H16"),
    }
    nearest = min(run.others, key=lambda name: abs(run.others[name] - said))
    if abs(run.others[nearest] - said) < 0.02:
        return Finding(seen, *hints[nearest])
    return Finding(seen, "print both accuracies: on which data, with which head, in which mode?")


def _nothing_lost(seen: str, source: str) -> Finding:
    """The finding on a 0 where something was lost."""
    if ".train()" in source:
        return Finding(seen, "in train mode, whose statistics divide the old images?", "H14")
    if "state_dict" in source:
        return Finding(seen, "is what you kept a copy, or a window on what is trained?", "F24")
    if "accuracy" in source or "argmax" in source:
        return Finding(seen, "two names for the body: how many bodies are there to compare?", "E19")
    return Finding(seen, "which measurement on the old task stands behind that number?", "H16")


def kept_finding(run: Run) -> Finding | None:
    """Whether the model is left as it was trained."""
    if stopped := _not_run(run) or _before_training(run):
        return stopped
    seen, trained, left = run.seen, run.seen["trained"], run.seen["left"]
    if seen["head"] != "new":
        return Finding(
            f"the model was left with {seen['head'].replace('old', 'the old')} head.",
            "who puts the new head back?",
        )
    if trained is None or set(digests(left)) != set(digests(trained)):
        return Finding(
            "the model was left with other tensors than it was trained with.",
            "measure on a copy, or undo every change.",
        )
    if moved := changed(trained, left):
        return Finding(
            f"{moved[0]!r} changed after the training had ended.",
            "the model keeps what it has learned: which line writes into it?",
        )
    for path, mode in trained["training"].items():
        if left["training"].get(path) != mode:
            return Finding(
                f"{_part(path)} was left in {'eval' if mode else 'train'} mode.",
                "parts had modes of their own: who restores each of them after measuring?",
            )
    if not seen["old_head_kept"]:
        return Finding(
            "the old head has other values than before.", "measuring reads, it does not train."
        )
    return None


def _part(path: str) -> str:
    """A part of the model as a sentence names it."""
    return repr(path) if path else "the model"
