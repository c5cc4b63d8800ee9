"""What happens when copies of the set-up are trained for a moment.

Three steps, not one: a zero gradient is legitimate on the first (MISTAKES C10, F26). The loop
clears gradients, computes the loss, goes backward and lets the caller's own optimizers step.
"""

from typing import Any

import torch
from torch import nn

from autograder.diagnosis.case import Case
from autograder.diagnosis.copies import Twin, tensors_in
from autograder.diagnosis.refusals import CannotExamine, does_not_run
from autograder.diagnosis.run import Run
from autograder.diagnosis.stepping import as_left, forward, optimize, ready, schedule, values
from autograder.diagnosis.stops import known_stop
from autograder.diagnosis.watching import BACKWARD, FORWARD, Watch, leaves

STEPS = 3


def run_of(case: Case) -> Run:
    """Train copies of the set-up for three steps and say what happened.

    Raises CannotExamine where the set-up cannot be copied or its own code raises.
    """
    run = Run()
    twin = ready(case)
    run.modes = {path: module.training for path, module in twin.model.named_modules()}
    run.before = values(twin.model)
    watch = Watch(twin.model)
    try:
        for step in range(STEPS):
            _clear(twin)
            _step(twin, run, watch, step)
    except CannotExamine as refusal:
        run.stopped = known_stop(refusal.__cause__)
        if not run.stopped:
            raise
    run.called = watch.paths()
    run.after = values(twin.model)
    if run.ran:
        schedule(twin, run)
        as_left(case, run)
    return run


def _clear(twin: Twin) -> None:
    """Let no parameter hold a gradient, in the model or in an optimizer."""
    for optimizer in twin.optimizers:
        optimizer.zero_grad()
    twin.model.zero_grad()


def _step(twin: Twin, run: Run, watch: Watch, step: int) -> None:
    """One step of training; what it shows goes into `run`."""
    watch.phase = FORWARD
    output = _called("The forward pass", forward, twin)
    loss = _called("The loss", twin.loss_fn, output, twin.targets)
    if not isinstance(loss, torch.Tensor) or loss.numel() != 1:
        shape = f" of shape {tuple(loss.shape)}" if isinstance(loss, torch.Tensor) else ""
        raise CannotExamine(
            f"The loss gave a {type(loss).__name__}{shape}; training needs one number in a tensor."
        )
    named = dict(twin.model.named_parameters())
    name_of = {id(parameter): name for name, parameter in named.items()}
    if step == 0:
        run.output_asks = any(tensor.requires_grad for tensor in tensors_in(output))
        run.loss_asks, run.loss_is_leaf = loss.requires_grad, loss.is_leaf and loss.requires_grad
        run.rows_agree = _rows_agree(output)
    run.by_output |= {name_of[leaf] for leaf in leaves(output) if leaf in name_of}
    run.by_loss |= {name_of[leaf] for leaf in leaves(loss) if leaf in name_of}
    if loss.requires_grad:
        watch.phase = BACKWARD
        _called("The backward pass", loss.backward)
    sizes = {name: _size(parameter.grad) for name, parameter in named.items()}
    run.sizes.append(sizes)
    run.by_loss |= {name for name, size in sizes.items() if size is not None}
    run.strangers |= {
        original
        for original, copied in twin.memo.items()
        if isinstance(copied, nn.Parameter)
        and copied.grad is not None
        and id(copied) not in name_of
    }
    if step == 0:
        run.calls = list(watch.calls)
        run.first = {n: p.grad.clone() for n, p in named.items() if p.grad is not None}
    optimize(twin, run)


def _called(stage: str, function: Any, *arguments: Any) -> Any:
    """What a call gave; its exception becomes a refusal that names the stage."""
    try:
        return function(*arguments)
    except Exception as problem:
        raise does_not_run(stage, problem) from problem


def _size(gradient: torch.Tensor | None) -> bool | None:
    """Whether a gradient holds anything but zeros; None where there is none."""
    if gradient is None:
        return None
    numbers = gradient.coalesce().values() if gradient.is_sparse else gradient
    return bool((numbers != 0).any())


def _rows_agree(output: Any) -> bool:
    """Whether a batch of at least two gave the same output row for all."""
    if not isinstance(output, torch.Tensor) or output.ndim < 2 or len(output) < 2:
        return False
    return torch.equal(output, output[:1].expand_as(output))
