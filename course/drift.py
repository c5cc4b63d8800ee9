"""How far a layer drifts that was frozen while training was under way.

The flag stops gradients from being made. It does not reach one that is there already, nor what
the optimizer remembers, and zero is not the same as no gradient.
"""

from collections.abc import Callable, Iterable
from itertools import product
from typing import NamedTuple

import torch
from torch import nn, optim
from torch.nn import functional as F

from course.models import two_linear

# When the flag goes off, within a step of zero_grad(), backward(), step().
FREEZES = ("before zero_grad", "after backward")
# What zero_grad() leaves behind: the default, and zero_grad(set_to_none=False).
CLEARED = ("None", "zeros")
OPTIMIZERS: dict[str, Callable[[Iterable[nn.Parameter]], optim.Optimizer]] = {
    "SGD": lambda parameters: optim.SGD(parameters, lr=0.1),
    "momentum": lambda parameters: optim.SGD(parameters, lr=0.1, momentum=0.9),
    "momentum + decay": lambda parameters: optim.SGD(
        parameters, lr=0.1, momentum=0.9, weight_decay=0.1
    ),
    "Adam": lambda parameters: optim.Adam(parameters, lr=0.01),
    "AdamW": lambda parameters: optim.AdamW(parameters, lr=0.01, weight_decay=0.1),
    "RMSprop": lambda parameters: optim.RMSprop(parameters, lr=0.01),
}


class Case(NamedTuple):
    """One way to be late: a moment of FREEZES, one of CLEARED, and one of OPTIMIZERS."""

    freeze: str
    cleared: str
    optimizer: str


CASES = tuple(Case(*words) for words in product(FREEZES, CLEARED, OPTIMIZERS))


def drift(
    case: Case,
    model: nn.Sequential,
    inputs: torch.Tensor,
    targets: torch.Tensor,
    *,
    warm_up: int = 5,
    steps: int = 5,
) -> list[float]:
    """The largest move of any number of `model[0]` since its freeze, after each of `steps` steps.

    The model, which is changed, takes `warm_up` ordinary steps first; the optimizer holds all of
    it throughout. `targets` are class numbers, int64 (n,). Moves are in the unit of the weights,
    and a layer that holds still has exactly 0.0. Raises KeyError for an unknown optimizer.
    """
    optimizer = OPTIMIZERS[case.optimizer](model.parameters())
    start, moves = [], []
    for step in range(-warm_up, steps):
        if step == 0 and case.freeze == "before zero_grad":
            start = _frozen_now(model[0])
        optimizer.zero_grad(set_to_none=case.cleared == "None")
        F.cross_entropy(model(inputs), targets).backward()
        if step == 0 and case.freeze == "after backward":
            start = _frozen_now(model[0])
        optimizer.step()
        if step >= 0:
            pairs = zip(model[0].parameters(), start, strict=True)
            moves.append(max((now - then).abs().max().item() for now, then in pairs))
    return moves


def drifts(seed: int) -> dict[Case, list[float]]:
    """`drift` of every case, on `two_linear(seed)` and 32 examples drawn from the same seed."""
    inputs = torch.randn(32, 10, generator=torch.Generator().manual_seed(seed))
    targets = (inputs[:, 0] + inputs[:, 1] > 0).long()
    return {case: drift(case, two_linear(seed), inputs, targets) for case in CASES}


def as_table(moves: dict[Case, list[float]]) -> str:
    """The last move of each case with three decimals, a column for each optimizer in `moves`.

    An exact zero is written as 0.
    """
    names = list(dict.fromkeys(case.optimizer for case in moves))
    rows = dict.fromkeys(case[:2] for case in moves)
    lines = [("flag off", "zero_grad leaves", *names)]
    for row in rows:
        ends = [moves[Case(*row, name)][-1] for name in names]
        lines.append((*row, *(f"{end:.3f}" if end else "0" for end in ends)))
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _frozen_now(layer: nn.Module) -> list[torch.Tensor]:
    """The values of `layer`, whose flags go off."""
    layer.requires_grad_(False)
    return [parameter.detach().clone() for parameter in layer.parameters()]
