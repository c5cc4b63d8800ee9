"""What a model and an optimizer are, as plain data.

A snapshot reads and never writes: flags, modes, gradients and values stay as they were.
"""

import hashlib

import torch
from torch import nn
from torch.nn.parameter import UninitializedTensorMixin

# The forms that snapshots have, for `autograder.shape.fits`.
TENSOR_FORM = {"name": str, "dtype": str, "shape": ([int], None), "digest": (str, None)}
MODEL_FORM = {
    "parameters": [TENSOR_FORM | {"requires_grad": bool, "has_grad": bool, "is_plain": bool}],
    "buffers": [TENSOR_FORM],
    "training": {str: bool},
    "shared": [[str]],
}


def digest(tensor: torch.Tensor) -> str:
    """Sixteen hex digits that name the exact bits, dtype and shape of a tensor."""
    tensor = tensor.detach().cpu().contiguous()
    head = f"{tensor.dtype}{tuple(tensor.shape)}".encode()
    return hashlib.sha256(
        head + tensor.reshape(-1).view(torch.uint8).numpy().tobytes()
    ).hexdigest()[:16]


def model_snapshot(model: nn.Module) -> dict:
    """Parameters, buffers, training flag by module path, and which names are one tensor.

    A parameter that is shared stands once, under its first name; `shared` lists all of its names.
    A lazy parameter that has seen no batch has no shape and no digest yet: both are None. One that
    is not plain is of a class of its own, which may answer for its flag and its copies.
    """
    names: dict[int, list[str]] = {}
    for name, parameter in model.named_parameters(remove_duplicate=False):
        names.setdefault(id(parameter), []).append(name)
    return {
        "parameters": [
            _tensor(name, parameter)
            | {"requires_grad": parameter.requires_grad, "has_grad": parameter.grad is not None}
            | {"is_plain": type(parameter) is nn.Parameter}
            for name, parameter in model.named_parameters()
        ],
        "buffers": [_tensor(name, buffer) for name, buffer in model.named_buffers()],
        "training": {path: module.training for path, module in model.named_modules()},
        "shared": [group for group in names.values() if len(group) > 1],
    }


def _tensor(name: str, tensor: torch.Tensor) -> dict:
    """Name, dtype, shape and digest of one tensor."""
    lazy = isinstance(tensor, UninitializedTensorMixin)
    return {
        "name": name,
        "dtype": str(tensor.dtype).removeprefix("torch."),
        "shape": None if lazy else list(tensor.shape),
        "digest": None if lazy else digest(tensor),
    }


def optimizer_snapshot(optimizer: torch.optim.Optimizer, model: nn.Module) -> dict:
    """The parameter groups by parameter name, their rates, and what the optimizer remembers.

    `unknown` counts parameters that are not the model's (after a head was replaced, or a copy
    made). `state` maps each known name to the number of entries that the optimizer keeps for it.
    """
    names = {id(parameter): name for name, parameter in model.named_parameters()}
    groups = [
        {
            "parameters": [names[id(p)] for p in group["params"] if id(p) in names],
            "unknown": sum(id(p) not in names for p in group["params"]),
            "lr": float(group["lr"]),
            "weight_decay": float(group.get("weight_decay", 0.0)),
        }
        for group in optimizer.param_groups
    ]
    state = {names[id(p)]: len(kept) for p, kept in optimizer.state.items() if id(p) in names}
    return {"kind": type(optimizer).__name__, "groups": groups, "state": state}


def flags(snapshot: dict) -> dict[str, bool]:
    """`requires_grad` by parameter name, out of a model snapshot."""
    return {entry["name"]: entry["requires_grad"] for entry in snapshot["parameters"]}


def digests(snapshot: dict) -> dict[str, str]:
    """The digest of every parameter and buffer by name, out of a model snapshot."""
    return {
        entry["name"]: entry["digest"] for entry in snapshot["parameters"] + snapshot["buffers"]
    }


def changed(before: dict, after: dict) -> list[str]:
    """Names of the parameters and buffers whose bits differ between two snapshots of one model."""
    then, now = digests(before), digests(after)
    return [name for name in then if then[name] != now.get(name)]
