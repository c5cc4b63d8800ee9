"""How many numbers learn beside frozen layers: two thin factors each, and a whole head."""

import random
from collections import OrderedDict
from itertools import pairwise

from torch import nn

from autograder.bank.material.stems import with_code
from autograder.bank.question import EASY, Choice, Draft, Template
from course.adapters import Updated

HINT = "Which shapes have the two factors beside each layer, and which tensors does the head own?"


def make(rng: random.Random) -> Draft:
    """An encoder of three or four layers in a model with a head; one or two layers get factors."""
    outer, head = rng.choice(["encoder", "body", "trunk"]), rng.choice(["head", "fc", "out"])
    widths = [rng.randint(4, 20) for _ in range(rng.randint(4, 5))]
    classes, rank = rng.randint(2, 10), rng.randint(1, 3)
    layers = [f"nn.Linear({a}, {b})" for a, b in pairwise(widths)]
    last = f"nn.Linear({widths[-1]}, {classes})"
    places = sorted(rng.sample(range(len(layers)), rng.randint(1, 2)))
    paths = [f"{outer}.{place}" for place in places]
    whole = rng.random() < 0.7
    listed = "".join(f"        {layer},\n" for layer in layers)
    code = (
        "model = nn.ModuleDict({\n"
        f'    "{outer}": nn.Sequential(\n{listed}    ),\n    "{head}": {last},\n}})'
    )
    right, one = _counted(widths, classes, rank, places, whole=whole, outer=outer)
    sizes = [(widths[place], widths[place + 1]) for place in places]
    head_weight, head_all = widths[-1] * classes, (widths[-1] + 1) * classes
    full = sum(a * b for a, b in sizes)
    learns = head_all if whole else 0
    every = sum(rank * (a + b) for a, b in pairwise(widths))
    wrong = [
        (one + learns, "counts one factor of the two.", "", "one factor is forgotten"),
        (rank * full + learns, "multiplies what two thin factors add up.", "",
         "the sides are multiplied"),
        (full + learns, "counts a full matrix beside each layer.", "",
         "the product is taken for the parameters"),
        (right + full, "counts the frozen weights, too.", "", "frozen weights are counted"),
        (every + learns, f"counts factors beside all {len(layers)} layers.", "",
         "every layer is thought to be listed"),
        (right + sum(b for _, b in sizes), "counts a bias beside each pair of factors.", "",
         "factors are thought to have biases"),
        (2 * len(places) + 2 * whole, "is the number of tensors that learn.", "G1", ""),
    ]  # fmt: skip
    if whole:
        wrong += [
            (right - head_all, f"leaves out `{head}`, which learns.", "B17", ""),
            (right - head_all + head_weight, f"leaves out the bias of `{head}`.", "A25", ""),
        ]
    else:
        wrong.append((right + head_all, f"counts `{head}`, which is frozen.", "",
                      "the head is thought to learn anyway"))  # fmt: skip
    told = " and ".join(f"`{path}`" for path in paths)
    end = f"`{head}` learns as a whole" if whole else f"`{head}` is frozen, too"
    return Draft(
        with_code(
            f"All of this model is frozen first. Then a low-rank update of rank {rank} is put "
            f"beside {told}: `down` of shape (rank, in_features) and `up` of shape (out_features, "
            f"rank), which learn. {end[0].upper() if end[0] != '`' else '`'}{end[1:]}. "
            "How many **numbers** learn?",
            code,
        ),
        Choice(str(right), f"The factors hold {right - learns}, the head {learns} that learn."),
        [Choice(str(n), f"{n} {says}", why, belief) for n, says, why, belief in wrong],
        HINT,
    )


def _counted(
    widths: list[int], classes: int, rank: int, places: list[int], *, whole: bool, outer: str
) -> tuple[int, int]:
    """Numbers that learn in the model itself, and those of the down factors alone."""
    inner = nn.Sequential(*(nn.Linear(a, b) for a, b in pairwise(widths)))
    head = nn.Linear(widths[-1], classes)
    updated = Updated(nn.Sequential(OrderedDict({outer: inner})), rank, seed=0)
    chosen = [updated.paths.index(f"{outer}.{place}") for place in places]
    downs = sum(updated.downs[at].numel() for at in chosen)
    ups = sum(updated.ups[at].numel() for at in chosen)
    return downs + ups + whole * sum(p.numel() for p in head.parameters()), downs


TEMPLATE = Template("thin_update_count", EASY, ("10",), ("10.1", "10.4"), make)
