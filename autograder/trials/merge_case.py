"""Layers with a low-rank update, to be merged and unmerged, and what mistaken sums would give.

One layer is square: there a transposed product has the right shape and the wrong numbers. Float32
adds all of these values without rounding.
"""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn.functional import linear

from autograder.trials.nets import BATCH, _fill, _generator, _widths

# Has a bias; is square.
KINDS = [(True, False), (False, False), (True, True)]


class Sum(nn.Module):
    """A frozen layer and two factors, all of them handed in; computes with the summed weight."""

    def __init__(
        self, layer: nn.Linear, down: torch.Tensor, up: torch.Tensor, scale: float
    ) -> None:
        super().__init__()
        self.layer = layer.requires_grad_(False)
        self.down, self.up, self.scale = nn.Parameter(down), nn.Parameter(up), scale

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        weight = self.layer.weight + self.scale * torch.mm(self.up, self.down)
        return linear(inputs, weight, self.layer.bias)


@dataclass(frozen=True)
class Case:
    """A layer with its update, another one that the update was merged into, its origin, a batch."""

    summed: Sum
    other: nn.Linear
    origin: nn.Linear
    inputs: torch.Tensor

    @property
    def told(self) -> str:
        """The case in words, for the beginning of a sentence."""
        layer, rank = self.summed.layer, len(self.summed.down)
        bias = "" if layer.bias is not None else ", bias=False"
        sizes = f"{layer.in_features}, {layer.out_features}{bias}"
        return f"for Linear({sizes}) with rank {rank} and scale {self.summed.scale}"

    def gives(self, layer: nn.Linear, share: torch.Tensor | float) -> list[float]:
        """What a layer gives for the batch with `share` added to its weight."""
        return linear(self.inputs, layer.weight + share, layer.bias).flatten().tolist()

    def mistaken(self) -> dict[str, torch.Tensor | float]:
        """What one would add to the layer's weight by mistake, by what it is called."""
        bare = self.summed.up.detach() @ self.summed.down.detach()
        scale = self.summed.scale
        found = {
            "nothing": 0.0,
            "product": bare,
            "twice scaled": scale * scale * bare,
            "twice": 2 * scale * bare,
            "minus": -scale * bare,
            "alone": scale * bare - self.summed.layer.weight.detach(),
        }
        if bare.shape[0] == bare.shape[1]:
            found["transposed"] = scale * bare.T
        return found


def build(kind: int, seed: int) -> Case:
    """The case number `kind` of a seed."""
    has_bias, is_square = KINDS[kind]
    draw = _generator(len(KINDS) * seed + kind)
    wide, high = _widths(draw, 2)
    high = wide if is_square else high
    rank = int(torch.randint(2, 5, (), generator=draw))
    scale = float(torch.randint(3, 7, (), generator=draw)) / 2
    layers = [nn.Linear(wide, high, bias=has_bias) for _ in range(3)]
    for layer in layers:
        _fill(layer, draw)
    down = torch.randint(8, 65, (rank, wide), generator=draw) / 64
    up = torch.randint(8, 65, (high, rank), generator=draw) / 64
    layer, origin, other = layers
    with torch.no_grad():
        other.load_state_dict(origin.state_dict())
        other.weight += scale * (up @ down)
    inputs = torch.randint(-64, 65, (BATCH, wide), generator=draw) / 64
    return Case(Sum(layer, down, up, scale), other, origin, inputs)
