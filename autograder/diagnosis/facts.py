"""All that the rules may look at: what the set-up is, and what copies of it did.

Parameters go by the first name that the model has for them.
"""

from collections.abc import Iterable
from functools import cached_property

import torch
from torch import nn
from torch.nn.modules.batchnorm import _NormBase

from autograder.diagnosis.case import Case
from autograder.diagnosis.intent import Component, components
from autograder.diagnosis.run import Run
from autograder.diagnosis.switching import Switching

NORMS = (_NormBase, nn.LayerNorm, nn.GroupNorm, nn.RMSNorm, nn.LocalResponseNorm)


class Facts:
    """A case, the run of its copies, and the questions that several rules ask of them."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.run = Run()
        self.switching = Switching()
        self.warned: list[str] = []
        self.parameters = dict(case.model.named_parameters())
        self.modules = dict(case.model.named_modules())
        self.buffers = dict(case.model.named_buffers())
        self.frozen = None
        if case.frozen is not None:
            self.frozen = components("frozen", case.frozen, case.model)
        self.trained = components("trained", case.trained, case.model)

    @cached_property
    def off(self) -> list[str]:
        """Parameters whose flag is off."""
        return [name for name, p in self.parameters.items() if not p.requires_grad]

    @cached_property
    def on(self) -> list[str]:
        """Parameters whose flag is on."""
        return [name for name, p in self.parameters.items() if p.requires_grad]

    @cached_property
    def names(self) -> dict[int, list[str]]:
        """All names of each parameter, by its id."""
        every: dict[int, list[str]] = {}
        for name, p in self.case.model.named_parameters(remove_duplicate=False):
            every.setdefault(id(p), []).append(name)
        return every

    @cached_property
    def paths(self) -> dict[int, list[str]]:
        """All paths of each module, by its id."""
        every: dict[int, list[str]] = {}
        for path, module in self.case.model.named_modules(remove_duplicate=False):
            every.setdefault(id(module), []).append(path)
        return every

    @cached_property
    def held(self) -> set[str]:
        """Parameters that some optimizer holds."""
        ids = {id(p) for p in self.in_optimizers}
        return {name for name, p in self.parameters.items() if id(p) in ids}

    @cached_property
    def in_optimizers(self) -> list[torch.Tensor]:
        """Every tensor in every group, in order."""
        return [p for one in self.case.optimizers for g in one.param_groups for p in g["params"]]

    @cached_property
    def foreign(self) -> list[torch.Tensor]:
        """Tensors in optimizers that are neither the model's nor the loss's."""
        loss = self.case.loss_fn
        own = {id(p) for p in loss.parameters()} if isinstance(loss, nn.Module) else set()
        own |= {id(p) for p in self.parameters.values()}
        return [p for p in self.in_optimizers if id(p) not in own]

    @cached_property
    def meant_frozen(self) -> set[str]:
        """Parameters inside the parts that the caller means to be frozen."""
        return {name for part in self.frozen or () for name in part.names}

    @cached_property
    def meant_trained(self) -> set[str]:
        """Parameters inside the parts that the caller means to learn."""
        return {name for part in self.trained for name in part.names}

    def inside(self, path: str) -> list[str]:
        """Parameters at or below a path."""
        return [n for n in self.parameters if not path or n.startswith(f"{path}.")]

    def owned(self, path: str) -> list[str]:
        """Parameters that the module at a path owns itself."""
        return [n for n in self.inside(path) if owner(n) == path]

    def is_frozen(self, path: str) -> bool:
        """Whether a module belongs to a frozen part: its own parameters are off, or it has none
        and those of the nearest module around it that has some are."""
        if self.owned(path):
            return not any(self.parameters[name].requires_grad for name in self.owned(path))
        while True:
            inside = self.inside(path)
            if inside:
                return not any(self.parameters[name].requires_grad for name in inside)
            if not path:
                return False
            path = owner(path)

    def of_kind(self, kind: type | tuple[type, ...]) -> Iterable[tuple[str, nn.Module]]:
        """The modules of a class."""
        return [(path, m) for path, m in self.modules.items() if isinstance(m, kind)]

    def calls(self, path: str) -> list:
        """The calls of one module in the first step."""
        return [call for call in self.run.calls if call.path == path]

    def sits_in(self, name: str) -> nn.Module:
        """The module that owns a parameter."""
        return self.modules[owner(name)]

    def left_on(self, part: Component) -> list[str]:
        """Parameters of a part that are on."""
        return [name for name in part.names if self.parameters[name].requires_grad]

    def left_off(self, part: Component) -> list[str]:
        """Parameters of a part that are off."""
        return [name for name in part.names if not self.parameters[name].requires_grad]


def owner(name: str) -> str:
    """The path of the module that holds a parameter, a buffer or a module."""
    return name.rpartition(".")[0]
