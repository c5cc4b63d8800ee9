"""Training set-ups to plan: a net that is partly frozen, and the optimizer that trains it.

Groups are in another order than the net's parameters, and rates and decays change with the seed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import nn

from autograder.trials import nets
from autograder.trials.nets import Probe


@dataclass(frozen=True)
class Setup:
    """A net that is partly frozen, and the optimizer that trains it."""

    probe: Probe
    optimizer: torch.optim.Optimizer

    @property
    def net(self) -> nn.Module:
        """The net itself."""
        return self.probe.net


def batchnorm_body(seed: int) -> Setup:
    """Linear and BatchNorm are frozen, BatchNorm is in eval mode; the head's group comes first."""
    probe = nets.with_batchnorm(seed)
    probe.net[:2].requires_grad_(False)
    probe.net[1].eval()
    return _setup(
        probe, [["4.weight", "4.bias"], ["0.weight", "0.bias", "1.weight", "1.bias"]], seed
    )


def half_body(seed: int) -> Setup:
    """One layer is frozen and in no group; weights and biases share a rate, decay differs."""
    probe = nets.head_first(seed)
    probe.net.body[0].requires_grad_(False)
    probe.net.body[0].eval()
    groups = [["body.1.0.weight", "head.weight"], ["body.1.0.bias", "head.bias"]]
    return _setup(probe, groups, seed, same_rate=True)


def one_tensor(seed: int) -> Setup:
    """Two names for one tensor, in one group; nothing is frozen."""
    return _setup(nets.tied(seed), [["emb.weight"]], seed)


EVERY = (batchnorm_body, half_body, one_tensor)


def small(seed: int) -> Setup:
    """Two Linear layers, the first one frozen; all four tensors in one group."""
    probe = nets.two_linear(seed)
    probe.net[0].requires_grad_(False)
    return _setup(probe, [["0.weight", "0.bias", "2.weight", "2.bias"]], seed)


def larger(seed: int) -> Setup:
    """The same and one layer more: the first two of three are frozen."""
    probe = nets.three_linear(seed)
    probe.net[:3].requires_grad_(False)
    return _setup(probe, [["4.weight", "4.bias"]], seed)


class Wrapped(nn.Module):
    """A net inside a wrapper, as DataParallel is one: every name now begins with `module.`."""

    def __init__(self, module: nn.Module) -> None:
        super().__init__()
        self.module = module

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return self.module(inputs)


def fresh(build: Callable[[int], Setup], seed: int) -> Probe:
    """The net of a set-up as a new process has it, with other flags and modes than it needs.

    Flags and modes are the defaults, all on; for `one_tensor` they are all off.
    """
    probe = build(seed).probe
    ready = build is not one_tensor
    probe.net.requires_grad_(ready).train(ready)
    return probe


def _setup(probe: Probe, groups: list[list[str]], seed: int, *, same_rate: bool = False) -> Setup:
    """AdamW on groups of names, with rates and decays of the seed."""
    draw = torch.Generator().manual_seed(seed)
    rates = (1 + torch.randperm(9, generator=draw)).tolist()
    decays = (1 + torch.randperm(9, generator=draw)).tolist()
    parameters = dict(probe.net.named_parameters())
    made = [
        {
            "params": [parameters[name] for name in names],
            "lr": rates[0 if same_rate else number] / 1000,
            "weight_decay": decays[number] / 100,
        }
        for number, names in enumerate(groups)
    ]
    return Setup(probe, torch.optim.AdamW(made))
