"""What a function did that plans, wraps and makes an optimizer: the order of calls, and training.

Two workers get equal models and other batches; whether they agree afterwards shows whether the
right gradients were averaged.
"""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from autograder.answers import RAISED_FORM, called
from autograder.snapshot import MODEL_FORM, changed, digests, flags, model_snapshot
from autograder.trials.nets import Probe
from autograder.trials.towers import drawn_rows, drawn_widths, fill, generator
from autograder.trials.wrappers import InPieces, Together, trained_together

STEPS = 3
RATE = 1 / 32
LAYERS = ("stem", "body", "neck", "head")
FORM = {
    "raised": RAISED_FORM,
    "returned": str,
    "is_wrapped": bool,
    "is_same_model": bool,
    "is_optimizer": bool,
    "calls": [{"what": str, "flags": {str: bool}}],
    "before": MODEL_FORM,
    "after": MODEL_FORM,
    "held": [str],
    "unknown": int,
}
TOGETHER_FORM = {
    "workers": [FORM],
    "halted": RAISED_FORM,
    "apart": [str],
    "moved": [str],
}
IN_PIECES_FORM = {"worker": FORM, "halted": RAISED_FORM, "moved": [str]}


def drawn_model(seed: int) -> Probe:
    """Four named layers of drawn widths, `stem` and `neck` frozen; every worker gets this one."""
    draw = generator(seed)
    widths = drawn_widths(draw, 5)
    layers = []
    for place, name in enumerate(LAYERS):
        layers += [(name, nn.Linear(widths[place], widths[place + 1])), (f"{name}_out", nn.Tanh())]
    net = nn.Sequential(OrderedDict(layers[:-1]))
    fill(net, draw)
    for name in ("stem", "neck"):
        net.get_submodule(name).requires_grad_(False)
    return Probe(net, *_batch(widths, draw))


def drawn_batches(seed: int) -> list[Probe]:
    """A batch per worker and step, for the model of this seed."""
    draw = generator(seed)
    widths = drawn_widths(draw, 5)
    return [Probe(nn.Identity(), *_batch(widths, draw)) for _ in range(2 * STEPS)]


def planned(answer: Callable, net: nn.Module, plan: dict, wrapper: type) -> tuple[dict, Any, Any]:
    """What `answer` did with the model, as plain data; the wrapped model and the optimizer."""
    before, calls, made = model_snapshot(net), [], []

    def note(what: str) -> None:
        calls.append({"what": what, "flags": flags(model_snapshot(net))})

    def wrap(model: nn.Module) -> nn.Module:
        note("wrap")
        made.append(wrapper(model))
        return made[-1]

    def make_optimizer(parameters: Any) -> torch.optim.Optimizer:
        note("make_optimizer")
        return torch.optim.AdamW(parameters, lr=RATE, weight_decay=0.1)

    outcome = called(answer, net, dict(plan), wrap, make_optimizer)
    pair = outcome.value if type(outcome.value) in (tuple, list) else ()
    wrapped, optimizer = pair if len(pair) == 2 else (None, None)
    is_optimizer = isinstance(optimizer, torch.optim.Optimizer)
    held = [p for g in optimizer.param_groups for p in g["params"]] if is_optimizer else []
    names = {id(parameter): name for name, parameter in net.named_parameters()}
    seen = {
        "raised": outcome.raised,
        "returned": type(outcome.value).__name__,
        "is_wrapped": any(wrapped is one for one in made),
        "is_same_model": any(one.module is net for one in made),
        "is_optimizer": is_optimizer,
        "calls": calls,
        "before": before,
        "after": model_snapshot(net),
        "held": [names[id(p)] for p in held if id(p) in names],
        "unknown": sum(id(p) not in names for p in held),
    }
    return seen, wrapped, optimizer


def together(answer: Callable, plan: dict, seed: int) -> dict:
    """Two workers, each planned and wrapped by `answer`, and what a few steps made of them."""
    nets = [drawn_model(seed).net for _ in range(2)]
    done = [planned(answer, net, plan, Together) for net in nets]
    workers, wrapped, optimizers = (list(column) for column in zip(*done, strict=True))
    before, halted = model_snapshot(nets[0]), None
    if all(seen["is_wrapped"] and seen["is_optimizer"] for seen in workers):
        halted = called(trained_together, wrapped, optimizers, drawn_batches(seed)).raised
    one, other = (digests(model_snapshot(net)) for net in nets)
    return {
        "workers": workers,
        # The line is one of ours.
        "halted": halted and halted | {"line": None},
        "apart": [name for name in one if one[name] != other.get(name)],
        "moved": changed(before, model_snapshot(nets[0])),
    }


def in_pieces(answer: Callable, plan: dict, seed: int) -> dict:
    """One worker whose wrapper replaces the parameters, and what a few steps move."""
    probe = drawn_model(seed)
    seen, wrapped, optimizer = planned(answer, probe.net, plan, InPieces)
    before, halted = model_snapshot(probe.net), None
    if seen["is_wrapped"] and seen["is_optimizer"]:
        halted = called(_trained, wrapped, optimizer, probe).raised
    return {
        "worker": seen,
        "halted": halted and halted | {"line": None},
        "moved": changed(before, model_snapshot(probe.net)),
    }


def _trained(wrapped: nn.Module, optimizer: torch.optim.Optimizer, probe: Probe) -> None:
    """A few steps of one worker."""
    for _ in range(STEPS):
        optimizer.zero_grad()
        nn.functional.cross_entropy(wrapped(probe.inputs), probe.targets).backward()
        optimizer.step()


def _batch(widths: list[int], draw: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Inputs and targets for a model of these widths."""
    rows = drawn_rows(draw)
    batch = torch.randint(-64, 65, (rows, widths[0]), generator=draw) / 64
    return batch, torch.randint(0, widths[-1], (rows,), generator=draw)
