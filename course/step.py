"""One training step, looked at closely: who got a gradient, how large, and what moved.

The step hands every parameter to AdamW, frozen or not, as careless scripts do. A freeze that
holds here holds in practice; plain SGD forgives more.
"""

from collections.abc import Iterable
from typing import NamedTuple

import torch
from torch import nn
from torch.nn import functional as F


class TensorRow(NamedTuple):
    """One parameter tensor after a training step."""

    name: str
    shape: tuple[int, ...]
    requires_grad: bool
    has_grad: bool
    moved: bool


def gradient_norms(model: nn.Module) -> dict[str, float | None]:
    """The Euclidean norm of each parameter's `.grad`, by name; None where there is no gradient."""
    return {
        name: None if parameter.grad is None else parameter.grad.norm().item()
        for name, parameter in model.named_parameters()
    }


def one_step(
    model: nn.Module, images: torch.Tensor, labels: torch.Tensor, *, lr: float = 1e-3
) -> list[TensorRow]:
    """What one step of AdamW did to each parameter tensor of `model`, which it changes.

    Old gradients are cleared first, the new ones stay for `gradient_norms`. A model in which
    nothing asks for a gradient is left as it is. `moved` means that at least one number differs.
    """
    before = {name: p.detach().clone() for name, p in model.named_parameters()}
    optimizer = torch.optim.AdamW(model.parameters(), lr=lr)
    optimizer.zero_grad()
    loss = F.cross_entropy(model(images), labels)
    # backward() raises when nothing asks for a gradient.
    if loss.requires_grad:
        loss.backward()
        optimizer.step()
    return [
        TensorRow(
            name, tuple(p.shape), p.requires_grad, p.grad is not None, _moved(p, before[name])
        )
        for name, p in model.named_parameters()
    ]


def as_table(rows: Iterable[TensorRow]) -> str:
    """`rows` as aligned text with a heading, one line per tensor."""
    yes = {True: "yes", False: "-"}
    lines = [("tensor", "shape", "requires_grad", ".grad", "moved")]
    lines += [
        (r.name, "x".join(map(str, r.shape)), str(r.requires_grad), yes[r.has_grad], yes[r.moved])
        for r in rows
    ]
    return "\n".join("{:<16} {:<10} {:<14} {:<6} {}".format(*line) for line in lines)


def _moved(parameter: nn.Parameter, before: torch.Tensor) -> bool:
    """Whether `parameter` differs from `before`."""
    return not torch.equal(parameter.detach(), before)
