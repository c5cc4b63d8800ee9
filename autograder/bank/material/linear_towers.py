"""Small towers of Linear layers with ReLU between them: drawn, written as code, and counted."""

import random
from collections.abc import Collection, Sequence
from itertools import pairwise

import torch
from torch import nn

from course.cost import flops_of


def drawn_widths(rng: random.Random, layers: int, choices: Sequence[int]) -> list[int]:
    """Widths for so many layers, of which no two neighbours are equal."""
    widths = [rng.choice(choices)]
    while len(widths) <= layers:
        widths.append(rng.choice([width for width in choices if width != widths[-1]]))
    return widths


def tower_code(widths: Sequence[int], frozen: Collection[int] = (), name: str = "model") -> str:
    """The code of a tower; layer number n stands at place 2 * n of the Sequential."""
    layers = [f"    nn.Linear({a}, {b})" for a, b in pairwise(widths)]
    freezes = [f"{name}[{2 * layer}].requires_grad_(False)" for layer in sorted(frozen)]
    inside = ",\n    nn.ReLU(),\n".join(layers)
    return "\n".join([f"{name} = nn.Sequential(", inside + ",", ")", *freezes])


def linears(model: nn.Sequential) -> list[nn.Linear]:
    """The Linear layers of a tower, from the input up."""
    return [layer for layer in model if isinstance(layer, nn.Linear)]


def backward_work(model: nn.Module, batch: torch.Tensor) -> int:
    """Operations of the backward pass of the sum of what `model` gives for `batch`, counted."""
    total = model(batch).sum()
    return flops_of(total.backward) if total.requires_grad else 0


def product_of(model: nn.Sequential, batch: torch.Tensor) -> list[int]:
    """Operations of one matrix product of each Linear layer: what its forward pass costs."""
    found = []
    for layer in model:
        if isinstance(layer, nn.Linear):
            found.append(flops_of(lambda layer=layer, rows=batch: layer(rows)))
        batch = layer(batch)
    return found
