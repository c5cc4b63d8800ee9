"""Who is called in a pass, in which order, and whether a graph is recorded there.

The hooks go on a copy. A module that is used functionally (its weight read by another) is not
called, though it is reached; only the graph tells that.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from autograder.diagnosis.copies import tensors_in

FORWARD = "forward"
BACKWARD = "backward"  # calls made while backward runs: checkpointed blocks run again


@dataclass
class Call:
    """One call of one module; `takes`, `gives`: whether tensors with a graph go in, come out."""

    path: str
    phase: str
    records: bool
    training: bool
    takes: bool
    gives: bool = False


class Watch:
    """The calls of every module of a model, in the order in which they begin."""

    def __init__(self, model: nn.Module) -> None:
        self.calls: list[Call] = []
        self.phase = FORWARD
        self._open: list[Call] = []
        for path, module in model.named_modules():
            if not isinstance(module, torch.jit.ScriptModule):
                module.register_forward_pre_hook(self._begin(path), with_kwargs=True)
                module.register_forward_hook(self._end)

    def paths(self) -> set[str]:
        """The modules that were called at least once."""
        return {call.path for call in self.calls}

    def _begin(self, path: str) -> Any:
        """The hook that notes the beginning of a call."""

        def begin(module: nn.Module, arguments: tuple, named: dict) -> None:
            call = Call(
                path,
                self.phase,
                torch.is_grad_enabled(),
                module.training,
                _asks((arguments, named)),
            )
            self.calls.append(call)
            self._open.append(call)

        return begin

    def _end(self, module: nn.Module, arguments: tuple, output: Any) -> None:
        """The hook that notes what a call gave."""
        if self._open:
            self._open.pop().gives = _asks(output)


def _asks(value: Any) -> bool:
    """Whether a nested value holds a tensor that asks for a gradient."""
    return any(tensor.requires_grad for tensor in tensors_in(value))


def leaves(value: Any) -> set[int]:
    """The ids of the leaf tensors that a nested value depends on, by its graph."""
    waiting = [tensor.grad_fn for tensor in tensors_in(value) if tensor.grad_fn is not None]
    seen, found = set(waiting), {id(tensor) for tensor in tensors_in(value) if tensor.is_leaf}
    while waiting:
        node = waiting.pop()
        if hasattr(node, "variable"):
            found.add(id(node.variable))
        for following, _ in node.next_functions:
            if following is not None and following not in seen:
                seen.add(following)
                waiting.append(following)
    return found
