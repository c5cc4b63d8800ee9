"""What a training step costs, counted instead of timed: equal on every run and every machine."""

import copy
from typing import NamedTuple

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.flop_counter import FlopCounterMode


class StepFlops(NamedTuple):
    """Floating-point operations of one training step."""

    forward: int
    backward: int


def step_flops(model: nn.Module, batch: torch.Tensor, labels: torch.Tensor) -> StepFlops:
    """Floating-point operations of one forward and one backward pass of `model` on `batch`.

    The loss is the cross-entropy of the model's logits and `labels`, int64 (n,). An addition and
    a multiplication count one each, so a product of (a, b) and (b, c) matrices counts 2abc.
    Convolutions and matrix products are counted; activations, poolings, the loss and the
    optimizer are not. `backward` is 0 where nothing asks for a gradient. The count runs on a
    copy: `model` keeps its gradients, buffers and weights.
    Source: `torch.utils.flop_counter.FlopCounterMode`.
    """
    model = copy.deepcopy(model)
    with FlopCounterMode(display=False) as forward:
        loss = F.cross_entropy(model(batch), labels)
    with FlopCounterMode(display=False) as backward:
        # backward() raises when nothing asks for a gradient.
        if loss.requires_grad:
            loss.backward()
    return StepFlops(forward.get_total_flops(), backward.get_total_flops())
