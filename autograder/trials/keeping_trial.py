"""What a keeper of the best state returned, call by call, while two models went on training.

Both keepers are made before either is asked, and asked in turn: state shared by them shows.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from autograder.answers import RAISED_FORM, called
from autograder.plain import encoded
from autograder.shape import ANYTHING
from autograder.snapshot import MODEL_FORM, digest, model_snapshot
from autograder.trials import nets
from autograder.trials.nets import Probe
from autograder.trials.probe import take_step

STATE_FORM = {"type": str, "tensors": {str: str}, "shared": [str], "others": [str]}
CALL_FORM = {"score": ANYTHING, "raised": RAISED_FORM, "then": {str: str}, "state": STATE_FORM}
FORM = {
    "raised": RAISED_FORM,
    "returned": str,
    "is_function": bool,
    "before": MODEL_FORM,
    "calls": [CALL_FORM],
    "last": STATE_FORM,
}


class Remembering(nn.Module):
    """A body with BatchNorm and a head; after each pass it still holds the features."""

    def __init__(self, parts: nn.Sequential) -> None:
        super().__init__()
        self.body, self.head = parts[:4], parts[4]
        self.features: torch.Tensor | None = None

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        self.features = self.body(inputs)
        return self.head(self.features)


def frozen_below(seed: int) -> Probe:
    """Three Linear layers, the first one frozen."""
    probe = nets.three_linear(seed)
    probe.net[0].requires_grad_(False)
    return probe


def remembering(seed: int) -> Probe:
    """A net with BatchNorm that holds the result of a computation, as a first pass left it."""
    probe = nets.with_batchnorm(seed)
    net = Remembering(probe.net)
    net.body[0].requires_grad_(False)
    net(probe.inputs)
    return Probe(net, probe.inputs, probe.targets)


def kept(answer: Callable, probes: list[Probe], scores: list[list[float]]) -> list[dict]:
    """Per net: every state that its keeper returned, and the last one again after more steps."""
    seen, keepers, steppers = [], [], []
    for probe in probes:
        before = model_snapshot(probe.net)
        outcome = called(answer, probe.net)
        is_function = callable(outcome.value)
        seen.append(
            {
                "raised": outcome.raised,
                "returned": type(outcome.value).__name__,
                "is_function": is_function,
                "before": before,
                "calls": [],
                "last": _state(None, probe.net),
            }
        )
        keepers.append(outcome.value if is_function else None)
        steppers.append(torch.optim.AdamW(probe.net.parameters(), lr=1 / 32))
    returned: list[Any] = [None] * len(probes)
    for turn in zip(*scores, strict=True):
        for place, score in enumerate(turn):
            probe = probes[place]
            if keepers[place] is None:
                continue
            then = _digests(probe.net.state_dict())
            outcome = called(keepers[place], score)
            returned[place] = outcome.value
            seen[place]["calls"].append(
                {
                    "score": encoded(score),
                    "raised": outcome.raised,
                    "then": then,
                    "state": _state(outcome.value, probe.net),
                }
            )
            take_step(probe.net, steppers[place], probe.inputs, probe.targets)
    for place, probe in enumerate(probes):
        take_step(probe.net, steppers[place], probe.inputs, probe.targets)
        seen[place]["last"] = _state(returned[place], probe.net)
    return seen


def _state(value: Any, net: nn.Module) -> dict:
    """A returned state: its tensors by name, and which of them are the net's own memory."""
    held = value if isinstance(value, dict) else {}
    own = {tensor.untyped_storage().data_ptr() for tensor in net.state_dict().values()}
    tensors = {k: v for k, v in held.items() if isinstance(v, torch.Tensor) and type(k) is str}
    return {
        "type": type(value).__name__,
        "tensors": _digests(tensors),
        "shared": [n for n, v in tensors.items() if v.untyped_storage().data_ptr() in own],
        "others": [str(key)[:60] for key in held if key not in tensors],
    }


def _digests(tensors: dict[str, torch.Tensor]) -> dict[str, str]:
    """A digest per tensor, by name."""
    return {name: digest(tensor) for name, tensor in tensors.items()}
