"""Which plan for a tower fits a budget of backward work and lets the most numbers learn."""

import random
import re

import torch

from autograder.bank.material.linear_towers import drawn_widths, tower_code
from autograder.bank.material.plan_prices import (
    Priced,
    best_within,
    priced_as_if_stopped,
    priced_by_weights,
    priced_plans,
)
from autograder.bank.question import HARD, Choice, Draft, Template
from autograder.bank.running import names_after

HINT = "Price each plan by hand. Among those that fit, compare how many numbers learn."
LAYERS = 4
NAMES = ("mix", "gate", "shape", "reduce", "project", "embedding", "gathering", "compression")


def make(rng: random.Random) -> Draft:
    """Four layers, and a budget that some plans fit and some do not."""
    widths = drawn_widths(rng, LAYERS, (5, 10, 20, 30, 40))
    rows, names = 10, rng.sample(NAMES, LAYERS)
    code = _named(tower_code(widths), names)
    model, batch = names_after(code)["model"], torch.ones(10, widths[0])
    plans = priced_plans(model, batch)
    prices = sorted({plan.price for plan in plans})
    middle = rng.randint(len(prices) // 4, 3 * len(prices) // 4)
    budget = (prices[middle] + prices[middle + 1]) // 2
    best = best_within(plans, budget)
    if sum(p.learning == best.learning and p.price <= budget for p in plans) > 1:
        return make(rng)
    stem = (
        f"A batch has {rows} rows, and the products of one backward pass may take at most "
        f"**{budget}** operations.\nWhich plan fits, and lets the most numbers learn of the "
        "four? A layer from a to b costs\n2 * rows * a * b for each product, and has a * b + b "
        f"numbers.\n\n```python\n{code}\n```"
    )
    beliefs = {}
    own = best_within(priced_by_weights(plans, model, batch), budget)
    stopped = best_within(priced_as_if_stopped(plans, model, batch), budget)
    largest = max(range(LAYERS), key=lambda at: widths[at] * widths[at + 1])
    for plan in rng.sample(plans, len(plans)):
        if plan.price > budget:
            beliefs[plan] = {"belief": "the price is not worked out"}
        elif plan.learning < best.learning:
            beliefs[plan] = {"belief": "a plan that fits is enough"}
    named = {
        own: {"belief": "only weight gradients are priced"},
        stopped: {"mistake": "F5"},
        next(p for p in plans if p.frozen == (largest,)): {"belief": "the largest layer is frozen"},
    }
    for plan, why in named.items():
        real = next((p for p in plans if plan and p.frozen == plan.frozen), None)
        if real in beliefs:
            beliefs[real] = why
    told = _frozen if rng.random() < 0.5 else _learning
    wrong = [Choice(told(plan, names), _says(plan, budget), **why) for plan, why in beliefs.items()]
    return Draft(stem, Choice(told(best, names), _says(best, budget)), wrong, HINT)


def _named(code: str, names: list[str]) -> str:
    """The code of the tower with the name of each Linear behind it."""
    for name in names:
        code = re.sub(r"(nn\.Linear\(\d+, \d+\),)$", rf"\1  # {name}", code, count=1, flags=re.M)
    return code


def _frozen(plan: Priced, names: list[str]) -> str:
    """The plan in words, by what it freezes."""
    held = [names[layer] for layer in plan.frozen]
    return f"freeze {', '.join(held)}" if held else "freeze nothing"


def _learning(plan: Priced, names: list[str]) -> str:
    """The plan in words, by what learns."""
    taught = [name for layer, name in enumerate(names) if layer not in plan.frozen]
    return f"train {', '.join(taught)} only" if plan.frozen else "train all"


def _says(plan: Priced, budget: int) -> str:
    """What the plan costs and gives."""
    fits = "fits" if plan.price <= budget else "is too dear"
    return f"This plan {fits}: {plan.price} operations; {plan.learning} numbers learn."


TEMPLATE = Template("plan_for_budget", HARD, ("06",), ("06.2", "06.5"), make)
