"""The nets on which layers are chosen by name, each with a trap in its names.

Like those of `autograder.trials.nets`: small, drawn from a seed, values in multiples of 1/64.
"""

from collections import OrderedDict
from itertools import pairwise

import torch
from torch import nn

from autograder.trials.nets import BATCH, Probe, _fill, _generator, _probe, _widths

LAYERS = 12
SIDE = 4


def twelve_layers(seed: int) -> Probe:
    """`layer1` to `layer12`: some names begin like others. Two tensors each."""
    draw = _generator(seed)
    widths = _widths(draw, 4)
    sizes = [widths[place % 4] for place in range(LAYERS + 1)]
    layers = OrderedDict()
    for number, (a, b) in enumerate(pairwise(sizes), start=1):
        layers[f"layer{number}"] = nn.Linear(a, b)
    return _probe(nn.Sequential(layers), draw, sizes[0], sizes[-1])


def residual(seed: int) -> Probe:
    """Children as in a residual network; the blocks hold a `conv1` and a `bn1` of their own."""
    draw = _generator(seed)
    stem, wide, classes = _widths(draw, 3)
    return _image_probe(Residual(stem, wide, classes), draw, classes)


def namesakes(seed: int) -> Probe:
    """`fc` and `fcn` behind a body; the last child, a Softmax, has no parameters."""
    draw = _generator(seed)
    a, b, c, d = _widths(draw, 4)
    layers = OrderedDict(
        body=nn.Linear(a, b), fc=nn.Linear(b, c), fcn=nn.Linear(c, d), softmax=nn.Softmax(dim=1)
    )
    return _probe(nn.Sequential(layers), draw, a, d)


def wrapped(seed: int) -> Probe:
    """Three layers inside a wrapper: every name begins with `module.`."""
    draw = _generator(seed)
    a, b, c, d = _widths(draw, 4)
    inner = OrderedDict(layer1=nn.Linear(a, b), layer2=nn.Linear(b, c), fc=nn.Linear(c, d))
    return _probe(Wrapper(nn.Sequential(inner)), draw, a, d)


def conv_and_norm(seed: int) -> Probe:
    """A convolution without a bias, BatchNorm2d, and a head `fc` behind a Flatten."""
    draw = _generator(seed)
    channels, classes = _widths(draw, 2)
    layers = OrderedDict(
        conv=nn.Conv2d(1, channels, 3, padding=1, bias=False),
        bn=nn.BatchNorm2d(channels),
        relu=nn.ReLU(),
        flatten=nn.Flatten(),
        fc=nn.Linear(channels * SIDE * SIDE, classes),
    )
    return _image_probe(nn.Sequential(layers), draw, classes)


def signal_and_norm(seed: int) -> Probe:
    """As `conv_and_norm`, for signals instead of images: Conv1d and BatchNorm1d."""
    draw = _generator(seed)
    channels, classes = _widths(draw, 2)
    layers = OrderedDict(
        split=nn.Unflatten(1, (1, SIDE)),
        conv=nn.Conv1d(1, channels, 3, padding=1, bias=False),
        bn=nn.BatchNorm1d(channels),
        relu=nn.ReLU(),
        flatten=nn.Flatten(),
        fc=nn.Linear(channels * SIDE, classes),
    )
    return _probe(nn.Sequential(layers), draw, SIDE, classes)


def nested_head(seed: int) -> Probe:
    """The head is `classifier.2`, below a norm and dropout of its own."""
    draw = _generator(seed)
    a, b, c = _widths(draw, 3)
    classifier = nn.Sequential(nn.LayerNorm(b), nn.Dropout(0.1), nn.Linear(b, c))
    layers = OrderedDict(body=nn.Linear(a, b), relu=nn.ReLU(), classifier=classifier)
    return _probe(nn.Sequential(layers), draw, a, c)


def owned_by_the_net(seed: int) -> Probe:
    """A parameter `pos` belongs to the net itself, beside `enc` and `head`."""
    draw = _generator(seed)
    a, b, c = _widths(draw, 3)
    return _probe(OwnedByTheNet(a, b, c), draw, a, c)


def plain_list(seed: int) -> Probe:
    """`blocks` is a plain Python list, of whose layers the net knows nothing."""
    draw = _generator(seed)
    a, b, c = _widths(draw, 3)
    return _probe(PlainList(a, b, c), draw, a, c)


class Residual(nn.Module):
    """Stem, two residual stages, pooling and head, for grey images."""

    def __init__(self, stem: int, wide: int, classes: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, stem, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(stem)
        self.relu = nn.ReLU()
        self.layer1 = nn.Sequential(Block(stem))
        self.layer2 = nn.Sequential(nn.Conv2d(stem, wide, 1, bias=False), Block(wide))
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(wide, classes)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        features = self.layer2(self.layer1(self.relu(self.bn1(self.conv1(images)))))
        return self.fc(self.avgpool(features).flatten(1))


class Block(nn.Module):
    """A convolution with BatchNorm beside a shortcut."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return (images + self.bn1(self.conv1(images))).relu()


class Wrapper(nn.Module):
    """A net inside another one, as wrappers for several devices make it."""

    def __init__(self, module: nn.Module) -> None:
        super().__init__()
        self.module = module

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return self.module(inputs)


class OwnedByTheNet(nn.Module):
    """A learned position is added to the inputs before the layers see them."""

    def __init__(self, a: int, b: int, c: int) -> None:
        super().__init__()
        self.pos = nn.Parameter(torch.zeros(a))
        self.enc = nn.Linear(a, b)
        self.head = nn.Linear(b, c)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return self.head(self.enc(inputs + self.pos).relu())


class PlainList(nn.Module):
    """Its hidden layers stand where no module is looked for."""

    def __init__(self, a: int, b: int, c: int) -> None:
        super().__init__()
        self.blocks = [nn.Linear(a, b)]
        # Whoever fills the net's parameters does not see these two either.
        with torch.no_grad():
            for parameter in self.blocks[0].parameters():
                parameter.fill_(1 / 8)
        self.head = nn.Linear(b, c)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        for block in self.blocks:
            inputs = block(inputs).relu()
        return self.head(inputs)


def _image_probe(net: nn.Module, draw: torch.Generator, classes: int) -> Probe:
    """A net on grey images, with drawn values and a drawn batch."""
    _fill(net, draw)
    batch = torch.randint(-64, 65, (BATCH, 1, SIDE, SIDE), generator=draw) / 64
    return Probe(net, batch, torch.randint(0, classes, (BATCH,), generator=draw))
