"""The plain networks of the course: small enough to train in seconds on one core.

Whatever is made from a seed here leaves torch's own random state as it was, so that adding
a cell to a lesson changes no number in the cells after it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from safetensors.torch import load_model
from torch import nn

from course.data import ASSETS


class SmallNet(nn.Module):
    """A network for grey 8x8 images: four blocks (the body) and a linear head.

    Takes float32 (n, 1, 8, 8), gives (n, `classes`) logits. With 10 classes and `width` 16:
    22 954 numbers in 10 tensors, of which 160, 4 640, 9 248 and 8 256 in the blocks
    and 650 in the head.
    """

    def __init__(self, classes: int = 10, width: int = 16) -> None:
        super().__init__()
        self.block1 = nn.Sequential(nn.Conv2d(1, width, 3, padding=1), nn.ReLU())
        self.block2 = _conv_and_pool(width, 2 * width)
        self.block3 = _conv_and_pool(2 * width, 2 * width)
        # Two poolings leave 2x2 places of 2 * width channels each.
        self.block4 = nn.Sequential(nn.Flatten(), nn.Linear(8 * width, 64), nn.ReLU())
        self.head = nn.Linear(64, classes)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.head(self.block4(self.block3(self.block2(self.block1(images)))))


class BatchNormNet(SmallNet):
    """A `SmallNet` with BatchNorm after each of its three convolutions, which have no bias then.

    With 10 classes and `width` 16: 23 034 numbers in 13 tensors, and nine buffers, three in each
    BatchNorm layer.
    """

    def __init__(self, classes: int = 10, width: int = 16) -> None:
        super().__init__(classes, width)
        self.block1 = _normed(1, width)
        self.block2 = _normed(width, 2 * width).append(nn.MaxPool2d(2))
        self.block3 = _normed(2 * width, 2 * width).append(nn.MaxPool2d(2))


def small_net(seed: int) -> SmallNet:
    """A `SmallNet()` with random weights drawn from `seed`."""
    with seeded(seed):
        return SmallNet()


def batchnorm_net(seed: int) -> BatchNormNet:
    """A `BatchNormNet()` with random weights drawn from `seed`."""
    with seeded(seed):
        return BatchNormNet()


def fresh_head(seed: int, classes: int = 10) -> nn.Linear:
    """A head for `SmallNet` with random weights drawn from `seed`."""
    with seeded(seed):
        return nn.Linear(64, classes)


def pretrained_small_net() -> SmallNet:
    """The `SmallNet()` that learned MNIST at 8x8: the network in hand when a lesson begins.

    Every parameter asks for a gradient, as in a new network. Source: `course/pretrain.py`.
    """
    net = small_net(seed=0)
    load_model(net, ASSETS / "small_net.safetensors")
    return net


def pretrained_batchnorm_net() -> BatchNormNet:
    """The `BatchNormNet()` that learned MNIST at 8x8, in train mode, as a new network is.

    Source: `course/pretrain.py`.
    """
    net = batchnorm_net(seed=0)
    load_model(net, ASSETS / "batchnorm_net.safetensors")
    return net


def two_linear(seed: int) -> nn.Sequential:
    """`Sequential(Linear(10, 5), ReLU(), Linear(5, 2))`: 67 numbers in 4 tensors, 12 in the last
    layer."""
    with seeded(seed):
        return nn.Sequential(nn.Linear(10, 5), nn.ReLU(), nn.Linear(5, 2))


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """A stretch of code whose random numbers come from `seed`, without a trace afterwards.

    Covers torch's generator on the CPU, where the course runs.
    """
    with torch.random.fork_rng(devices=[]):
        # torch.manual_seed would reseed every accelerator too, which devices=[] does not restore.
        torch.default_generator.manual_seed(seed)
        yield


def _conv_and_pool(channels_in: int, channels_out: int) -> nn.Sequential:
    """A 3x3 convolution, ReLU and a pooling that halves both sides of the image."""
    conv = nn.Conv2d(channels_in, channels_out, 3, padding=1)
    return nn.Sequential(conv, nn.ReLU(), nn.MaxPool2d(2))


def _normed(channels_in: int, channels_out: int) -> nn.Sequential:
    """A 3x3 convolution, BatchNorm and ReLU."""
    conv = nn.Conv2d(channels_in, channels_out, 3, padding=1, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(channels_out), nn.ReLU())
