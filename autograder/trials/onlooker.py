"""What happened to a body, a head and optimizers while a learner's function trained them.

Only watches: hooks read modes, rows, flags and rates, and go away afterwards.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn
from torch.optim.optimizer import register_optimizer_step_pre_hook

from autograder.snapshot import digest

# Enough for any sensible pass over a case; what goes beyond is not kept.
MOST_ROWS = 10_000
FORM = {
    "rows": [int],
    "order": (str, None),
    "drawing": [str],
    "graph": int,
    "steps": [{"kind": str, "rate": (float, None), "idle": int, "unused": int}],
}


@contextmanager
def watched(body: nn.Sequential, head: nn.Module) -> Iterator[dict]:
    """What is seen while the context is open, of the form FORM and complete when it closes.

    `rows` are the rows of each pass through the body, `order` the digest of all of them in turn,
    `drawing` the kinds of layers in it that were in train mode and behave otherwise there,
    `graph` how often the head got features with a graph behind them, `steps` every optimizer step:
    its kind, the head's rate, how many of the body's tensors it holds at rate 0, and how many of
    those that ask for a gradient had none when the features had a graph.
    """
    seen: dict = {"rows": [], "order": None, "drawing": [], "graph": 0, "steps": []}
    inputs: list[torch.Tensor] = []
    own = {id(p) for p in body.parameters()}
    first = next(iter(body))

    def enter(layer: nn.Module, given: tuple) -> None:
        if given and isinstance(given[0], torch.Tensor) and given[0].dim():
            seen["rows"].append(len(given[0]))
            if sum(seen["rows"]) <= MOST_ROWS:
                inputs.append(given[0].detach().clone())

    def mode(layer: nn.Module, given: tuple) -> None:
        kind = type(layer).__name__
        if layer.training and kind not in seen["drawing"]:
            seen["drawing"].append(kind)

    def features(layer: nn.Module, given: tuple) -> None:
        seen["graph"] += bool(given and getattr(given[0], "requires_grad", False))

    def step(optimizer: torch.optim.Optimizer, *_) -> None:
        idle, rate = 0, None
        for group in optimizer.param_groups:
            inside = [p for p in group["params"] if id(p) in own]
            if len(inside) < len(group["params"]):
                rate = float(group["lr"])
            if not float(group["lr"]):
                idle += len(inside)
        unused = sum(p.requires_grad and p.grad is None for p in body.parameters())
        seen["steps"].append(
            {
                "kind": type(optimizer).__name__,
                "rate": rate,
                "idle": idle,
                "unused": unused,
            }
        )

    handles = [first.register_forward_pre_hook(enter), head.register_forward_pre_hook(features)]
    handles += [
        layer.register_forward_pre_hook(mode)
        for layer in body
        if isinstance(layer, nn.Dropout | nn.BatchNorm1d)
    ]
    handles.append(register_optimizer_step_pre_hook(step))
    try:
        yield seen
    finally:
        for handle in handles:
            handle.remove()
    if len({rows.shape[1:] for rows in inputs}) == 1:
        seen["order"] = digest(torch.cat(inputs))
