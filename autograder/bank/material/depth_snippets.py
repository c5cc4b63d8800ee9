"""Snippets that set up a network for a depth curve, and what each of them really sets up."""

import copy
import random

import torch

from autograder.bank.running import names_after


def snippets_for(rng: random.Random, n: int) -> list[str]:
    """Ways to set up a network, with a spelling of the freeze drawn for all of them."""
    load = f"net[:{n}].load_state_dict(base[:{n}].state_dict())"
    each = rng.choice(["block", "part", "layer"])
    loop = f"for k in range({n}):\n    net[k].load_state_dict(base[k].state_dict())"
    freeze = rng.choice(
        [
            f"net[:{n}].requires_grad_(False)",
            f"for {each} in net[:{n}]:\n    {each}.requires_grad_(False)",
            f"for p in net[:{n}].parameters():\n    p.requires_grad = False",
        ]
    )
    other = rng.choice([f"net[{n}:].requires_grad_(False)", "net.requires_grad_(False)"])
    new, old = "net = copy.deepcopy(start)", "net = copy.deepcopy(base)"
    nested = f"net = nn.Sequential(*copy.deepcopy(base)[:{n}], *copy.deepcopy(start)[{n}:])"
    ways = [
        [new, freeze],
        [new, load, freeze],
        [new, loop, freeze],
        [nested, freeze],
        [new, load],
        [new, loop],
        [nested],
        [old, freeze],
        [old],
        ["net = start", freeze],
        ["net = start", load],
        [f"net = nn.Sequential(*base[:{n}], *start[{n}:])", freeze],
        [new, other],
        [new, load, other],
    ]
    return ["\n".join(way) for way in ways]


def shape_after(setting: str, code: str, n: int) -> tuple:
    """What the network that `code` sets up looks like, as five facts.

    Whose values the first `n` blocks hold, whether they are frozen, the same for the rest, and
    whether all its tensors are new.
    """
    names = names_after(setting)
    before = {name: copy.deepcopy(names[name]) for name in ("base", "start")}
    net = names_after(code, **names, copy=copy)["net"]
    theirs = {id(p) for name in ("base", "start") for p in names[name].parameters()}
    halves = [
        value
        for half in (slice(0, n), slice(n, None))
        for value in (
            next(
                name
                for name, source in before.items()
                if torch.equal(net[half][0].weight, source[half][0].weight)
            ),
            not net[half][0].weight.requires_grad,
        )
    ]
    return (*halves, not any(id(p) in theirs for p in net.parameters()))
