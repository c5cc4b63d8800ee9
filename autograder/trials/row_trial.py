"""One trial of a table with frozen rows: looked up, trained, looked up again.

A row is what a lookup gives, not where it is kept: any number of tensors may stand behind it.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from autograder.answers import RAISED_FORM, called
from autograder.snapshot import digest
from autograder.trials.probe import take_step

STEPS = 5
# Each optimizer does one thing more to a gradient of zero: nothing, decay with momentum, AdamW's.
OPTIMIZERS = {
    "plain": functools.partial(torch.optim.SGD, lr=0.1),
    "momentum": functools.partial(torch.optim.SGD, lr=0.1, momentum=0.9, weight_decay=0.1),
    "adamw": functools.partial(torch.optim.AdamW, lr=0.01, weight_decay=0.1),
}

LOOK_FORM = {"raised": RAISED_FORM, "kind": str, "shape": [int], "rows": [str]}
TRAINED_FORM = {
    "padding": (int, None),
    "parameters": int,
    "asking": int,
    "start": {"train": LOOK_FORM, "eval": LOOK_FORM, "block": LOOK_FORM},
    "raised": RAISED_FORM,
    "end": {"train": LOOK_FORM, "eval": LOOK_FORM},
}
FORM = {
    "raised": RAISED_FORM,
    "kind": str,
    "given": {"before": [str], "after": [str]},
    "trained": (None, TRAINED_FORM),
}


@dataclass(frozen=True)
class Table:
    """An embedding to be made, and a batch from which its rows can learn.

    `weight` is (n, d), `rows` int64 (k,), `batch` row numbers (b,) with classes `targets` (b,).
    """

    weight: torch.Tensor
    rows: torch.Tensor
    batch: torch.Tensor
    readout: torch.Tensor
    targets: torch.Tensor

    @property
    def held(self) -> list[int]:
        """The rows that must not move."""
        return sorted(set(self.rows.tolist()))

    @property
    def learning(self) -> list[int]:
        """The rows that are looked up in training and ought to learn."""
        return sorted(set(self.batch.tolist()) - set(self.held))


def drawn(seed: int, rows_of: Callable[[list[int]], list[int]]) -> Table:
    """A table of the seed's size; `rows_of` picks the frozen rows from a drawn order of rows.

    Row 0 is never the first of that order, and the last row of it is never looked up.
    """
    draw = torch.Generator().manual_seed(seed)
    count, width, classes = (
        int(torch.randint(low, low + 5, (), generator=draw)) for low in (8, 3, 4)
    )
    order = (1 + torch.randperm(count - 1, generator=draw)).tolist()
    batch = torch.tensor([0, *order[:-1]] * 2)
    return Table(
        weight=torch.randint(-32, 33, (count, width), generator=draw) / 64,
        rows=torch.tensor(rows_of(order), dtype=torch.int64),
        batch=batch,
        readout=torch.randint(-16, 17, (width, classes), generator=draw) / 8,
        targets=torch.randint(0, classes, batch.shape, generator=draw),
    )


def tried(answer: Callable, table: Table, optimizer: str) -> dict:
    """What `answer` made of a table, and what five steps of the named optimizer did to its rows."""
    given = [table.weight.clone(), table.rows.clone()]
    before = [digest(tensor) for tensor in given]
    made = called(answer, *given)
    is_module = isinstance(made.value, nn.Module)
    trained = _trained(made.value, table, OPTIMIZERS[optimizer]) if is_module else None
    return {
        "raised": made.raised,
        "kind": type(made.value).__name__,
        "given": {"before": before, "after": [digest(tensor) for tensor in given]},
        "trained": trained,
    }


def block(table: Table) -> torch.Tensor:
    """Row numbers in two dimensions, int64 (2, m)."""
    return table.batch[: len(table.batch) // 2 * 2].reshape(2, -1)


def _trained(module: nn.Module, table: Table, optimizer: Callable) -> dict:
    """Lookups before and after training, and what the module says of itself."""
    every = torch.arange(len(table.weight))
    paddings = [getattr(part, "padding_idx", None) for part in module.modules()]
    start = {
        "eval": _look(module.eval(), every, table),
        "train": _look(module.train(), every, table),
        "block": _look(module, block(table), table),
    }
    return {
        "padding": next((row for row in paddings if type(row) is int), None),
        "parameters": len(list(module.parameters())),
        "asking": sum(parameter.requires_grad for parameter in module.parameters()),
        "start": start,
        # A partial has no lines of its own that a message could quote.
        "raised": called(functools.partial(_steps, module, table, optimizer)).raised,
        # Eval mode first: a row that is put back while training would be right by then.
        "end": {
            "eval": _look(module.eval(), every, table),
            "train": _look(module.train(), every, table),
        },
    }


def _steps(module: nn.Module, table: Table, make: Callable) -> None:
    """Five steps in which each looked-up row is to tell its class through a fixed readout."""
    parameters = list(module.parameters())
    if not parameters:
        return
    optimizer = make(parameters)
    for _ in range(STEPS):
        take_step(lambda rows: module(rows) @ table.readout, optimizer, table.batch, table.targets)


def _look(module: nn.Module, indices: torch.Tensor, table: Table) -> dict:
    """What a lookup gave: its type and shape, and the bits of each row if the shape is right."""
    outcome = called(module, indices)
    value: Any = outcome.value
    shape = list(value.shape) if isinstance(value, torch.Tensor) else []
    rows = []
    if shape == [*indices.shape, table.weight.shape[1]]:
        rows = [digest(row) for row in value.reshape(-1, shape[-1])]
    return {
        "raised": outcome.raised,
        "kind": type(value).__name__,
        "shape": shape,
        "rows": rows,
    }
