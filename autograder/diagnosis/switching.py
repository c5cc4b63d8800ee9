"""What a model's own `train()` and `eval()` do, where it has written them itself."""

from dataclasses import dataclass, field

from torch import nn

from autograder.diagnosis.case import Case
from autograder.diagnosis.copies import twin_of


@dataclass
class Switching:
    """`trained` are the modes after `train()` on a copy; `faults` says by path what went wrong."""

    trained: dict[str, bool] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def switching_of(case: Case) -> Switching:
    """Call the overridden `train()` of a copy and of its parts, in both directions."""
    own = [path for path, module in case.model.named_modules() if has_own_train(module)]
    if not own:
        return Switching()
    switching = Switching()
    model = twin_of(case).model
    for path in own:
        module = model.get_submodule(path)
        for call in ("eval", "train"):
            try:
                given = getattr(module, call)()
            except Exception as problem:
                said = str(problem).partition("\n")[0]
                switching.faults.setdefault(
                    path, f"{call}() raises {type(problem).__name__}: {said}"
                )
            else:
                if given is not module:
                    kind = "None" if given is None else f"a {type(given).__name__}"
                    switching.faults.setdefault(path, f"{call}() returns {kind}, not the module")
    if not switching.faults:
        model.train()
        switching.trained = {path: module.training for path, module in model.named_modules()}
    return switching


def has_own_train(module: nn.Module) -> bool:
    """Whether a module's `train` is not the one of nn.Module; torch's own wrappers do not count."""
    owner = next(base for base in type(module).__mro__ if "train" in vars(base))
    return "train" in vars(module) or not owner.__module__.startswith("torch.")
