"""The originals stay as they were while copies run, even where code of the caller reaches them.

A loss that adds a penalty on the caller's own model, or a patched `forward` that closes over it,
would leave gradients or values behind; both are put back, and the second is refused.
"""

import contextlib
import io
import random
import warnings
from collections.abc import Iterator

import numpy as np
import torch

from autograder.diagnosis.case import Case
from autograder.diagnosis.refusals import CannotExamine

SEED = 0


@contextlib.contextmanager
def quiet(case: Case) -> Iterator[list]:
    """A stretch with the same random numbers every time; the caller's random state stays as it is.

    Gradients are on, whatever the caller is inside of; prints are swallowed; yields the list of
    warnings that are given inside.
    """
    random_state, numpy_state = random.getstate(), np.random.get_state()
    dtype = torch.get_default_dtype()
    cards = {p.device.index or 0 for p in case.model.parameters() if p.device.type == "cuda"}
    with (
        torch.random.fork_rng(devices=sorted(cards)),
        torch.inference_mode(False),
        torch.enable_grad(),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(record=True) as warned,
        _eager(case.model),
    ):
        warnings.simplefilter("always")
        random.seed(SEED)
        np.random.seed(SEED)
        torch.default_generator.manual_seed(SEED)
        for card in sorted(cards):
            torch.cuda.default_generators[card].manual_seed(SEED)
        try:
            yield warned
        finally:
            torch.set_default_dtype(dtype)
            random.setstate(random_state)
            np.random.set_state(numpy_state)


@contextlib.contextmanager
def untouched(case: Case) -> Iterator[None]:
    """Put the model's values, flags, gradients and modes back; raise if a copy changed values."""
    tensors = [*case.model.parameters(), *case.model.buffers()]
    held = [p for one in case.optimizers for group in one.param_groups for p in group["params"]]
    leaves = list({id(p): p for p in [*case.model.parameters(), *held]}.values())
    values = [tensor.detach().clone() for tensor in tensors]
    flags = [leaf.requires_grad for leaf in leaves]
    gradients = [(leaf.grad, None if leaf.grad is None else leaf.grad.clone()) for leaf in leaves]
    modes = [(module, module.training) for module in case.model.modules()]
    try:
        yield
    finally:
        for module, mode in modes:
            if module.training != mode:
                module.training = mode
        for leaf, flag, (gradient, value) in zip(leaves, flags, gradients, strict=True):
            if leaf.requires_grad != flag:
                leaf.requires_grad = flag
            leaf.grad = gradient
            if gradient is not None and not same_bits(gradient, value):
                with torch.no_grad():
                    gradient.copy_(value)
        changed = [
            (tensor, value)
            for tensor, value in zip(tensors, values, strict=True)
            if not same_bits(tensor, value)
        ]
        with torch.no_grad():
            for tensor, value in changed:
                tensor.copy_(value)
    if changed:
        raise CannotExamine(
            "Running a copy of the model changed the model itself (it was put back): something in "
            "it, such as a patched forward or a hook, holds the original instead of using `self`."
        )


def same_bits(one: torch.Tensor, other: torch.Tensor) -> bool:
    """Whether two tensors of one shape hold the same values; NaN equals NaN."""
    one, other = one.detach(), other.detach()
    return torch.equal(one, other) or bool(
        ((one == other) | ((one != one) & (other != other))).all()
    )


def _eager(model: torch.nn.Module) -> contextlib.AbstractContextManager:
    """Compiled models run as plain Python: compiling copies would take minutes."""
    if any(hasattr(module, "_orig_mod") for module in model.modules()):
        return torch.compiler.set_stance("force_eager")
    return contextlib.nullcontext()
