"""Pairs of an optimizer and a model that may hold the same tensors, or equal ones."""

from collections import OrderedDict
from dataclasses import dataclass

import torch
from torch import nn

from autograder.trials.towers import drawn_widths, fill, generator


@dataclass(frozen=True)
class Pair:
    """An optimizer, and the model that is asked about."""

    optimizer: torch.optim.Optimizer
    model: nn.Module


def equal_biases(seed: int) -> Pair:
    """One model with biases of zeros: the optimizer holds one of two that have the same shape."""
    draw = generator(seed)
    model = _tower(draw)
    known = dict(model.named_parameters())
    with torch.no_grad():
        for name, parameter in known.items():
            if name.endswith("bias"):
                parameter.zero_()
    order = torch.randperm(3, generator=draw).tolist()
    weights = [["first.weight", "second.weight", "third.weight"][place] for place in order[:2]]
    bias = ["first.bias", "second.bias"][order[0] % 2]
    held = [known[name] for name in (weights[0], "third.bias", weights[1], bias)]
    return Pair(torch.optim.SGD([{"params": held[:2]}, {"params": held[2:]}], lr=0.1), model)


def equal_twins(seed: int) -> Pair:
    """The optimizer of one model, and another model with equal numbers everywhere."""
    return Pair(
        torch.optim.SGD(_tower(generator(seed)).parameters(), lr=0.1), _tower(generator(seed))
    )


def one_body(seed: int) -> Pair:
    """The optimizer of one model, and another model with a head of its own on the same body."""
    draw = generator(seed)
    theirs = _tower(draw)
    model = nn.Sequential(OrderedDict(theirs.named_children()))
    width = theirs.second.out_features
    model.third = nn.Linear(width, 3 + int(torch.randint(0, 5, (1,), generator=draw)))
    fill(model.third, draw)
    kept = theirs.second.bias
    # Group order is not the model's order, and one shared tensor is in no group at all.
    held = [p for p in reversed(list(theirs.parameters())) if p is not kept]
    return Pair(torch.optim.AdamW(held, lr=0.01), model)


EVERY = (equal_biases, equal_twins, one_body)


def names_held(pair: Pair) -> list[str]:
    """Names of the model's parameters whose very objects the optimizer holds, in its order."""
    held = {id(parameter) for group in pair.optimizer.param_groups for parameter in group["params"]}
    return [name for name, parameter in pair.model.named_parameters() if id(parameter) in held]


def names_equal(pair: Pair) -> list[str]:
    """Names of the model's parameters that hold the same numbers as one in the optimizer."""
    held = [parameter for group in pair.optimizer.param_groups for parameter in group["params"]]
    return [
        name
        for name, parameter in pair.model.named_parameters()
        if any(torch.equal(parameter, other) for other in held)
    ]


def _tower(draw: torch.Generator) -> nn.Sequential:
    """Three Linear layers of drawn widths; the first two biases have one shape."""
    a, b, c = drawn_widths(draw, 3)
    net = nn.Sequential(
        OrderedDict(first=nn.Linear(a, b), second=nn.Linear(b, b), third=nn.Linear(b, c))
    )
    fill(net, draw)
    return net
