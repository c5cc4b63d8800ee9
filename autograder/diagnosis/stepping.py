"""What optimizers and schedulers do to a copy, and the copy they do it to."""

import inspect
from typing import Any

import torch
from torch import nn

from autograder.diagnosis.case import Case
from autograder.diagnosis.copies import Twin, twin_of
from autograder.diagnosis.refusals import does_not_run
from autograder.diagnosis.run import Run
from autograder.diagnosis.untouched import same_bits


def ready(case: Case) -> Twin:
    """A copy as it stands when an epoch begins."""
    twin = twin_of(case)
    if case.before_epoch is not None:
        try:
            case.before_epoch(twin.model)
        except Exception as problem:
            raise does_not_run("before_epoch", problem) from problem
    return twin


def values(model: nn.Module) -> dict[str, torch.Tensor]:
    """Clones of all parameters and buffers by name."""
    named = [*model.named_parameters(), *model.named_buffers()]
    return {name: tensor.detach().clone() for name, tensor in named}


def forward(twin: Twin) -> Any:
    """The model's output for the batch."""
    if isinstance(twin.inputs, dict):
        return twin.model(**twin.inputs)
    if type(twin.inputs) is tuple:
        return twin.model(*twin.inputs)
    return twin.model(twin.inputs)


def optimize(twin: Twin, run: Run) -> None:
    """Let the optimizers step; one that cannot is said to be unexamined."""
    for number, optimizer in enumerate(twin.optimizers):
        try:
            closure = inspect.signature(type(optimizer).step).parameters.get("closure")
            if closure is not None and closure.default is inspect.Parameter.empty:
                optimizer.step(lambda: twin.loss_fn(forward(twin), twin.targets))
            else:
                optimizer.step()
        except Exception as problem:
            said = str(problem).strip().partition("\n")[0]
            _once(
                run.unexamined,
                f"what optimizer {number + 1} moves (step() of a copy raised "
                f"{type(problem).__name__}: {said})",
            )


def schedule(twin: Twin, run: Run) -> None:
    """Let a copied scheduler take one step; keep its exception in words."""
    if twin.scheduler is None:
        return
    wanted = inspect.signature(type(twin.scheduler).step).parameters.get("metrics")
    try:
        twin.scheduler.step(*([0.0] if wanted is not None else []))
    except Exception as problem:
        said = str(problem).strip().partition("\n")[0]
        run.schedule = f"{type(problem).__name__}: {said}"


def as_left(case: Case, run: Run) -> None:
    """What `step()` moves by the gradients that frozen parameters still hold, as a loop that does
    not clear them would."""
    leftover = {
        name
        for name, parameter in case.model.named_parameters()
        if not parameter.requires_grad and parameter.grad is not None
    }
    if not leftover:
        return
    twin = ready(case)
    for name, parameter in twin.model.named_parameters():
        if name not in leftover:
            parameter.grad = None
    before = values(twin.model)
    optimize(twin, run)
    after = values(twin.model)
    run.moved_as_left = [name for name in after if not same_bits(before[name], after[name])]


def _once(sentences: list[str], sentence: str) -> None:
    """Add a sentence that is not there yet."""
    if sentence not in sentences:
        sentences.append(sentence)
