"""One trial of a function that gives a linear layer a low-rank update: start, training, formula.

The first gradient of one factor is zero by right, so three steps are taken before anything is said
of gradients. Afterwards the checker puts factors of its own in place, and looks at the output.
"""

import math
from collections.abc import Callable, Iterator

import torch
from torch import nn
from torch.nn.parameter import is_lazy

from autograder.answers import RAISED_FORM, called
from autograder.snapshot import digest
from autograder.trials.frozen_part import MOST_NUMBERS, VALUES_FORM, quietly
from autograder.trials.low_rank_case import Case
from autograder.trials.probe import DECAY, RATE, STEPS

PARAMETER_FORM = {"name": str, "shape": ([int], None), "asks": bool, "own": str}
FORM = {
    "raised": RAISED_FORM,
    "returned": str,
    "parameters": [PARAMETER_FORM],
    "loose": int,
    "new_tensors": int,
    "before": {str: str},
    "after": {str: str},
    "held": [str],
    "start": VALUES_FORM,
    "failed": RAISED_FORM,
    "gradients": {str: [str]},
    "moved": [str],
    "planted": {"output": VALUES_FORM, "slope": VALUES_FORM},
}


def tried(answer: Callable, case: Case) -> dict:
    """What `answer` made of the case's layer, as plain data."""
    own = dict(case.layer.named_parameters())
    kept = {name: tensor.detach().clone() for name, tensor in own.items()}
    outcome = called(answer, *case.arguments())
    is_module = isinstance(outcome.value, nn.Module)
    module = outcome.value if is_module else nn.Module()
    names = {id(tensor): name for name, tensor in own.items()}
    seen = {
        "raised": outcome.raised,
        "returned": "a module" if is_module else type(outcome.value).__name__,
        "parameters": [
            {
                "name": name,
                "shape": None if is_lazy(parameter) else list(parameter.shape),
                "asks": parameter.requires_grad,
                "own": names.get(id(parameter), ""),
            }
            for name, parameter in module.named_parameters()
        ],
        "loose": sum(tensor.requires_grad for tensor in _loose(module)),
        "new_tensors": sum(id(t) not in names for t in (*module.parameters(), *module.buffers())),
        "before": {name: digest(tensor) for name, tensor in kept.items()},
        "after": {name: digest(tensor) for name, tensor in own.items()},
        "held": _held(module, own),
    }
    start = quietly(_output, module, case.inputs)
    trained = quietly(_trained, module, case)
    gradients, moved = trained.value or ({}, [])
    with torch.no_grad():
        for name, tensor in own.items():
            tensor.copy_(kept[name])
    planted = quietly(_planted, module, case)
    output, slope = planted.value or ([], [])
    return seen | {
        "start": start.value or [],
        "failed": start.raised or trained.raised or planted.raised,
        "gradients": gradients,
        "moved": moved,
        "planted": {"output": output, "slope": slope},
    }


def _held(module: nn.Module, own: dict[str, nn.Parameter]) -> list[str]:
    """The layer's own tensors that the module holds: as they are, or as buffers on their memory."""
    inside = {id(parameter) for parameter in module.parameters()}
    memory = {buffer.data_ptr() for buffer in module.buffers()}
    return [n for n, p in own.items() if id(p) in inside or p.data_ptr() in memory]


def _loose(module: nn.Module) -> Iterator[torch.Tensor]:
    """Tensors that hang on a module, or in a list on it, without being its parameters."""
    for part in module.modules():
        for name, value in vars(part).items():
            if name.startswith("_"):
                continue
            for item in value if isinstance(value, list | tuple) else [value]:
                if isinstance(item, torch.Tensor):
                    yield item


def _output(module: nn.Module, inputs: torch.Tensor) -> list[float | None]:
    """What the module gives in train mode, as numbers."""
    return _values(module.train()(inputs))


def _values(output: object) -> list[float | None]:
    """A tensor as numbers; None for what is none."""
    if not isinstance(output, torch.Tensor) or output.numel() > MOST_NUMBERS:
        return []
    values = output.detach().double().flatten().tolist()
    return [round(value, 5) if math.isfinite(value) else None for value in values]


def _trained(module: nn.Module, case: Case) -> tuple[dict[str, list[str]], list[str]]:
    """The gradient of each parameter at each of three steps of AdamW, and which have moved."""
    named = dict(module.named_parameters())
    if not named:
        return {}, []
    before = {name: digest(parameter) for name, parameter in named.items()}
    optimizer = torch.optim.AdamW(named.values(), lr=RATE, weight_decay=DECAY)
    gradients: dict[str, list[str]] = {name: [] for name in named}
    for _ in range(STEPS):
        optimizer.zero_grad()
        logits = module(case.inputs).flatten(0, -2)
        loss = nn.functional.cross_entropy(logits, case.targets.flatten())
        if loss.requires_grad:
            loss.backward()
        for name, parameter in named.items():
            gradients[name].append(_gradient(parameter))
        optimizer.step()
    return gradients, [name for name in named if digest(named[name]) != before[name]]


def _gradient(parameter: nn.Parameter) -> str:
    """Whether there is a gradient, and whether any of it differs from zero."""
    if parameter.grad is None:
        return "none"
    return "some" if bool(parameter.grad.count_nonzero()) else "zero"


def _planted(module: nn.Module, case: Case) -> tuple[list, list]:
    """The output with the case's factors in place, and the slope of its sum along the inputs."""
    with torch.no_grad():
        for parameter in module.parameters():
            for factor in (case.down, case.up):
                if parameter.requires_grad and parameter.shape == factor.shape:
                    parameter.copy_(factor)
    inputs = case.inputs.clone().requires_grad_()
    output = module(inputs)
    if output.requires_grad:
        output.sum().backward()
    return _values(output), _values(inputs.grad)
