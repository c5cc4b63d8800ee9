"""Blocks, prices of their forward products and a budget: how low fraud's own copies may begin."""

import random
from itertools import pairwise

import torch
from torch import nn

from autograder.bank.material.fraud_words import table
from autograder.bank.material.parameter_names import quoted
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from course.cost import step_flops

WORDS = ("block", "stage", "part", "unit", "level")
HINT = "What does each learning block pay for its weight, and who asks it for a gradient below?"


def make(rng: random.Random) -> Draft:
    """Four or five Linear blocks and a head; the answer is measured on either side of the cut."""
    count, word = rng.choice((4, 5)), rng.choice(WORDS)
    names = [f"{word}{at}" for at in range(1, count + 1)]
    widths = [rng.choice((5, 10, 15, 20, 25, 30)) for _ in range(count + 1)] + [2]
    rows = rng.choice((100, 200, 300))
    forward = [2 * rows * a * b for a, b in pairwise(widths)]
    costs = [_backward(forward, cut) for cut in range(count + 1)]
    cut = rng.randint(1, count)
    # Between this cut and the next lower one, in whole kFLOP.
    low, high = costs[cut] // 1000 + 1, costs[cut - 1] // 1000 - 1
    own = names[cut:]
    layers = [*(f"`{name}`" for name in names), "head"]
    prices = [[name, f"{n / 1000:g}"] for name, n in zip(layers, forward, strict=True)]
    budget = rng.randint(low, max(low, high))
    stem = (
        "The body is a row of Linear blocks with ReLU behind each, the input at the bottom "
        "of the table. Fraud gets copies of all blocks above a cut and trains them and the head; "
        "what is below the cut stays shared and frozen. A gradient of a layer's weight costs "
        "as many operations as its forward product, and so does a gradient of its input.\n\n"
        f"{table(['layer', 'forward product, kFLOP'], prices[::-1])}\n\n"
        f"One backward pass may cost at most {budget} kFLOP. With the lowest cut that is allowed, "
        "of which blocks does fraud have copies?"
    )
    if high < low or not _measured(widths, rows, cut, 1000 * budget):
        return Draft(stem, Choice("none", "Nothing."), [], HINT)
    found = [
        *(
            _cut(names, costs, other, cut, _belief(forward, other, 1000 * budget))
            for other in range(count + 1)
            if other != cut
        ),
        *(
            (names[:end], "Copies stand above the cut, and these are below.", BELOW)
            for end in range(1, count)
        ),
    ]
    wrong = [Choice(quoted(blocks), says, "", belief) for blocks, says, belief in found]
    says = f"This cut costs {costs[cut] / 1000:g} kFLOP, the next lower {costs[cut - 1] / 1000:g}."
    return Draft(stem, Choice(quoted(own), says), wrong, HINT)


BELOW = "the lower blocks are copied"


def _backward(forward: list[int], cut: int) -> int:
    """What a backward pass costs if the layers from `cut` on learn.

    The lowest layer that learns needs no gradient of its input.
    """
    return sum(forward[cut:]) + sum(forward[cut + 1 :])


def _measured(widths: list[int], rows: int, cut: int, budget: int) -> bool:
    """Whether a run agrees that this cut is within the budget and the next lower one is not."""
    layers = [nn.Linear(a, b) for a, b in pairwise(widths)]
    net = nn.Sequential(*(part for layer in layers for part in (layer, nn.ReLU())))[:-1]
    batch, labels = torch.zeros(rows, widths[0]), torch.zeros(rows, dtype=torch.long)
    spent = []
    for first in (cut, cut - 1):
        net.requires_grad_(False)
        for layer in layers[first:]:
            layer.requires_grad_(True)
        spent.append(step_flops(net, batch, labels).backward)
    return spent[0] <= budget < spent[1]


def _cut(names: list[str], costs: list[int], other: int, cut: int, belief: str) -> tuple:
    """Another cut with what it costs."""
    price = f"{costs[other] / 1000:g} kFLOP"
    says = f"This costs {price}, and a lower cut fits."
    if other < cut:
        says = f"This costs {price}: too much."
    return names[other:], says, belief


def _belief(forward: list[int], other: int, budget: int) -> str:
    """The way of counting that ends at another cut, or a plain one."""
    ways = {
        "only weight gradients are counted": lambda c: sum(forward[c:]),
        "the lowest block pays twice": lambda c: _backward(forward, c) + forward[c],
        "the forward pass is counted": lambda c: _backward(forward, c) + sum(forward),
    }
    for belief, price in ways.items():
        fits = [c for c in range(len(forward)) if price(c) <= budget]
        if fits and min(fits) == other:
            return belief
    return "a cut is taken by feel"


TEMPLATE = Template("cut_for_a_budget", MEDIUM, ("12",), ("12.3",), make)
