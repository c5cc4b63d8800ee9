"""What the planted set-ups share: small nets, a batch, and the case itself.

A set-up is a function without arguments; its name says what somebody wrote.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from course.models import seeded


@dataclass(frozen=True)
class Planted:
    """A set-up, and the id of the mistake in it ("" for a correct one)."""

    mistake: str
    set_up: Callable[[], tuple]

    @property
    def name(self) -> str:
        return self.set_up.__name__

    def built(self) -> tuple[tuple, dict]:
        """Arguments and keyword arguments for `doctor`, the same at every call."""
        with seeded(0):
            model, optimizer, loss_fn, batch, *intent = self.set_up()
        return (model, optimizer, loss_fn, batch), intent[0] if intent else {}


def plants(cases: list[Planted], mistake: str) -> Callable:
    """Enter the decorated set-up into the list of cases with this mistake."""

    def enter(set_up: Callable) -> Callable:
        cases.append(Planted(mistake, set_up))
        return set_up

    return enter


loss = nn.functional.cross_entropy


def vectors(rows: int = 16) -> tuple[torch.Tensor, torch.Tensor]:
    """Eight numbers per row, three classes."""
    return torch.randn(rows, 8), torch.randint(0, 3, (rows,))


def images(rows: int = 8) -> tuple[torch.Tensor, torch.Tensor]:
    """Grey 8x8 images, three classes."""
    return torch.randn(rows, 1, 8, 8), torch.randint(0, 3, (rows,))


def words(rows: int = 12) -> tuple[torch.Tensor, torch.Tensor]:
    """Numbers of ten words, and of the words to follow."""
    return torch.randint(1, 10, (rows,)), torch.randint(0, 10, (rows,))


def adamw(*modules: nn.Module) -> torch.optim.AdamW:
    """AdamW over everything in these modules, with decay."""
    parameters = [p for module in modules for p in module.parameters()]
    return torch.optim.AdamW(parameters, lr=0.01, weight_decay=0.1)


def adamw_on(parameters: Any) -> torch.optim.AdamW:
    """AdamW over these parameters or groups, with decay."""
    return torch.optim.AdamW(parameters, lr=0.01, weight_decay=0.1)


def mlp() -> nn.Sequential:
    """Linear, ReLU, Linear."""
    return nn.Sequential(nn.Linear(8, 6), nn.ReLU(), nn.Linear(6, 3))


class Net(nn.Module):
    """A body and a head."""

    def __init__(self, body: nn.Module, head: nn.Module) -> None:
        super().__init__()
        self.body = body
        self.head = head

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return self.head(self.body(inputs))


def plain_net() -> Net:
    """Two linear layers as body, one as head."""
    body = nn.Sequential(nn.Linear(8, 6), nn.ReLU(), nn.Linear(6, 6), nn.ReLU())
    return Net(body, nn.Linear(6, 3))


def batchnorm_net() -> Net:
    """A body with BatchNorm and dropout."""
    body = nn.Sequential(nn.Linear(8, 6), nn.BatchNorm1d(6), nn.ReLU(), nn.Dropout(0.5))
    return Net(body, nn.Linear(6, 3))


def conv_net() -> Net:
    """A convolution without bias, BatchNorm and a linear head."""
    body = nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4), nn.ReLU(), nn.Flatten()
    )
    return Net(body, nn.Linear(256, 3))


class Twelve(nn.Module):
    """layer1 to layer12, then fc."""

    def __init__(self) -> None:
        super().__init__()
        for number in range(1, 13):
            self.add_module(f"layer{number}", nn.Linear(8, 8))
        self.fc = nn.Linear(8, 3)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        for name, layer in self.named_children():
            inputs = layer(inputs) if name == "fc" else torch.relu(layer(inputs))
        return inputs


class TiedWords(nn.Module):
    """An embedding and an output layer with one weight."""

    def __init__(self) -> None:
        super().__init__()
        self.emb = nn.Embedding(10, 4)
        self.out = nn.Linear(4, 10, bias=False)
        self.out.weight = self.emb.weight

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return self.out(self.emb(inputs))


class LoRA(nn.Module):
    """A linear layer that learns only through the product of two thin matrices."""

    def __init__(self, base: nn.Linear, rank: int = 2) -> None:
        super().__init__()
        self.base = base.requires_grad_(False)
        self.lora_a = nn.Parameter(torch.randn(rank, base.in_features))
        self.lora_b = nn.Parameter(torch.zeros(base.out_features, rank))

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return self.base(inputs) + inputs @ self.lora_a.T @ self.lora_b.T
