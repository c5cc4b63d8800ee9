"""A network with a low-rank update beside every weight of its linear layers.

The network itself is never rebuilt: at each pass its forward runs once with other weights in place,
the stored ones plus the product of two thin factors. So one can also look at both factors learning.
"""

import math

import torch
from torch import nn
from torch.func import functional_call

from course.models import seeded


class Updated(nn.Module):
    """`net`, frozen, whose every linear weight (out, in) has gained `up @ down` of rank `rank`.

    `downs` holds a (rank, in) per linear layer, drawn from `seed` with spread 1 / sqrt(in), and
    `ups` an (out, rank) of zeros, in the order of `net.named_modules()`. Takes and gives what `net`
    does; at the start it computes the same. The flags of `net` are turned off in place.
    Source: Hu and others, 2021, LoRA (arXiv 2106.09685), at scale 1.
    """

    def __init__(self, net: nn.Module, rank: int, seed: int) -> None:
        super().__init__()
        self.net = net.requires_grad_(False)
        linear = {path: part for path, part in net.named_modules() if type(part) is nn.Linear}
        self.paths = list(linear)
        sizes = [part.weight.shape for part in linear.values()]
        with seeded(seed):
            self.downs = nn.ParameterList(torch.randn(rank, n) / math.sqrt(n) for _, n in sizes)
        self.ups = nn.ParameterList(torch.zeros(m, rank) for m, _ in sizes)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        updates = (up @ down for up, down in zip(self.ups, self.downs, strict=True))
        weights = {
            f"{path}.weight": self.net.get_submodule(path).weight + update
            for path, update in zip(self.paths, updates, strict=True)
        }
        return functional_call(self.net, weights, (inputs,))
