"""Exercise 5.3 · frozen_batchnorm: a BatchNorm without parameters, of which nothing moves.

That all state lies in buffers is tried, not counted: a second module that loads the first one's
`state_dict` must compute the same. So buffers may be as many, and be called, as one likes.
"""

import math
from collections.abc import Callable, Mapping

import torch
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm

from autograder.answers import RAISED_FORM, called
from autograder.exercise import Exercise
from autograder.plain import Malformed
from autograder.snapshot import changed, model_snapshot
from autograder.trials import normed_nets
from autograder.trials.frozen_batchnorm_case import Case
from autograder.trials.frozen_batchnorm_findings import held_finding, output_finding, state_finding
from autograder.trials.frozen_part import NORM_FORM, VALUES_FORM, norm_set_up, quietly
from autograder.verdict import Finding, Part, Verdict, tally

# Kind, and the places of one sample: vectors, sequences, images, images without scale and shift.
CASES = [
    (nn.BatchNorm1d, (), True),
    (nn.BatchNorm1d, (3,), True),
    (nn.BatchNorm2d, (2, 2), True),
    (nn.BatchNorm2d, (2, 2), False),
]
FORM = [
    {
        "raised": RAISED_FORM,
        "returned": str,
        "parameters": [str],
        "buffers": [str],
        "norms": [NORM_FORM],
        "outputs": {"train": VALUES_FORM, "eval": VALUES_FORM},
        "shape": [int],
        "failed": RAISED_FORM,
        "drifted": [str],
        "reloaded": VALUES_FORM,
        "passes_gradient": bool,
        "without_bn": VALUES_FORM,
        "bn_changed": [str],
    }
]


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """What the answer makes of each BatchNorm."""
    return [_observed(answers["frozen_batchnorm"], case, seed) for case in range(len(CASES))]


def build(case: int, seed: int) -> tuple[_BatchNorm, _BatchNorm, torch.Tensor]:
    """A BatchNorm in train mode, another of the same size and eps, and a batch for both."""
    kind, places, affine = CASES[case]
    draw = torch.Generator().manual_seed(len(CASES) * seed + case)
    channels = int(torch.randint(3, 9, (), generator=draw))
    eps = int(torch.randint(4, 13, (), generator=draw)) / 32
    norms = [kind(channels, eps=eps, affine=affine) for _ in range(2)]
    with torch.no_grad():
        for norm in norms:
            normed_nets.fill_statistics(norm, draw)
            for parameter in norm.parameters():
                parameter.copy_(torch.randint(16, 97, (channels,), generator=draw) / 64)
    batch = torch.randint(-64, 65, (5, channels, *places), generator=draw) / 64
    return *norms, batch


def _observed(answer: Callable, case: int, seed: int) -> dict:
    """The module that came back, run in both modes, reloaded, and left alone by its origin."""
    bn, other, batch = build(case, seed)
    before = model_snapshot(bn)
    outcome = called(answer, bn)
    frozen = outcome.value
    seen = {
        "raised": outcome.raised,
        "returned": "a module" if isinstance(frozen, nn.Module) else type(frozen).__name__,
        "bn_changed": changed(before, model_snapshot(bn)),
    }
    if not isinstance(frozen, nn.Module):
        frozen = nn.Module()
    seen |= {
        "parameters": [name for name, _ in frozen.named_parameters()],
        "buffers": [name for name, _ in frozen.named_buffers()],
        "norms": [norm_set_up(part) for part in frozen.modules() if isinstance(part, _BatchNorm)],
    }
    held = model_snapshot(frozen)
    # Eval mode first: a pass in train mode may move what it is measured by.
    outputs = {mode: quietly(_output, frozen, mode, batch) for mode in ("eval", "train")}
    drifted = changed(held, model_snapshot(frozen))
    reloaded = quietly(_reloaded, answer, frozen, other, batch)
    quietly(_go_on, bn, batch)
    return seen | {
        "outputs": {mode: _values(outcome.value) for mode, outcome in outputs.items()},
        "shape": _shape(outputs["eval"].value),
        "failed": outputs["train"].raised or outputs["eval"].raised or reloaded.raised,
        "drifted": drifted,
        "reloaded": _values(reloaded.value),
        "passes_gradient": getattr(outputs["train"].value, "requires_grad", False) is True,
        "without_bn": _values(quietly(_output, frozen, "eval", batch).value),
    }


def _output(frozen: nn.Module, mode: str, batch: torch.Tensor) -> object:
    """What the module gives in this mode for a batch that asks for a gradient."""
    frozen.train(mode == "train")
    return frozen(batch.clone().requires_grad_())


def _reloaded(
    answer: Callable, frozen: nn.Module, other: _BatchNorm, batch: torch.Tensor
) -> object:
    """What another frozen module gives with this one's state."""
    second = answer(other)
    second.load_state_dict(frozen.state_dict())
    return _output(second, "eval", batch)


@torch.no_grad()
def _go_on(bn: _BatchNorm, batch: torch.Tensor) -> None:
    """The life of the original layer goes on: its statistics move, and so do its parameters."""
    bn.train()
    bn.running_mean.add_(1)
    bn.running_var.mul_(2)
    for parameter in bn.parameters():
        parameter.add_(1)


def _values(output: object) -> list[float | None]:
    """An output as numbers; None for what is none."""
    if not isinstance(output, torch.Tensor) or output.numel() > 4000:
        return []
    values = output.detach().double().flatten().tolist()
    return [round(value, 5) if math.isfinite(value) else None for value in values]


def _shape(output: object) -> list[int]:
    """The shape of an output, empty for what is no tensor."""
    return list(output.shape) if isinstance(output, torch.Tensor) else []


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Outputs by kind, then state; that nothing moves counts beside right outputs."""
    if len(observed) != len(CASES):
        raise Malformed("the evidence is not about as many cases as there are")
    cases = [Case(seen, *build(number, seed)) for number, seen in enumerate(observed)]
    vectors, sequences, images, plain = cases
    one = output_finding(vectors, images) or output_finding(sequences, images)
    two = output_finding(images, vectors)
    bare = output_finding(plain)
    return tally(
        [
            Part(4, one),
            Part(4, two),
            Part(3, bare),
            Part(5, one or two or _first(state_finding, [vectors, sequences, images])),
            Part(4, one or two or bare or _first(held_finding, cases)),
        ],
        said="frozen: no parameters, all state in buffers, and one output whatever the mode",
    )


def _first(finding: Callable[[Case], Finding | None], cases: list[Case]) -> Finding | None:
    """The first finding there is in these cases."""
    return next((found for found in map(finding, cases) if found), None)


EXERCISE = Exercise("frozen_batchnorm", ("frozen_batchnorm",), FORM, collect, judge)
