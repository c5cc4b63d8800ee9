"""What `doctor` cannot examine: one sentence each, said before anything has run."""

import difflib
from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import nn
from torch.nn.parameter import UninitializedTensorMixin
from torch.optim import Optimizer

from autograder.diagnosis.case import Case
from autograder.words import with_article


class CannotExamine(ValueError):
    """The reason why a set-up cannot be examined, in one sentence; nothing was changed."""


def case_of(
    model: nn.Module,
    optimizer: Any,
    loss_fn: Callable,
    batch: Any,
    frozen: Any,
    trained: Any,
    scheduler: Any,
    before_epoch: Any,
) -> Case:
    """The arguments of `doctor` as a case; raises CannotExamine where they are not one."""
    if not isinstance(model, nn.Module):
        raise CannotExamine(f"The model is {_a(model)}; give an nn.Module.")
    if not callable(loss_fn):
        raise CannotExamine(f"The loss is {_a(loss_fn)}; give a function of output and targets.")
    if before_epoch is not None and not callable(before_epoch):
        raise CannotExamine(f"before_epoch is {_a(before_epoch)}; give a function of the model.")
    if scheduler is not None and not hasattr(scheduler, "step"):
        raise CannotExamine(f"The scheduler is {_a(scheduler)}, which has no step().")
    inputs, targets = _batch(batch)
    _parameters(model)
    return Case(
        model,
        _optimizers(optimizer),
        loss_fn,
        inputs,
        targets,
        frozen=None if frozen is None else _names("frozen", frozen),
        trained=_names("trained", trained),
        scheduler=scheduler,
        before_epoch=before_epoch,
    )


def no_such_layer(argument: str, name: str, known: Iterable[str]) -> CannotExamine:
    """The refusal of a name that is no layer and no parameter, with the nearest ones that are."""
    near = difflib.get_close_matches(name, list(known), n=3, cutoff=0.5)
    told = f"; near it are {', '.join(map(repr, near))}" if near else ""
    return CannotExamine(
        f"{argument} names {name!r}, which matches no layer and no parameter of this model{told}."
    )


def does_not_run(stage: str, problem: BaseException) -> CannotExamine:
    """The refusal of a set-up whose own code raises."""
    said = str(problem).strip().partition("\n")[0] or "without a message"
    return CannotExamine(f"{stage} raised {type(problem).__name__}: {said}")


def _a(value: Any) -> str:
    """The type of a value with its article."""
    return with_article(type(value).__name__)


def _batch(batch: Any) -> tuple[Any, Any]:
    """Inputs and targets."""
    if not isinstance(batch, (tuple, list)) or len(batch) != 2:
        told = f" of {len(batch)}" if isinstance(batch, (tuple, list)) else ""
        raise CannotExamine(f"The batch is {_a(batch)}{told}; give a pair (inputs, targets).")
    return batch[0], batch[1]


def _parameters(model: nn.Module) -> None:
    """Refuse a model without parameters, with lazy ones, or with some that are nowhere."""
    named = list(model.named_parameters())
    if not named and not isinstance(model, torch.jit.ScriptModule):
        raise CannotExamine("The model has no parameters, so nothing in it can learn or be frozen.")
    tensors = named + list(model.named_buffers())
    lazy = [name for name, tensor in tensors if isinstance(tensor, UninitializedTensorMixin)]
    if lazy:
        raise CannotExamine(
            f"{lazy[0]!r} has no shape yet ({len(lazy)} of {len(tensors)} tensors have none): "
            "its layer is lazy, so run one batch through the model first."
        )
    for name, tensor in tensors:
        if not _is_here(tensor.device):
            raise CannotExamine(
                f"{name!r} is on the device {str(tensor.device)!r}, which holds no values here: "
                "move the model to a device that this machine has."
            )


def _is_here(device: torch.device) -> bool:
    """Whether this machine has a device with values on it."""
    if device.type == "cuda":
        return torch.cuda.is_available()
    return device.type != "meta"


def _optimizers(given: Any) -> tuple[Optimizer, ...]:
    """The optimizers as a tuple; None means that there is none to look at."""
    if given is None:
        return ()
    several = tuple(given) if isinstance(given, (list, tuple)) else (given,)
    if not several:
        raise CannotExamine(
            "The list of optimizers is empty; give None to examine the model alone."
        )
    for one in several:
        if not isinstance(one, Optimizer):
            raise CannotExamine(
                f"The optimizer is {_a(one)}; give a torch.optim.Optimizer, several, or None."
            )
    if len({id(one) for one in several}) < len(several):
        raise CannotExamine("One optimizer stands in the list twice; give each once.")
    return several


def _names(argument: str, given: Any) -> tuple[str, ...]:
    """Names of layers; one alone may come without its tuple."""
    names = (given,) if isinstance(given, str) else tuple(given) if _is_some(given) else None
    if names is None or not all(isinstance(name, str) for name in names):
        raise CannotExamine(f"{argument} takes names of layers, such as ('layer1', 'layer2').")
    return tuple(name.rstrip(".") for name in names)


def _is_some(given: Any) -> bool:
    """Whether a value can be a collection of names."""
    return isinstance(given, (list, tuple, set, frozenset))
