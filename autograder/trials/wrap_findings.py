"""What is wrong with a model that was planned, wrapped and given an optimizer."""

from collections.abc import Mapping

from autograder.snapshot import flags
from autograder.stops import stop_finding
from autograder.trials.optimizer_trial import listed
from autograder.verdict import Finding
from autograder.words import with_article

WHO = "wrap_order"
Flags = Mapping[str, bool]


def workers_finding(seen: dict, plan: Flags, right: Flags) -> Finding | None:
    """Whether two workers learned what was planned, and agree about it."""
    worker = seen["workers"][0]
    for entry in seen["workers"]:
        if (wrong := _usable(entry, plan) or _late(entry, seen, plan, right)) is not None:
            return wrong
    if seen["halted"]:
        return stop_finding(f"for the plan {_written(plan)}, training", seen["halted"])
    learning = sorted(name for name, asks in right.items() if asks)
    if worker["unknown"]:
        return Finding(
            f"after the plan {_written(plan)}, the optimizer holds tensors ({worker['unknown']}) "
            "that the model does not have.",
            "whose tensors are they: the model's, or a copy's?",
            "F22",
        )
    if seen["apart"]:
        return Finding(
            f"after training, the two workers hold different numbers in {listed(seen['apart'])}.",
            "which gradients does the wrapper average, and when did it decide?",
            "F18",
        )
    return _training_finding(seen["moved"], worker, learning, plan)


def pieces_finding(seen: dict, plan: Flags, right: Flags) -> Finding | None:
    """Whether the optimizer holds the parameters that the wrapper put in place."""
    worker = seen["worker"]
    if (wrong := _usable(worker, plan) or _flags_finding(worker, plan, right)) is not None:
        return wrong
    if worker["unknown"]:
        return Finding(
            f"for a wrapper that replaces parameters, the optimizer holds tensors "
            f"({worker['unknown']}) that the wrapped model does not have.",
            "which came first, and whose tensors does the optimizer hold?",
        )
    if seen["halted"]:
        return stop_finding(f"for the plan {_written(plan)}, training", seen["halted"])
    learning = sorted(name for name, asks in right.items() if asks)
    return _training_finding(seen["moved"], worker, learning, plan)


def _usable(entry: dict, plan: Flags) -> Finding | None:
    """Whether a wrapped model and an optimizer came back."""
    about = f"for the plan {_written(plan)}"
    if entry["raised"]:
        return stop_finding(f"{about}, {WHO}", entry["raised"])
    if not entry["is_wrapped"]:
        what = [call["what"] for call in entry["calls"]]
        if "wrap" not in what:
            return Finding(f"{about}, `wrap` was never called.", "who wraps the model?")
        return Finding(
            f"{about}, {WHO} returned {with_article(entry['returned'])} whose first member is not "
            "what `wrap` gave.",
            "return what `wrap` made and the optimizer, in this order.",
        )
    if not entry["is_same_model"]:
        return Finding(
            f"{about}, another model was wrapped than the one that was handed over.",
            "who else holds the model, and which one will be trained?",
        )
    if not entry["is_optimizer"]:
        return Finding(
            f"{about}, no optimizer came back.",
            "return what `wrap` made and the optimizer, in this order.",
        )
    if len([call for call in entry["calls"] if call["what"] == "wrap"]) > 1:
        return Finding(f"{about}, `wrap` was called more than once.", "which one is trained?")
    return None


def _late(entry: dict, seen: dict, plan: Flags, right: Flags) -> Finding | None:
    """Flags that changed after the wrapper had looked at them, or are wrong in the end."""
    then = next(call["flags"] for call in entry["calls"] if call["what"] == "wrap")
    now = flags(entry["after"])
    thawed = [name for name in then if now.get(name) and not then[name]]
    if thawed:
        return Finding(
            f"{listed(thawed)} asked for no gradient yet when `wrap` was called"
            f"{_drift(seen, thawed)}.",
            "when was the list of gradients to average made, and by whom?",
            "F18",
        )
    frozen = [name for name in then if then[name] and not now.get(name)]
    if frozen:
        return Finding(
            f"{listed(frozen)} still asked for a gradient when `wrap` was called"
            f"{', and the wrapper waited for it in vain' if seen['halted'] else ''}.",
            "what does each worker wait for after `backward()`?",
            "F17",
        )
    return _flags_finding(entry, plan, right)


def _drift(seen: dict, thawed: list[str]) -> str:
    """What became of late parameters, as the end of a sentence."""
    apart = [name for name in thawed if name in seen["apart"]]
    return f", and the two workers differ in {apart[0]!r} now" if apart else ""


def _flags_finding(entry: dict, plan: Flags, right: Flags) -> Finding | None:
    """Whether the flags are those of the plan."""
    now = flags(entry["after"])
    wrong = [name for name in right if now.get(name) != right[name]]
    if not wrong:
        return None
    word = "is frozen" if right[wrong[0]] else "asks for a gradient"
    seen = f"after the plan {_written(plan)}, {wrong[0]!r} {word}."
    if now == flags(entry["before"]):
        return Finding(
            f"{seen[:-1]}, and no flag has changed.",
            "which names does the wrapped model have? Did anything match?",
            "B4",
        )
    return Finding(seen, "entries are carried out in their order, a later one over an earlier.")


def _training_finding(
    moved: list[str], entry: dict, learning: list[str], plan: Flags
) -> Finding | None:
    """Whether training moves what learns, and nothing else."""
    still = [name for name in learning if name not in moved]
    if still:
        missing = [name for name in still if name not in entry["held"]]
        if missing:
            return Finding(
                f"after the plan {_written(plan)}, the optimizer does not hold {listed(missing)}.",
                "what learns by then, and whom do you ask?",
                "D6",
            )
        return Finding(
            f"after the plan {_written(plan)}, {listed(still)} did not move.",
            "does the optimizer hold the tensors that the wrapped model computes with?",
        )
    extra = [name for name in moved if name not in learning]
    if extra:
        return Finding(
            f"after the plan {_written(plan)}, {listed(extra)} moved.", "who is frozen now?"
        )
    return None


def _written(plan: Flags) -> str:
    """A plan as it is written."""
    return "{" + ", ".join(f"{path!r}: {learns}" for path, learns in plan.items()) + "}"
