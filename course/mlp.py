"""A plain network of four linear layers, to which little is added in lesson 10.

Linear layers only, because what is added there is written for `nn.Linear`.
"""

import torch
from safetensors.torch import load_model
from torch import nn

from course.data import ASSETS
from course.models import seeded


class MLP(nn.Module):
    """Three hidden layers of 128 with ReLU, and a linear head, for grey 8x8 images.

    Takes float32 (n, 1, 8, 8), gives (n, 10) logits. 42 634 numbers in 8 tensors: 8 320, 16 512 and
    16 512 in the hidden layers and 1 290 in the head.
    """

    def __init__(self) -> None:
        super().__init__()
        self.layer1 = nn.Linear(64, 128)
        self.layer2 = nn.Linear(128, 128)
        self.layer3 = nn.Linear(128, 128)
        self.head = nn.Linear(128, 10)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        features = images.flatten(1)
        for layer in (self.layer1, self.layer2, self.layer3):
            features = layer(features).relu()
        return self.head(features)


def mlp(seed: int) -> MLP:
    """An `MLP()` with random weights drawn from `seed`."""
    with seeded(seed):
        return MLP()


def pretrained_mlp() -> MLP:
    """The `MLP()` that learned MNIST at 8x8: accuracy about .92 on the 1 000 images held out.

    Every parameter asks for a gradient, as in a new network. Source: `course/pretrain.py`.
    """
    net = mlp(seed=0)
    load_model(net, ASSETS / "mlp.safetensors")
    return net
