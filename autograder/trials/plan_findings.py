"""What is wrong with a freeze plan, seen by what came of it: words for one trial of a plan."""

import math

from autograder.clues import clues
from autograder.snapshot import digests, flags, model_snapshot, optimizer_snapshot
from autograder.stops import stop_finding
from autograder.trials.nets import Probe
from autograder.trials.plan_setups import Setup
from autograder.trials.plan_trial import moved
from autograder.verdict import Finding
from autograder.words import with_article


def written_finding(trial: dict, probe: Probe) -> Finding | None:
    """What keeps a plan from being written, sent and read at all; `probe` is the fresh net."""
    written = trial["written"]
    if written["raised"]:
        return stop_finding("freeze_plan", written["raised"])
    if written["kind"] != "dict":
        came = with_article(written["kind"])
        return Finding(f"freeze_plan returned {came}, not a dict.", "return one dict.")
    if trial["json"]:
        return Finding(
            f"the plan could not be written as JSON: {trial['json']['message'].rstrip('.')}.",
            "which of its values is no string, number, bool, None, list or dict?",
        )
    if not written["untouched"]:
        return Finding(
            "the model or its optimizer changed while the plan was written.",
            "a plan is a description: which line writes to what it describes?",
        )
    if trial["applied"]:
        finding = stop_finding("apply_plan", trial["applied"])
        if written["odd_keys"] and not finding.mistake:
            hint = (
                f"the plan has keys of type {written['odd_keys'][0]}: what does JSON make of them?"
            )
            return Finding(finding.seen, hint, is_stop=True)
        return finding
    if digests(trial["before"]) != digests(model_snapshot(probe.net)):
        return Finding(
            "the evidence shows another net than this case has.",
            "restart the kernel and run all cells from the top.",
        )
    if digests(trial["after"]) != digests(trial["before"]):
        return Finding(
            "apply_plan changed values of the model.",
            "a plan says who learns; what a layer has learned stands in its state_dict.",
        )
    return None


def flag_finding(trial: dict, setup: Setup, source: str) -> Finding | None:
    """How the flags of the fresh net differ from those that were planned.

    `source` is that of both answers; it chooses the hint.
    """
    planned, then, now = (
        flags(snapshot) for snapshot in (model_snapshot(setup.net), trial["before"], trial["after"])
    )
    wrong = [name for name in planned if now.get(name) != planned[name]]
    if not wrong:
        return None
    name, asks = wrong[0], not planned[wrong[0]]
    seen = (
        f"after apply_plan {name!r} {'asks for a' if asks else 'asks for no'} gradient, "
        f"unlike the planned one (flags that differ: {len(wrong)} of {len(planned)})."
    )
    if not asks:
        return Finding(seen, "a model may be frozen already: which flags does a plan switch on?")
    if now == then and "state_dict" in source:
        return Finding(seen, "no state_dict holds a flag: where does your plan say it?", "F21")
    if now == then and "A23" in clues(source):
        return Finding(seen, "which object got the flags, the one handed in or a copy?", "A23")
    if now == then:
        return Finding(seen, "print the flags that reach apply_plan: which are off, and who looks?")
    return Finding(seen, "compare flags by name before and after, and print what differs.")


def group_finding(trial: dict, setup: Setup) -> Finding | None:
    """How the new optimizer's groups differ from the old one's."""
    kind, *entries = trial["groups"] or ["NoneType"]
    if kind != "list":
        return Finding(
            f"apply_plan returned {with_article(kind)}, not a list.",
            "return the list of groups that an optimizer takes.",
        )
    if set(entries) - {"dict"}:
        return Finding(
            "an entry of the list that apply_plan returned is no dict.",
            "a group is a dict: which keys did those of the old optimizer have?",
        )
    if trial["built"] or trial["optimizer"] is None:
        unknown = {"type": "ValueError", "message": "no optimizer was made", "line": None}
        return stop_finding("building AdamW from the groups", trial["built"] or unknown)
    old, new = (
        optimizer_snapshot(setup.optimizer, setup.net)["groups"],
        trial["optimizer"]["groups"],
    )
    strangers = sum(group["unknown"] for group in new)
    if strangers:
        return Finding(
            f"tensors in the groups that are not the model's: {strangers}.",
            "whose tensors does this optimizer hold: those of the model that was handed in?",
            "F22",
        )
    if trial["loaded"] or _sizes(old) != _sizes(new):
        return Finding(
            f"old groups hold {_sizes(old)} tensors and new ones {_sizes(new)}, so the saved "
            "optimizer state cannot be loaded.",
            "which plan was in force when that state was saved?",
            "D14",
        )
    for number, (then, now) in enumerate(zip(old, new, strict=True)):
        finding = _one_group(f"group {number}", then, now)
        if finding:
            return finding
    return None


def _sizes(groups: list[dict]) -> str:
    """How many tensors each group holds."""
    return " + ".join(str(len(group["parameters"]) + group["unknown"]) for group in groups)


def _one_group(who: str, then: dict, now: dict) -> Finding | None:
    """How one group differs from the one in the same place."""
    if sorted(now["parameters"]) != sorted(then["parameters"]):
        name = next(name for name in then["parameters"] if name not in now["parameters"])
        return Finding(
            f"{who} does not hold {name!r}, which was in it.",
            "are places in a list the same in the model and in its optimizer? Names are.",
        )
    if now["parameters"] != then["parameters"]:
        return Finding(
            f"{who} holds the right tensors in another order.",
            "a saved optimizer state is matched by place: keep the order of the old group.",
        )
    for key, word in (("lr", "rate"), ("weight_decay", "weight decay")):
        if not math.isclose(now[key], then[key], rel_tol=1e-6):
            return Finding(
                f"{who} has the {word} {now[key]:g}, and it was {then[key]:g}.",
                "print the group that you return: which keys does it have, and what is in them?",
            )
    return None


def mode_finding(trial: dict, setup: Setup) -> Finding | None:
    """Which module of the fresh net is in another mode than the planned one."""
    planned, now = model_snapshot(setup.net)["training"], trial["after"]["training"]
    wrong = [path for path in planned if now.get(path) != planned[path]]
    if not wrong:
        return None
    mode = "eval" if planned[wrong[0]] else "train"
    who = repr(wrong[0]) if wrong[0] else "the model"
    return Finding(
        f"after apply_plan {who} is in {mode} mode, unlike the planned one "
        f"(modules that differ: {len(wrong)} of {len(planned)}).",
        "train() and eval() also reach all modules inside: does one of your calls undo another?",
    )


def training_finding(trial: dict, setup: Setup) -> Finding | None:
    """Where training by the new optimizer does not bear out right flags, groups and modes."""
    wrong = sorted(set(trial["moved"]) ^ set(moved(setup.probe, setup.optimizer)))
    if not wrong:
        return None
    return Finding(
        f"flags and groups are right, but training did not agree about {wrong[0]!r}.",
        "change flags and modes only; hooks and wrappers are not needed.",
    )
