"""What is wrong with a plan for a fraud branch, from what came of it."""

import math
from typing import Any

from autograder.plain import decoded
from autograder.snapshot import changed, flags
from autograder.stops import stop_finding
from autograder.trials.branches import RATES, Desk, backward_of
from autograder.verdict import Finding
from autograder.words import kind_of, shown

WHO = "desk_plan"
KEYS = ("own", "eval", "groups")


def form_finding(entry: dict, desk: Desk) -> Finding | None:
    """Whether a plan cannot be carried out."""
    if entry["raised"]:
        return stop_finding(WHO, entry["raised"])
    plan = decoded(entry["returned"])
    if not isinstance(plan, dict):
        return Finding(f"{WHO} returned {kind_of(plan)}, not a dict.", "return the plan.")
    missing = [key for key in KEYS if key not in plan]
    if missing:
        return Finding(f"the plan has no {missing[0]!r}.", "the exercise names three keys.")
    for key in ("own", "eval"):
        if strange := _strange(plan[key], desk.names):
            return Finding(
                f"{key!r} holds {strange}, which is no block of the model.",
                "a list of names of blocks, as `model.body.named_children()` gives them.",
            )
    if failed := entry["failed"]:
        return Finding(
            f"carrying the plan out raised {failed['type']}: {failed['message'].rstrip('.')}.",
            "each group is a dict: 'names', a list of names of parameters, and 'lr', a number.",
        )
    return None


def _strange(listed: Any, names: list[str]) -> str:
    """The first thing in a list that is no name of a block; the list itself where it is none."""
    if type(listed) not in (list, tuple):
        return kind_of(listed)
    strange = [item for item in listed if type(item) is not str or item not in names]
    return shown(strange[0])[:60] if strange else ""


def cut_finding(entry: dict, desk: Desk) -> Finding | None:
    """Whether a plan costs too much, or trains less than it might."""
    done, depth = entry["done"], len(desk.names)
    while backward_of(desk, depth) > desk.budget:
        depth -= 1
    upper = desk.names[len(desk.names) - depth :]
    wanted = {
        name
        for name in flags(entry["before"])
        if name.startswith("head.") or name.split(".")[1] in upper
    }
    if set(done["learns"]) == wanted:
        return None
    seen = (
        f"with a budget of {desk.budget:.0f}, the plan's backward takes {done['backward']} and "
        f"trains {len(done['learns'])} of {len(flags(entry['before']))} tensors"
    )
    before, after = flags(entry["before"]), flags(entry["after"])
    if len(done["learns"]) == len(before) and before != after:
        return Finding(
            f"{seen}; flags were set in the model that was planned for.",
            "who reads a plan has a model just loaded: what does a state_dict say of flags?",
            "F21",
        )
    if not {"head.weight", "head.bias"} <= set(done["learns"]):
        return Finding(f"{seen}, the head's not among them.", "which layer is new in the branch?")
    if done["backward"] > desk.budget:
        return Finding(f"{seen}.", "what does each cut cost? `step_flops` counts it.")
    return Finding(f"{seen}; more would fit.", "how far down can the cut go for this budget?")


def old_finding(entry: dict, desk: Desk) -> Finding | None:
    """Whether training the branch moved anything that the old task runs on."""
    moved = entry["done"]["old_moved"]
    if not moved:
        return None
    statistics = [name for name in moved if "running" in name or "num_batches" in name]
    others = [name for name in moved if name not in statistics]
    if others:
        return Finding(
            f"three steps of the branch moved {others[0]!r}, which the old task uses "
            f"({len(others)} like it).",
            "who else runs on a block that fraud trains? What would fraud need instead?",
            "H16",
        )
    return Finding(
        f"three steps of the branch moved {statistics[0]!r}, which the old task uses "
        f"({len(statistics)} like it).",
        "which tensors of a shared block are not parameters, and what makes them move?",
        "E2",
    )


def rates_finding(entry: dict, desk: Desk) -> Finding | None:
    """Whether something learns at another rate than asked, or is copied and does not learn."""
    done = entry["done"]
    learning = {name.split(".")[1] for name in done["learns"]}
    idle = sorted(set(decoded(entry["returned"])["own"]) - learning)
    if idle:
        return Finding(
            f"{idle[0]!r} is among the copies and learns nothing ({len(idle)} like it).",
            "what could both tasks share, and save the memory?",
        )
    for name, rate in done["rates"].items():
        wanted = RATES["head" if name.startswith("head.") else "blocks"]
        if not math.isclose(rate, wanted, rel_tol=1e-6):
            return Finding(
                f"the plan gives {name!r} a rate of {rate:g}; {wanted:g} was asked for.",
                "each group has one rate: which names belong together?",
            )
    return None


def left_finding(entry: dict, desk: Desk) -> Finding | None:
    """Whether the model that was planned for is another one than before."""
    before, after = entry["before"], entry["after"]
    switched = [n for n, asks in flags(before).items() if flags(after).get(n) != asks]
    if switched:
        return Finding(
            f"after planning, the flag of {switched[0]!r} is not as before ({len(switched)} such).",
            "a plan is asked for, no freeze: price it on a copy, or put back what you change.",
        )
    if moved := changed(before, after):
        return Finding(
            f"after planning, {moved[0]!r} has other values.", "does pricing need the model itself?"
        )
    if before["training"] != after["training"]:
        return Finding(
            "after planning, the model is in another mode.", "price it on a copy of the model."
        )
    return None
