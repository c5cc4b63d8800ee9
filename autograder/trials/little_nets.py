"""The nets of which little is trained: an attention block, and names that only look like biases.

Like those of `autograder.trials.nets`: small, drawn from a seed, values in multiples of 1/64.
"""

from collections import OrderedDict

import torch
from torch import nn

from autograder.trials.nets import Probe, _generator, _probe, _widths

TOKENS = 3


def attention(seed: int) -> Probe:
    """One block with attention, whose packed bias is called `in_proj_bias`, and a class token."""
    draw = _generator(seed)
    width, inner, classes = _widths(draw, 3)
    return _probe(Attending(width, inner, classes), draw, TOKENS * width, classes)


def debias(seed: int) -> Probe:
    """A layer is called `debias`, the head `out`, and another layer `out2`."""
    draw = _generator(seed)
    a, b, c, d = _widths(draw, 4)
    layers = OrderedDict(
        stem=nn.Linear(a, b),
        debias=nn.Linear(b, c, bias=False),
        relu=nn.ReLU(),
        out2=nn.Linear(c, b),
        norm=nn.LayerNorm(b),
        out=nn.Linear(b, d),
    )
    return _probe(nn.Sequential(layers), draw, a, d)


def encoder(seed: int) -> Probe:
    """Two blocks with `fc1` and `fc2` each below `encoder`, and a head below `classifier`."""
    draw = _generator(seed)
    a, b, c, d = _widths(draw, 4)
    blocks = nn.ModuleList(_block(a, b) for _ in range(2))
    return _probe(Encoded(blocks, nn.Sequential(nn.Linear(a, c), nn.Linear(c, d))), draw, a, d)


class Attending(nn.Module):
    """A class token before the others, attention, an MLP, and a head on the class token."""

    def __init__(self, width: int, inner: int, classes: int) -> None:
        super().__init__()
        self.token = nn.Parameter(torch.zeros(1, 1, width))
        self.norm1 = nn.LayerNorm(width)
        self.attention = nn.MultiheadAttention(width, 1, batch_first=True)
        self.norm2 = nn.LayerNorm(width)
        self.mlp = nn.Sequential(nn.Linear(width, inner), nn.ReLU(), nn.Linear(inner, width))
        self.head = nn.Linear(width, classes)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        tokens = inputs.unflatten(1, (TOKENS, -1))
        tokens = torch.cat([self.token.expand(len(tokens), -1, -1), tokens], dim=1)
        normed = self.norm1(tokens)
        tokens = tokens + self.attention(normed, normed, normed, need_weights=False)[0]
        return self.head((tokens + self.mlp(self.norm2(tokens)))[:, 0])


class Encoded(nn.Module):
    """Blocks with shortcuts around them, and a classifier."""

    def __init__(self, blocks: nn.ModuleList, classifier: nn.Module) -> None:
        super().__init__()
        self.encoder = nn.ModuleDict({"blocks": blocks})
        self.classifier = classifier

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        for block in self.encoder["blocks"]:
            inputs = inputs + block(inputs)
        return self.classifier(inputs)


def _block(width: int, inner: int) -> nn.Sequential:
    """Two linear layers, up and down again."""
    layers = OrderedDict(fc1=nn.Linear(width, inner), relu=nn.ReLU(), fc2=nn.Linear(inner, width))
    return nn.Sequential(layers)
