"""Parameters by name: which of them learn, which have moved, and how a list of them is shown."""

from collections.abc import Iterable, Sequence

import torch
from torch import nn


def quoted(names: Iterable[str], nothing: str = "none of them") -> str:
    """The names as code with commas between them; `nothing` where there are none."""
    return ", ".join(f"`{name}`" for name in names) or nothing


def that_learn(model: nn.Module) -> list[str]:
    """The names of the parameters whose flag is on."""
    return [name for name, parameter in model.named_parameters() if parameter.requires_grad]


def layers_that_learn(model: nn.Module) -> list[str]:
    """The names of the children of which at least one parameter has its flag on."""
    return list(dict.fromkeys(name.split(".")[0] for name in that_learn(model)))


def against(names: Sequence[str], right: Sequence[str], extra: str, lacking: str) -> str:
    """What a wrong list has too much, in the words of `extra`, or else what it lacks."""
    too_many = [name for name in names if name not in right]
    missing = [name for name in right if name not in names]
    return extra.format(quoted(too_many)) if too_many else lacking.format(quoted(missing))


def snapshot(model: nn.Module) -> dict[str, torch.Tensor]:
    """The values of all parameters now, by name."""
    return {name: parameter.detach().clone() for name, parameter in model.named_parameters()}


def moved_since(before: dict[str, torch.Tensor], model: nn.Module) -> list[str]:
    """The names of the parameters that differ from an earlier snapshot in at least one number."""
    now = dict(model.named_parameters())
    return [name for name, value in before.items() if not torch.equal(value, now[name])]
