"""What an optimizer makes of parameter groups that a function returned for a net.

Groups are read twice and given away once: a generator among them shows itself.
"""

import itertools
from collections.abc import Callable, Iterable
from typing import Any

import torch

from autograder.answers import RAISED_FORM, called
from autograder.snapshot import MODEL_FORM, model_snapshot
from autograder.trials import nets, optimizer_trial
from autograder.verdict import Finding
from autograder.words import with_article

# No rate that is asked for: an optimizer falls back on it where a group has none of its own.
OTHER_RATE = 0.75
STEPS = 3
MOST = 100
READ_ONCE = ("generator", "filter", "map", "chain")
FORM = {
    "raised": RAISED_FORM,
    "type": str,
    "groups": [{"type": str, "keys": [str], "container": str, "first": int, "again": int}],
    "before": MODEL_FORM,
    "after": MODEL_FORM,
    "refused": RAISED_FORM,
    "held": (None, optimizer_trial.HELD_FORM),
    "trained": (None, optimizer_trial.TRAINED_FORM),
}


def tried(answer: Callable, probe: nets.Probe, *arguments: Any) -> dict:
    """What `answer(probe.net, *arguments)` returned, and what AdamW makes of it, as plain data."""
    before = model_snapshot(probe.net)
    outcome = called(answer, probe.net, *arguments)
    after = model_snapshot(probe.net)
    groups = list(outcome.value) if type(outcome.value) in (list, tuple) else []
    first = [_members(group) for group in groups]
    used = called(_used, groups, first, probe)
    return {
        "raised": outcome.raised,
        "type": type(outcome.value).__name__,
        "groups": [_told(g, m) for g, m in zip(groups, first, strict=True)],
        "before": before,
        "after": after,
        # The line is one of ours.
        "refused": used.raised and used.raised | {"line": None},
        "held": used.value and used.value[0],
        "trained": used.value and used.value[1],
    }


def _members(group: Any) -> list:
    """The parameters of a group, read as an optimizer reads them; pairs with a name are allowed."""
    params = group.get("params", ()) if isinstance(group, dict) else ()
    if isinstance(params, torch.Tensor):
        return [params]
    members = list(itertools.islice(params, MOST)) if isinstance(params, Iterable) else []
    return [m[1] if type(m) is tuple and len(m) == 2 else m for m in members]


def _told(group: Any, first: list) -> dict:
    """A group as it was returned: its keys, and how many members two readings find."""
    keys = [key for key in group if type(key) is str] if isinstance(group, dict) else []
    params = group.get("params") if isinstance(group, dict) else None
    return {
        "type": "dict" if isinstance(group, dict) else type(group).__name__,
        "keys": keys,
        "container": type(params).__name__,
        "first": len(first),
        "again": len(_members(group)),
    }


def _used(groups: list, members: list[list], probe: nets.Probe) -> tuple[dict, dict]:
    """What AdamW holds when it is given these groups, and what it moves."""
    given = [group | {"params": read} for group, read in zip(groups, members, strict=True)]
    optimizer = torch.optim.AdamW(given, lr=OTHER_RATE, weight_decay=0.1)
    now = optimizer_trial.held(optimizer, probe.net)
    return now, optimizer_trial.trained(optimizer, probe, steps=STEPS)


def misshapen(entry: dict) -> Finding | None:
    """What keeps a returned value from being a list of groups that can be read twice."""
    if entry["type"] not in ("list", "tuple"):
        return Finding(
            f"param_groups returned {with_article(entry['type'])}, not a list of groups.",
            "a group is a dict; return one list that holds the groups.",
        )
    for number, group in enumerate(entry["groups"], start=1):
        if group["type"] != "dict" or "params" not in group["keys"]:
            lacks = "has no key 'params'" if group["type"] == "dict" else "is no dict"
            return Finding(
                f"group {number} {lacks}.", "which keys does an optimizer look for in a group?"
            )
        if group["container"] in READ_ONCE and group["first"]:
            return Finding(
                f"the 'params' of group {number} held {group['first']} when read first, "
                f"then {group['again']}.",
                "a generator gives its members away: what keeps them?",
                "D9",
            )
        if group["container"] in READ_ONCE:
            return Finding(
                f"the 'params' of group {number} are a {group['container']} with nothing left.",
                "who had read it before?",
                "D9",
            )
        if group["container"] in ("set", "frozenset"):
            return Finding(
                f"the 'params' of group {number} are a set.",
                "an optimizer wants an order that repeats.",
            )
    return None


def refused(raised: dict | None) -> Finding:
    """What to say where AdamW did not take the groups, or could not step with them."""
    if raised is None:
        return Finding("the evidence lacks a training run.", "run the check once more.")
    seen = f"AdamW refused the groups: {raised['message'].rstrip('.')}."
    if "more than one parameter group" in raised["message"]:
        return Finding(seen, "which tensors stand on two of your lists?", "D8")
    if "empty parameter list" in raised["message"]:
        return Finding(seen, "how many groups are in your list?", "C3")
    return Finding(seen, "build an AdamW from your groups in a cell of your own.")
