"""Records of training runs, as lists of dicts, in which some pairs differ in the freeze alone.

Every record has the same keys. A body that is frozen as a whole has no rate.
"""

import itertools
from typing import Any

import torch

Record = dict[str, Any]
BLOCKS = ["block1", "block2", "block3", "block4"]
NOT_COMPARED = ("name", "frozen", "accuracy")


def plain(seed: int) -> list[Record]:
    """Four runs that differ in what is frozen, and in their accuracies: every pair is fair."""
    draw = torch.Generator().manual_seed(seed)
    base = _base(draw)
    frozen = [[], BLOCKS[:1], BLOCKS[:2], BLOCKS]
    return _shuffled([_variant(base, draw, frozen=part) for part in frozen], draw)


def planted(seed: int) -> dict[str, list[Record]]:
    """By key, three runs: two that differ in the freeze only, and one that differs in `key` too.

    In one list more, "nothing", the third differs in nothing but its name.
    """
    draw = torch.Generator().manual_seed(seed + 1)
    others = {
        "lr_head": lambda r: r["lr_head"] / 10,
        "lr_body": lambda r: r["lr_body"] / 10,
        "steps": lambda r: 2 * r["steps"],
        "labels": lambda r: r["labels"] + 2,
        "seed": lambda r: r["seed"] + 1,
        "checkpoint": lambda r: "clothing" if r["checkpoint"] != "clothing" else "none",
        "chosen_on": lambda r: "test",
        "mode": lambda r: "train",
    }
    lists = {}
    for key, other in others.items():
        base = _base(draw)
        runs = [_variant(base, draw, frozen=BLOCKS[:2]), _variant(base, draw, frozen=[])]
        runs.append(_variant(base | {key: other(base)}, draw, frozen=BLOCKS[:1]))
        lists[key] = _shuffled(runs, draw)
    base = _base(draw)
    same = [_variant(base, draw, frozen=BLOCKS[:2]) for _ in range(3)]
    lists["nothing"] = same
    return lists


def as_published(seed: int) -> list[Record]:
    """The six methods of the lesson, with rates drawn from those that they may choose."""
    draw = torch.Generator().manual_seed(seed + 2)
    slow, fast = (1e-3, 1e-2) if _below(2, draw) else (3e-4, 3e-2)
    base = _base(draw) | {"lr_head": fast, "lr_body": None, "checkpoint": "MNIST", "steps": 150}
    probe = base | {"name": "LP", "frozen": BLOCKS}
    runs = [
        probe,
        probe | {"name": "random frozen", "checkpoint": "none"},
        probe | {"name": "scratch", "checkpoint": "none", "lr_body": fast, "frozen": []},
        probe | {"name": "FT", "frozen": [], "lr_head": slow, "lr_body": slow},
        probe | {"name": "FT2", "frozen": [], "lr_body": slow},
        probe | {"name": "LP-FT", "frozen": [], "lr_body": slow, "steps": 210},
    ]
    return _shuffled([run | {"accuracy": _accuracy(draw)} for run in runs], draw)


def differ_in(one: Record, other: Record) -> list[str]:
    """The keys, besides the freeze and what came of it, in which two runs differ."""
    return [
        key
        for key in one
        if key not in NOT_COMPARED
        and one[key] != other[key]
        and not (key == "lr_body" and None in (one[key], other[key]))
    ]


def pairs(runs: list[Record]) -> dict[frozenset[str], list[str]]:
    """By the two names of a pair, the keys in which it differs besides the freeze."""
    return {
        frozenset((a["name"], b["name"])): differ_in(a, b)
        for a, b in itertools.combinations(runs, 2)
    }


def _base(draw: torch.Generator) -> Record:
    """A record whose settings are drawn."""
    return {
        "name": "",
        "checkpoint": ("MNIST", "digits", "clothing")[_below(3, draw)],
        "frozen": [],
        "lr_head": (3e-3, 1e-2, 3e-2)[_below(3, draw)],
        "lr_body": (1e-4, 3e-4, 1e-3)[_below(3, draw)],
        "steps": (60, 120, 150)[_below(3, draw)],
        "labels": 1 + _below(10, draw),
        "seed": _below(100, draw),
        "chosen_on": "validation",
        "mode": "eval",
        "accuracy": 0.0,
    }


def _variant(base: Record, draw: torch.Generator, *, frozen: list[str]) -> Record:
    """A run like `base` with this freeze, a name and an accuracy of its own."""
    letters = "".join(chr(97 + _below(26, draw)) for _ in range(4))
    run = base | {"name": f"run-{letters}", "frozen": list(frozen), "accuracy": _accuracy(draw)}
    return run | {"lr_body": None} if frozen == BLOCKS else run


def _shuffled(runs: list[Record], draw: torch.Generator) -> list[Record]:
    """The runs in a drawn order."""
    return [runs[place] for place in torch.randperm(len(runs), generator=draw).tolist()]


def _accuracy(draw: torch.Generator) -> float:
    """A drawn accuracy between .4 and .9."""
    return (400 + _below(500, draw)) / 1000


def _below(count: int, draw: torch.Generator) -> int:
    """A drawn number from 0 to `count` - 1."""
    return int(torch.randint(0, count, (), generator=draw))
