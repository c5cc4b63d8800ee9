"""Exercise 10.2 · merge: an update becomes part of a weight, and comes out of it again.

`unmerge` is tried on a layer whose base nobody else holds, so that it has to be computed.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import nn

from autograder.answers import RAISED_FORM, called
from autograder.exercise import Exercise
from autograder.plain import Malformed
from autograder.snapshot import changed, digests, model_snapshot
from autograder.trials.frozen_part import MOST_NUMBERS, VALUES_FORM, quietly
from autograder.trials.merge_case import KINDS, Case, build
from autograder.trials.merge_findings import (
    again_finding,
    argument_finding,
    merged_finding,
    own_finding,
    unmerged_finding,
)
from autograder.verdict import Finding, Part, Verdict, incorrect, tally

LAYER_FORM = {
    "raised": RAISED_FORM,
    "returned": str,
    "has_bias": bool,
    "failed": RAISED_FORM,
    "values": VALUES_FORM,
    "changed": [str],
}
FORM = [
    {
        "start": {str: str},
        "merged": LAYER_FORM,
        "again": LAYER_FORM,
        "unmerged": LAYER_FORM,
        "shared": [str],
    }
]


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """What the two answers make of each layer with its update."""
    return [_observed(answers, kind, seed) for kind in range(len(KINDS))]


def _observed(answers: Mapping[str, Callable], kind: int, seed: int) -> dict:
    """The layer that came back, one more of it, and one that the update was taken out of."""
    case = build(kind, seed)
    start = digests(model_snapshot(case.summed))
    merged, layer = _made(answers["merge"], case, case.summed)
    again, _ = _made(answers["merge"], case, case.summed)
    shared = quietly(_shared, layer, case.summed).value or []
    # The module that merging has seen may be spoilt: unmerging gets a new one.
    case = build(kind, seed)
    unmerged, _ = _made(answers["unmerge"], case, case.other, case.summed)
    return {
        "start": start,
        "merged": merged,
        "again": again,
        "unmerged": unmerged,
        "shared": shared,
    }


def _made(answer: Callable, case: Case, *arguments: nn.Module) -> tuple[dict, Any]:
    """What an answer returned, run on the batch, and which tensors of its arguments it changed."""
    before = [model_snapshot(argument) for argument in arguments]
    outcome = called(answer, *arguments)
    after = [model_snapshot(argument) for argument in arguments]
    ran = quietly(_values, outcome.value, case.inputs)
    moved = [name for then, now in zip(before, after, strict=True) for name in changed(then, now)]
    return {
        "raised": outcome.raised,
        "returned": type(outcome.value).__name__,
        "has_bias": isinstance(getattr(outcome.value, "bias", None), torch.Tensor),
        "failed": ran.raised,
        "values": ran.value or [],
        "changed": moved,
    }, outcome.value


def _values(layer: object, inputs: torch.Tensor) -> list[float | None]:
    """What a layer gives for the batch, as numbers; None for what is none."""
    if not isinstance(layer, nn.Module):
        return []
    output = layer(inputs)
    if not isinstance(output, torch.Tensor) or output.numel() > MOST_NUMBERS:
        return []
    values = output.detach().double().flatten().tolist()
    return [round(value, 5) if math.isfinite(value) else None for value in values]


@torch.no_grad()
def _shared(layer: nn.Module, summed: nn.Module) -> list[str]:
    """Which tensors of `summed` change when those of `layer` do."""
    before = model_snapshot(summed)
    for parameter in layer.parameters():
        parameter.add_(1)
    return changed(before, model_snapshot(summed))


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """The merged layer first; how it was come by counts only beside a right one."""
    cases = [build(kind, seed) for kind in range(len(KINDS))]
    if len(observed) != len(cases):
        raise Malformed("the evidence is not about as many layers as there are")
    if any(
        seen["start"] != digests(model_snapshot(case.summed))
        for case, seen in zip(cases, observed, strict=True)
    ):
        return incorrect(
            "the evidence shows other layers than this check hands out.",
            hint="restart the kernel and run all cells from the top.",
        )

    def first(look: Callable[[Case, dict], Finding | None]) -> Finding | None:
        return next(
            (f for c, seen in zip(cases, observed, strict=True) if (f := look(c, seen))), None
        )

    merged = first(merged_finding)
    return tally(
        [
            Part(6, merged),
            Part(2, merged or first(argument_finding)),
            Part(1, merged or first(again_finding)),
            Part(1, merged or first(own_finding)),
            Part(5, first(unmerged_finding)),
        ],
        said="merged: one layer computes what two paths did, and the update comes out again",
    )


EXERCISE = Exercise("merge", ("merge", "unmerge"), FORM, collect, judge)
