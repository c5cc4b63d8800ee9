"""The judge's own runs of the claims on trial: what the evidence is, and what follows from it.

Every run has a net of its own, drawn from the seed: depth, widths and numbers differ.
"""

import copy
from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from autograder.trials.nets import Probe
from autograder.trials.towers import drawn_rows, drawn_tower, generator
from course.cost import flops_of

Run = Callable[[Probe], Any]


def case(number: int, seed: int) -> Probe:
    """The net and batch of one claim: three to five Linear layers with ReLUs between them."""
    draw = generator(16 * seed + number)
    depth = 3 + int(torch.randint(0, 3, (1,), generator=draw))
    # The last layer has far more numbers than the first, and lies where backward is cheap.
    small = 4 + torch.randperm(6, generator=draw)[: depth - 1]
    large = 24 + torch.randperm(9, generator=draw)[:2]
    widths = [*small.tolist(), *large.tolist()]
    probe = drawn_tower(widths, drawn_rows(draw), draw)
    # Biases that keep most ReLUs awake: a dead net would hide what moves.
    with torch.no_grad():
        for layer in _linears(probe.net)[:-1]:
            layer.bias.copy_(layer.bias.abs())
    return probe


def _linears(net: nn.Module) -> list[nn.Linear]:
    """The Linear layers from below."""
    return [layer for layer in net if isinstance(layer, nn.Linear)]


def _loss(probe: Probe) -> torch.Tensor:
    """The cross-entropy of a net on its batch."""
    return nn.functional.cross_entropy(probe.net(probe.inputs), probe.targets)


def _moves(before: nn.Module, now: nn.Module, layers: tuple[int, ...]) -> list[float]:
    """The largest change of any number in each of these layers."""
    return [
        max(
            (old - new).abs().max().item()
            for old, new in zip(before[at].parameters(), now[at].parameters(), strict=True)
        )
        for at in layers
    ]


def _frozen_on_the_way(probe: Probe, *, set_to_none: bool) -> list[float]:
    """Moves of the first and the last layer after the first was frozen."""
    stepper = torch.optim.SGD(probe.net.parameters(), lr=0.1, momentum=0.9)
    then = probe.net
    for turn in range(4):
        if turn == 1:
            probe.net[0].requires_grad_(False)
            then = copy.deepcopy(probe.net)
        stepper.zero_grad(set_to_none=set_to_none)
        _loss(probe).backward()
        stepper.step()
    return _moves(then, probe.net, (0, -1))


def _three_prices(probe: Probe) -> list[int]:
    """The operations of backward with none, one and two layers frozen from below."""
    prices = [flops_of(_loss(probe).backward)]
    for layer in _linears(probe.net)[:2]:
        layer.requires_grad_(False)
        prices.append(flops_of(_loss(probe).backward))
    return prices


def _norm_below(probe: Probe) -> float:
    """The norm of the first weight's gradient when the second layer is frozen."""
    probe.net[2].requires_grad_(False)
    _loss(probe).backward()
    return probe.net[0].weight.grad.norm().item()


def _handmade(probe: Probe) -> float:
    """The norm of a frozen weight's change when its gradient was put there by hand."""
    weight = probe.net[0].requires_grad_(False).weight
    start = weight.clone()
    weight.grad = start.clone()
    torch.optim.SGD(probe.net.parameters(), lr=0.1).step()
    return (weight - start).norm().item()


def _asleep(probe: Probe) -> list[float]:
    """Moves of the first and the last layer in one step in eval mode."""
    then = copy.deepcopy(probe.net.eval())
    stepper = torch.optim.SGD(probe.net.parameters(), lr=0.1)
    _loss(probe).backward()
    stepper.step()
    return _moves(then, probe.net, (0, -1))


def _two_ends(probe: Probe) -> list[list[int]]:
    """What learns and what backward costs, for the first layer alone and for the last."""
    found = []
    for chosen in (_linears(probe.net)[0], _linears(probe.net)[-1]):
        probe.net.requires_grad_(False)
        chosen.requires_grad_(True)
        found.append([sum(p.numel() for p in chosen.parameters()), flops_of(_loss(probe).backward)])
    return found


def _reloaded(probe: Probe) -> list[int]:
    """How many numbers ask in a partly frozen net, and in a copy that loaded its state."""
    other = copy.deepcopy(probe.net)
    probe.net[0].requires_grad_(False)
    other.load_state_dict(probe.net.state_dict())
    return [
        sum(parameter.numel() for parameter in net.parameters() if parameter.requires_grad)
        for net in (probe.net, other)
    ]


# Per claim: the run, and whether its result makes the claim true.
RUNS: dict[int, tuple[Run, Callable[[Any], bool]]] = {
    1: (lambda p: _frozen_on_the_way(p, set_to_none=True), lambda seen: seen[0] > 0),
    2: (_three_prices, lambda seen: len(set(seen)) == 1),
    3: (_norm_below, lambda seen: seen == 0),
    8: (_handmade, lambda seen: seen == 0),
    9: (_asleep, lambda seen: seen == [0, 0]),
    11: (_two_ends, lambda seen: seen[0][1] < seen[1][1]),
    12: (lambda p: _frozen_on_the_way(p, set_to_none=False), lambda seen: seen[0] > 0),
    13: (_reloaded, lambda seen: seen[0] < seen[1]),
}


def found(number: int, seed: int) -> tuple[bool, Any]:
    """Whether a claim holds, and the evidence, on the net of this seed."""
    run, holds = RUNS[number]
    seen = run(case(number, seed))
    return holds(seen), seen
