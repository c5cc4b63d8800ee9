"""All freeze plans of a small tower, priced by running them, and as wrong models price them."""

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import torch
from torch import nn

from autograder.bank.material.linear_towers import backward_work, linears, product_of


class Priced(NamedTuple):
    """A plan: the layers that are frozen, how many numbers learn, and what backward costs."""

    frozen: tuple[int, ...]
    learning: int
    price: int


def priced(model: nn.Sequential, batch: torch.Tensor, frozen: Sequence[int]) -> Priced:
    """The plan that freezes these layers, counted on the model; its flags stay as the plan says."""
    for at, layer in enumerate(linears(model)):
        layer.requires_grad_(at not in frozen)
    size = sum(p.numel() for p in model.parameters() if p.requires_grad)
    return Priced(tuple(frozen), size, backward_work(model, batch))


def priced_plans(model: nn.Sequential, batch: torch.Tensor) -> list[Priced]:
    """Every plan with at least one layer that learns, counted on the model."""
    layers = range(len(linears(model)))
    return [
        priced(model, batch, frozen) for count in layers for frozen in combinations(layers, count)
    ]


def priced_by_weights(
    plans: Sequence[Priced], model: nn.Sequential, batch: torch.Tensor
) -> list[Priced]:
    """The plans as they are priced where only weight gradients are thought of."""
    costs = product_of(model, batch)
    return [plan._replace(price=_own(plan.frozen, costs)) for plan in plans]


def priced_as_if_stopped(
    plans: Sequence[Priced], model: nn.Sequential, batch: torch.Tensor
) -> list[Priced]:
    """The plans as they are priced where a frozen layer is thought to end the way down."""
    costs = product_of(model, batch)
    return [plan._replace(price=_stopped(plan.frozen, costs)) for plan in plans]


def best_within(plans: Sequence[Priced], budget: int) -> Priced | None:
    """The plan under which most numbers learn within the budget; None where none fits."""
    fitting = [plan for plan in plans if plan.price <= budget]
    return max(fitting, key=lambda plan: plan.learning, default=None)


def _own(frozen: tuple[int, ...], costs: Sequence[int]) -> int:
    """The weight gradients alone."""
    return sum(cost for at, cost in enumerate(costs) if at not in frozen)


def _stopped(frozen: tuple[int, ...], costs: Sequence[int]) -> int:
    """Weight gradients, and input gradients from the top down to the first frozen layer."""
    lowest = max(frozen, default=-1)
    handed = sum(cost for at, cost in enumerate(costs) if at > max(lowest + 1, 0))
    return _own(frozen, costs) + handed
