"""A small residual network with BatchNorm, its parts named as in the large ones.

Torch's own large networks have the same children: `conv1`, `bn1`, `layer1`, ..., `avgpool`, `fc`.
What is learned about naming and freezing them here holds there.
"""

import torch
from safetensors.torch import load_model
from torch import nn
from torch.nn import functional as F

from course.data import ASSETS
from course.models import seeded


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions with BatchNorm beside a shortcut; float32 (n, c, h, w) to the same rank.

    With `stride` 2 both sides of the image are halved, and the shortcut is a 1x1 convolution.
    """

    def __init__(self, channels_in: int, channels_out: int, stride: int = 1) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels_in, channels_out, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels_out)
        self.conv2 = nn.Conv2d(channels_out, channels_out, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels_out)
        self.shortcut = nn.Sequential()
        if stride != 1 or channels_in != channels_out:
            conv = nn.Conv2d(channels_in, channels_out, 1, stride, bias=False)
            self.shortcut = nn.Sequential(conv, nn.BatchNorm2d(channels_out))

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        inner = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(images)))))
        return F.relu(inner + self.shortcut(images))


class SmallResNet(nn.Module):
    """A residual network for grey images of any size.

    Takes float32 (n, 1, h, w), gives (n, `classes`) logits. With 10 classes: 19 706 numbers in
    20 tensors, and 18 buffers in six BatchNorm layers.
    Source of the form: He and others, 2015, Deep Residual Learning (arXiv 1512.03385).
    """

    def __init__(self, classes: int = 10) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.relu = nn.ReLU()
        self.layer1 = ResidualBlock(16, 16)
        self.layer2 = ResidualBlock(16, 32, stride=2)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(32, classes)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        features = self.layer2(self.layer1(self.relu(self.bn1(self.conv1(images)))))
        return self.fc(self.avgpool(features).flatten(1))


def small_resnet(seed: int) -> SmallResNet:
    """A `SmallResNet()` with random weights drawn from `seed`."""
    with seeded(seed):
        return SmallResNet()


def pretrained_small_resnet() -> SmallResNet:
    """The `SmallResNet()` that learned Fashion-MNIST at 14x14, in train mode.

    Source: `course/pretrain.py`.
    """
    net = small_resnet(seed=0)
    load_model(net, ASSETS / "small_resnet.safetensors")
    return net
