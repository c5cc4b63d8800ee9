"""The layers that the caller names: which parameters belong to each.

A name stands for a whole layer or one parameter: 'layer1' is not 'layer10'. A tensor that is
shared counts under all of its names. Wrappers put a prefix before every name; it may be left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from torch import nn

from autograder.diagnosis.refusals import CannotExamine, no_such_layer

WRAPPERS = ("module.", "_orig_mod.", "_orig_mod.module.", "module._orig_mod.")


@dataclass(frozen=True)
class Component:
    """A part of the model that the caller named.

    `asked` is the name as given, `path` the one in the model (longer where a wrapper is around),
    `names` are its parameters, each under the first name that the model has for it.
    """

    asked: str
    path: str
    names: tuple[str, ...]


def components(argument: str, asked: Iterable[str], model: nn.Module) -> list[Component]:
    """The parts of `model` with these names; raises CannotExamine for one that is none."""
    first = {id(parameter): name for name, parameter in model.named_parameters()}
    every = dict(model.named_parameters(remove_duplicate=False))
    buffers = list(dict(model.named_buffers(remove_duplicate=False)))
    paths = {path for path, _ in model.named_modules(remove_duplicate=False)}
    found = []
    for name in asked:
        tries = [name, *(wrapper + name for wrapper in WRAPPERS)]
        path = next((path for path in tries if path in paths or path in every), None)
        if path is None:
            raise no_such_layer(argument, name, sorted((paths | set(every)) - {""}))
        inside = [first[id(tensor)] for known, tensor in every.items() if lies_in(known, path)]
        if not inside and not any(lies_in(buffer, path) for buffer in buffers):
            raise CannotExamine(
                f"{argument} names {name!r}, which holds no parameter and no buffer: "
                "there is nothing in it to freeze or to train."
            )
        found.append(Component(name, path, tuple(dict.fromkeys(inside))))
    return found


def lies_in(name: str, path: str) -> bool:
    """Whether a tensor's name lies at or below a path; the empty path is the whole model."""
    return not path or name == path or name.startswith(f"{path}.")
