"""The linear layers that get a low-rank update, and what one gives with factors of our own in it.

Widths, rank and scale are drawn, no two widths alike, so that a shape says which factor it is.
"""

from dataclasses import dataclass

import torch
from torch import nn

from autograder.trials.nets import BATCH, _fill, _generator, _widths

# Has a bias; the layer comes frozen; the scale is left to its default; inputs of three dimensions.
KINDS = [(True, False, True, False), (False, True, False, False), (True, False, False, True)]
PLACES = 3


@dataclass(frozen=True)
class Case:
    """A layer, what is asked for it, a batch with classes, and factors to put in place later.

    `down` is (rank, in), `up` (out, rank); values are multiples of 1/64, the scale one of 1/2.
    """

    layer: nn.Linear
    rank: int
    scale: float
    is_default: bool
    inputs: torch.Tensor
    targets: torch.Tensor
    down: torch.Tensor
    up: torch.Tensor

    @property
    def told(self) -> str:
        """The request in words, for the beginning of a sentence."""
        wide, high = self.layer.in_features, self.layer.out_features
        bias = "" if self.layer.bias is not None else ", bias=False"
        scale = "" if self.is_default else f" and scale {self.scale}"
        return f"for Linear({wide}, {high}{bias}), rank {self.rank}{scale}"

    def arguments(self) -> tuple:
        """What the answer is called with."""
        asked = (self.layer, self.rank, self.scale)
        return asked[:2] if self.is_default else asked

    def update(self) -> torch.Tensor:
        """What the factors that are put in place add to the weight, scale and all."""
        return self.scale * (self.up @ self.down)

    def start(self) -> list[float]:
        """What the layer gives for the inputs."""
        return self.output(self.layer.weight)

    def output(self, weight: torch.Tensor) -> list[float]:
        """What a layer of this weight, and the bias of this one, gives for the inputs."""
        return nn.functional.linear(self.inputs, weight, self.layer.bias).flatten().tolist()


def build(kind: int, seed: int) -> Case:
    """The case number `kind` of a seed."""
    has_bias, is_frozen, is_default, has_places = KINDS[kind]
    draw = _generator(len(KINDS) * seed + kind)
    wide, high = _widths(draw, 2)
    rank = int(torch.randint(2, 5, (), generator=draw))
    scale = 1.0 if is_default else float(torch.randint(3, 7, (), generator=draw)) / 2
    layer = nn.Linear(wide, high, bias=has_bias)
    _fill(layer, draw)
    layer.requires_grad_(not is_frozen)
    shape = (BATCH, PLACES, wide) if has_places else (BATCH, wide)
    return Case(
        layer,
        rank,
        scale,
        is_default,
        inputs=torch.randint(-64, 65, shape, generator=draw) / 64,
        targets=torch.randint(0, high, shape[:-1], generator=draw),
        down=torch.randint(8, 65, (rank, wide), generator=draw) / 64,
        up=torch.randint(8, 65, (high, rank), generator=draw) / 64,
    )
