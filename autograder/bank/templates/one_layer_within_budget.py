"""Which single layer of a tower may learn within a budget: its place counts as its size does."""

import random

import torch

from autograder.bank.material.linear_towers import drawn_widths, linears, product_of, tower_code
from autograder.bank.material.plan_prices import Priced, priced
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.bank.running import names_after

HINT = "One layer learns: its own product, and one for each layer above it, that hands down to it."
NAMES = ("mix", "gate", "shape", "reduce", "project", "embedding", "gathering", "compression")


def make(rng: random.Random) -> Draft:
    """Four layers with names, a price list, and a budget that leaves out at least one of them."""
    widths = drawn_widths(rng, 4, (5, 10, 20, 30, 40, 50))
    rows, names = rng.choice([5, 10, 20]), rng.sample(NAMES, 4)
    model = names_after(tower_code(widths))["model"]
    batch = torch.ones(rows, widths[0])
    alone = {one: priced(model, batch, [at for at in range(4) if at != one]) for one in range(4)}
    prices = sorted(plan.price for plan in alone.values())
    at = rng.randint(1, 2)
    budget = (prices[at] + prices[at + 1]) // 2
    fitting = sorted(
        (one for one in alone if alone[one].price <= budget), key=lambda one: -alone[one].learning
    )
    right, sizes = fitting[0], [layer.weight.numel() for layer in linears(model)]
    if alone[right].learning == alone[fitting[1]].learning or right == sizes.index(max(sizes)):
        return make(rng)
    costs = product_of(model, batch)
    table = [f"{name:<14}{alone[one].learning:<9}{costs[one]}" for one, name in enumerate(names)]
    listed = "\n".join(["layer         numbers  one product", *table])
    stem = (
        "Four Linear layers stand on one another, the first in the list at the input, with ReLU "
        "between.\nA backward pass may take at most "
        f"**{budget}** operations in products, and just one layer is to learn:\nthe one with the "
        f"most numbers that the budget allows. Which layer is it?\n\n```\n{listed}\n```"
    )
    wrong = [
        Choice(names[one], _says(plan, budget), **_why(one, plan, budget, costs, sizes))
        for one, plan in alone.items()
        if one != right
    ]
    return Draft(stem, Choice(names[right], _says(alone[right], budget)), wrong, HINT)


def _says(plan: Priced, budget: int) -> str:
    """What it costs to let this layer learn alone."""
    fits = "fits" if plan.price <= budget else "is too dear"
    return f"Alone it costs {plan.price}, which {fits}, and {plan.learning} numbers learn."


def _why(one: int, plan: Priced, budget: int, costs: list[int], sizes: list[int]) -> dict[str, str]:
    """The way of thinking that chooses this layer."""
    if plan.price <= budget:
        return {"belief": "a layer that fits is enough"}
    if sizes[one] == max(sizes):
        return {"belief": "the largest layer is taken"}
    if costs[one] <= budget:
        return {"belief": "only its own product is priced"}
    return {"belief": "the way down is forgotten"}


TEMPLATE = Template("one_layer_within_budget", MEDIUM, ("06",), ("06.5",), make)
