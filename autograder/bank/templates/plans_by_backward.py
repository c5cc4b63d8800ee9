"""Four plans for one tower in the order of their backward work: which of them has this place?"""

import random

import torch

from autograder.bank.material.linear_towers import (
    backward_work,
    drawn_widths,
    linears,
    product_of,
    tower_code,
)
from autograder.bank.question import HARD, Choice, Draft, Template
from autograder.bank.running import names_after

HINT = "Price each plan layer by layer: one product if it learns, one if anything below it learns."
PLACES = {"cheapest": 0, "second cheapest": 1, "second dearest": 2, "dearest": 3}
# How often another set of four plans may be drawn before the tower is.
PATIENCE = 8


def make(rng: random.Random) -> Draft:
    """Five layers; four plans of which the one asked for differs from where its size puts it."""
    widths = drawn_widths(rng, 5, (10, 20, 30, 40, 50))
    code = tower_code(widths)
    model, batch = names_after(code)["model"], torch.ones(2, widths[0])
    costs = product_of(model, batch)
    place, at = rng.choice(list(PLACES.items()))
    for _ in range(PATIENCE):
        plans = _plans(rng)
        sizes = {plan: _learning(model, plan) for plan in plans}
        by_size = sorted(plans, key=sizes.get)
        # Cheap to foresee; what counts is the run below.
        if sorted(plans, key=lambda plan: _foreseen(costs, plan))[at] == by_size[at]:
            continue
        works = {plan: _work(model, batch, plan) for plan in plans}
        by_work = sorted(plans, key=works.get)
        if len({*works.values()}) == 4 and by_work[at] != by_size[at]:
            break
    else:
        return make(rng)
    stem = (
        "Which of these four freeze plans for the tower has the "
        f"**{place}** backward pass,\ncounted in operations of its products? (Layers are "
        f" numbered 1 to 5 from the input up.)\n\n```python\n{code}\n```"
    )
    said = {
        plan: f"In order of work: {' < '.join(_told(one) for one in by_work)}." for plan in plans
    }
    beliefs = {plan: {"belief": "two plans change places"} for plan in plans}
    beliefs[by_work[3 - at]] = {"belief": "the order is turned round"}
    beliefs[by_size[at]] = {"belief": "the order of trainable numbers"}
    wrong = [
        Choice(_told(plan), said[plan], **beliefs[plan]) for plan in plans if plan != by_work[at]
    ]
    return Draft(stem, Choice(_told(by_work[at]), said[by_work[at]]), wrong, HINT)


def _plans(rng: random.Random) -> list[tuple[int, ...]]:
    """Four different plans of one to four frozen layers, each of another number of layers."""
    return [tuple(sorted(rng.sample(range(5), count))) for count in (1, 2, 3, 4)]


def _told(plan: tuple[int, ...]) -> str:
    """A plan in words."""
    return f"frozen {', '.join(str(layer + 1) for layer in plan)}"


def _foreseen(costs: list[int], plan: tuple[int, ...]) -> int:
    """What the products of the backward pass cost under the plan, from the price of one of each."""
    learns = [layer not in plan for layer in range(len(costs))]
    return sum(
        cost * (own + any(learns[:at]))
        for at, (cost, own) in enumerate(zip(costs, learns, strict=True))
    )


def _set(model: torch.nn.Sequential, plan: tuple[int, ...]) -> None:
    """Put the flags of the tower as the plan says."""
    for layer, linear in enumerate(linears(model)):
        linear.requires_grad_(layer not in plan)


def _work(model: torch.nn.Sequential, batch: torch.Tensor, plan: tuple[int, ...]) -> int:
    """The counted operations of the backward pass under the plan."""
    _set(model, plan)
    return backward_work(model, batch)


def _learning(model: torch.nn.Sequential, plan: tuple[int, ...]) -> int:
    """How many numbers learn under the plan."""
    _set(model, plan)
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


TEMPLATE = Template("plans_by_backward", HARD, ("06",), ("06.2",), make)
