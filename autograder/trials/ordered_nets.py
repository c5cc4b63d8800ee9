"""Nets in which neither names nor registration tell what runs first, or what is one tensor.

Children are registered back to front and their names are drawn from the seed, so evidence made for
one seed fits no other.
"""

import torch
from torch import nn

from autograder.trials.nets import BATCH, Probe, _fill, _generator, _widths

WORDS = ("amber", "birch", "cedar", "dune", "ember", "flint", "grove", "heron")


class Chain(nn.Module):
    """Children that run in the order `runs`, in which a name may come twice or never."""

    def __init__(self, parts: dict[str, nn.Module], runs: list[str] | None = None) -> None:
        super().__init__()
        self.runs = runs or list(parts)
        for name in reversed(parts):
            self.add_module(name, parts[name])

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        for name in self.runs:
            inputs = getattr(self, name)(inputs)
        return inputs


class Shifted(Chain):
    """A chain that owns a parameter itself and adds it to what comes in."""

    def __init__(self, width: int, parts: dict[str, nn.Module]) -> None:
        super().__init__(parts)
        self.shift = nn.Parameter(torch.zeros(width))

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return super().forward(inputs + self.shift)


class Block(nn.Module):
    """A pre-norm attention block; attention uses `out_proj`'s tensors and never calls it."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.mlp = nn.Sequential(
            nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width)
        )
        self.norm2 = nn.LayerNorm(width)
        self.attn = nn.MultiheadAttention(width, num_heads=2, batch_first=True)
        self.norm1 = nn.LayerNorm(width)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        normed = self.norm1(tokens)
        tokens = tokens + self.attn(normed, normed, normed, need_weights=False)[0]
        return tokens + self.mlp(self.norm2(tokens))


class WithClassToken(nn.Module):
    """A class token that the net itself owns, one token of inputs, an attention block, a head."""

    def __init__(self, inputs: int, width: int, classes: int) -> None:
        super().__init__()
        self.head = nn.Linear(width, classes)
        self.block = Block(width)
        self.embed = nn.Linear(inputs, width)
        self.token = nn.Parameter(torch.zeros(1, width))

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        seen = self.embed(inputs)
        tokens = torch.stack([self.token.expand_as(seen), seen], dim=1)
        return self.head(self.block(tokens)[:, 0])


def tied_ends(seed: int) -> tuple[Probe, list[str]]:
    """An embedding that is the output layer's tensor, two layers between, and all their names.

    The tensor is listed under the name of the layer that runs last, which lies one level deeper.
    """
    draw = _generator(seed)
    words, width = _widths(draw, 2)
    emb, lift, mix, top, out = names = some_words(draw, 5)
    first, last = nn.Embedding(words, width), nn.Linear(width, words, bias=False)
    first.weight = last.weight
    middle = {lift: nn.Linear(width, width), mix: nn.Linear(width, width)}
    net = Chain({emb: first, **middle, top: Chain({out: last})})
    _fill(net, draw)
    inputs, targets = torch.randint(0, words, (2, BATCH), generator=draw)
    return Probe(net, inputs, targets), names


def one_pair(seed: int) -> nn.Module:
    """Two names for one tensor, at two depths."""
    return tied_ends(seed)[0].net


def in_threes(seed: int) -> nn.Module:
    """One Linear under three names, beside another one: two groups of three names."""
    draw = _generator(seed)
    (a,) = _widths(draw, 1)
    *same, other = some_words(draw, 4)
    net = Chain(dict.fromkeys(same, nn.Linear(a, a)) | {other: nn.Linear(a, a)})
    _fill(net, draw)
    return net


def look_alikes(seed: int) -> nn.Module:
    """A pair of weights that share memory and a pair of equal ones: four tensors all the same."""
    draw = _generator(seed)
    (a,) = _widths(draw, 1)
    net = Chain({name: nn.Linear(a, a, bias=False) for name in some_words(draw, 4)})
    window, memory, copy, model = net.children()
    window.weight.data = memory.weight.data
    _fill(net, draw)
    copy.load_state_dict(model.state_dict())
    return net


def some_words(draw: torch.Generator, count: int) -> list[str]:
    """Names for children, no two alike."""
    return [WORDS[i] for i in torch.randperm(len(WORDS), generator=draw)[:count]]


def one_of(draw: torch.Generator, choices: list[str]) -> str:
    """One of the choices."""
    return choices[int(torch.randint(len(choices), (), generator=draw))]
