"""A copy of the whole set-up that may be trained: the model, its optimizers, the loss, the batch.

`copy.deepcopy` of a parameter drops its gradient, its hooks and the memory it shares with another;
all three are put back. One memo for everything maps each optimizer to the copied parameters.
"""

import copy
import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from autograder.diagnosis.case import Case
from autograder.diagnosis.refusals import CannotExamine


@dataclass(frozen=True)
class Twin:
    """A copied set-up; `memo` gives the copy of an object by the id of the original."""

    model: nn.Module
    optimizers: tuple
    loss_fn: Any
    scheduler: Any
    inputs: Any
    targets: Any
    memo: dict


def twin_of(case: Case) -> Twin:
    """A copy of the set-up with flags, modes, buffers, gradients, hooks and shared memory intact.

    Tensors that are results of a computation (MISTAKES F23) are copied without their graph.
    Raises CannotExamine where something cannot be copied.
    """
    memo = {id(tensor): tensor.detach().clone() for _, tensor in kept_results(case.model)}
    model = _copied(case.model, memo, "the model")
    _put_back(case.model, memo)
    return Twin(
        model,
        tuple(_copied_optimizer(one, memo) for one in case.optimizers),
        _copied(case.loss_fn, memo, "the loss"),
        _copied(case.scheduler, memo, "the scheduler"),
        copied_batch(case.inputs),
        copied_batch(case.targets),
        memo,
    )


def kept_results(model: nn.Module) -> Iterator[tuple[str, torch.Tensor]]:
    """Every tensor with a graph that a module keeps as an attribute, with its path."""
    for path, module in model.named_modules():
        for key, value in vars(module).items():
            if key not in ("_parameters", "_modules"):
                for tensor in tensors_in(value):
                    if tensor.grad_fn is not None:
                        yield f"{path}.{key}".lstrip("."), tensor


def tensors_in(value: Any) -> Iterator[torch.Tensor]:
    """The tensors of a nested tuple, list, dict or record, in order."""
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, dict):
        for entry in value.values():
            yield from tensors_in(entry)
    elif isinstance(value, (tuple, list)):
        for entry in value:
            yield from tensors_in(entry)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield from tensors_in(vars(value))


def copied_batch(value: Any) -> Any:
    """A batch with tensors of its own; tensors made in inference mode stay such tensors."""
    if isinstance(value, torch.Tensor):
        if value.is_inference():
            with torch.inference_mode():
                return value.clone()
        return value.detach().clone().requires_grad_(value.requires_grad)
    if isinstance(value, dict):
        pairs = [(key, copied_batch(entry)) for key, entry in value.items()]
        try:
            return type(value)(pairs)
        except TypeError:
            return dict(pairs)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*map(copied_batch, value))
    if isinstance(value, (tuple, list)):
        return type(value)(map(copied_batch, value))
    return _copied(value, {}, "the batch")


def _copied(value: Any, memo: dict, what: str) -> Any:
    """A deep copy, or the refusal that names what stands in its way."""
    try:
        return copy.deepcopy(value, memo)
    except Exception as problem:
        said = str(problem).strip().partition("\n")[0]
        blame = _uncopied(value) if isinstance(value, nn.Module) else ""
        raise CannotExamine(
            f"{what.capitalize()} cannot be copied, and only a copy is examined"
            f"{blame}: {type(problem).__name__}: {said}"
        ) from problem


def _copied_optimizer(optimizer: torch.optim.Optimizer, memo: dict) -> torch.optim.Optimizer:
    """A copy with the attributes that torch's own copying leaves out, such as those of LBFGS.

    Callables stay behind: a scheduler puts a `step` there that is bound to the original.
    """
    copied = _copied(optimizer, memo, "the optimizer")
    for key, value in vars(optimizer).items():
        if key not in vars(copied) and not callable(value):
            setattr(copied, key, _copied(value, memo, "the optimizer"))
    return copied


def _uncopied(model: nn.Module) -> str:
    """Which attribute of which module cannot be copied, in words."""
    for path, module in model.named_modules():
        for key, value in vars(module).items():
            if key not in ("_parameters", "_modules"):
                try:
                    copy.deepcopy(value, {id(model): None})
                except Exception:
                    return f" (look at {f'{path}.{key}'.lstrip('.')!r})"
    return ""


def _put_back(model: nn.Module, memo: dict) -> None:
    """Give the copied parameters the gradients, hooks and shared memory of the originals."""
    memory: dict[tuple, torch.Tensor] = {}
    for parameter in model.parameters():
        twin = memo.get(id(parameter))
        if twin is None:
            continue
        if parameter.grad is not None:
            twin.grad = parameter.grad.detach().clone()
        if twin.requires_grad:
            for hook in (parameter._backward_hooks or {}).values():
                twin.register_hook(hook)
        place = memory_of(parameter)
        if place in memory:
            twin.data = memory[place].data.view(parameter.shape)
        elif place is not None:
            memory[place] = twin


def memory_of(tensor: torch.Tensor) -> tuple | None:
    """Where a dense tensor's numbers lie, or None for an empty or unusual one."""
    if tensor.layout is not torch.strided or not tensor.numel() or not tensor.is_contiguous():
        return None
    return (tensor.device, tensor.dtype, tensor.data_ptr(), tensor.numel())
