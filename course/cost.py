"""What a training step costs, counted instead of timed: equal on every run and every machine."""

import copy
from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.flop_counter import FlopCounterMode


class StepFlops(NamedTuple):
    """Floating-point operations of one training step."""

    forward: int
    backward: int


class StepParts(NamedTuple):
    """Floating-point operations of one training step, with the two halves of backward apart."""

    forward: int
    input_gradients: int
    weight_gradients: int


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


def step_parts(model: nn.Module, batch: torch.Tensor, labels: torch.Tensor) -> StepParts:
    """The operations of `step_flops`, with gradients of inputs and of weights counted apart.

    Each weight that asks for a gradient must have a bias beside it that asks too, else ValueError.
    """
    forward, backward = step_flops(model, batch, labels)
    thinned = copy.deepcopy(model)
    for path, layer in thinned.named_modules():
        weights = [p for p in layer.parameters(recurse=False) if p.requires_grad and p.dim() > 1]
        bias = getattr(layer, "bias", None)
        if weights and not (isinstance(bias, nn.Parameter) and bias.requires_grad):
            raise ValueError(f"{path!r} learns without a bias; give it one to split its cost")
        for weight in weights:
            weight.requires_grad = False
    # A bias needs its layer's output gradient and adds it up, without a product to count: what
    # remains is the way down to the lowest layer that learns.
    inputs = step_flops(thinned, batch, labels).backward
    return StepParts(forward, inputs, backward - inputs)


def flops_of(run: Callable[[], object]) -> int:
    """Floating-point operations of everything that `run` does, counted as in `step_flops`."""
    with FlopCounterMode(display=False) as counter:
        run()
    return counter.get_total_flops()
