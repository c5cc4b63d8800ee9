"""MISTAKES D, first half: what the groups of the optimizers hold and say."""

import difflib
from collections.abc import Iterator

from autograder.diagnosis.diagnosis import Diagnosis, note, problem, quoted
from autograder.diagnosis.facts import Facts

# What people write for a key, where its letters are too far from it to be matched.
OTHER_WORDS = {"learning_rate": "lr", "rate": "lr", "wd": "weight_decay", "decay": "weight_decay"}


def nothing_held(facts: Facts) -> Iterator[Diagnosis]:
    """C3: optimizers in which no group holds anything."""
    if facts.case.optimizers and not facts.in_optimizers:
        yield problem(
            "C3",
            f"The optimizer holds no parameter at all ({len(facts.on)} tensors of the model ask "
            "for a gradient).",
            "how many parameters passed your filter, and was it read once already?",
        )


def held_twice(facts: Facts) -> Iterator[Diagnosis]:
    """D8: one tensor stands in the groups more than once."""
    times: dict[int, int] = {}
    for tensor in facts.in_optimizers:
        times[id(tensor)] = times.get(id(tensor), 0) + 1
    twice = [name for name, p in facts.parameters.items() if times.get(id(p), 0) > 1]
    if twice:
        yield problem(
            "D8",
            f"{quoted(twice)} stands in the optimizer more than once ({len(twice)} tensors do).",
            "which list did you add to which: is one part of the other?",
            twice,
        )


def rate_of_zero(facts: Facts) -> Iterator[Diagnosis]:
    """D12: groups with a rate of 0 beside others, and no schedule that would raise it."""
    groups = [group for one in facts.case.optimizers for group in one.param_groups]
    still = [g for g in groups if g["params"] and g["lr"] == 0 and not g.get("initial_lr")]
    if len(still) == len(groups):
        return
    ids = {id(p) for group in still for p in group["params"]}
    names = [name for name in facts.on if id(facts.parameters[name]) in ids]
    if names:
        yield note(
            "D12",
            f"{quoted(names)} has a learning rate of 0 and asks for a gradient "
            f"({len(names)} tensors): it stays, at the price of a full backward pass.",
            "who else is allowed to write that rate? A flag would be free.",
            names,
        )


def unknown_keys(facts: Facts) -> Iterator[Diagnosis]:
    """D22: a key in a group that looks like an option of the optimizer and is none."""
    for one in facts.case.optimizers:
        for k, group in enumerate(one.param_groups):
            for key in group:
                meant = _meant(str(key), [*one.defaults])
                if meant and key not in one.defaults:
                    yield problem(
                        "D22",
                        f"Group {k} of {type(one).__name__} has the key {key!r}, which it never "
                        f"reads; its {meant} is {group[meant]}.",
                        "print the group: which value is in force?",
                        [f"group {k}"],
                    )


def _meant(key: str, options: list[str]) -> str:
    """The option that a key seems to mean, or nothing."""
    if key in ("params", "initial_lr", "max_lr", "min_lr", "lr_scale", "name"):
        return ""
    word = OTHER_WORDS.get(key.lower().replace("-", "_"))
    near = difflib.get_close_matches(key.lower(), options, n=1, cutoff=0.8)
    return word if word in options else next(iter(near), "")


def late_groups(facts: Facts) -> Iterator[Diagnosis]:
    """D13: a scheduler that was made before a group was added cannot step."""
    scheduler = facts.case.scheduler
    bases = getattr(scheduler, "base_lrs", None)
    groups = getattr(getattr(scheduler, "optimizer", None), "param_groups", None)
    if facts.run.schedule and bases is not None and groups is not None and len(groups) > len(bases):
        yield problem(
            "D13",
            f"The scheduler knows {len(bases)} groups, the optimizer has {len(groups)}; its step() "
            f"raises {facts.run.schedule}.",
            "how many groups did the scheduler see when it was made?",
        )


RULES = (nothing_held, held_twice, rate_of_zero, unknown_keys, late_groups)
