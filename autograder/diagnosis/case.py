"""What `doctor` is asked about: a model, what trains it, one batch, and what the caller intends."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from torch import nn
from torch.optim import Optimizer


@dataclass(frozen=True)
class Case:
    """One set-up, as the caller described it.

    `frozen` and `trained` hold names of layers or parameters; `frozen` is None where the caller
    did not say, which is another thing than an empty tuple: "nothing is frozen".
    """

    model: nn.Module
    optimizers: tuple[Optimizer, ...]
    loss_fn: Callable
    inputs: Any
    targets: Any
    frozen: tuple[str, ...] | None = None
    trained: tuple[str, ...] = ()
    scheduler: Any = None
    before_epoch: Callable[[nn.Module], Any] | None = None
