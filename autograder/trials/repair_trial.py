"""Two repairs on trial: nets before and after a filter, and a head with its optimizer.

The two functions as learners find them stand here too, to tell what nobody has touched.
"""

from collections.abc import Callable, Mapping

import torch
from torch import nn

from autograder.answers import RAISED_FORM, called
from autograder.snapshot import flags, optimizer_snapshot
from autograder.trials import head_trial, named_nets, nets, trial
from autograder.trials.probe import moved_by

# How many stages are asked for, and whether the net comes frozen.
ASKED = ((3, False), (3, True), (0, False), (1, True), (2, False))
# What learns when so many stages are asked for, last stage first.
STAGES = ({"fc"}, {"layer2"}, {"layer1"}, {"conv1", "bn1"})
HEADED = (named_nets.residual, named_nets.conv_and_norm, named_nets.signal_and_norm)

GROUP_FORM = {"parameters": [str], "unknown": int, "lr": float, "weight_decay": float}
OPTIMIZER_FORM = ({"kind": str, "groups": [GROUP_FORM], "state": {str: int}}, None)
READY_FORM = head_trial.FORM | {
    "optimizer": OPTIMIZER_FORM,
    "stepped": [str],
    "halted": RAISED_FORM,
}
FORM = {"train_last": [trial.FORM], "ready_to_train": [READY_FORM]}


def tried(answers: Mapping[str, Callable], seed: int) -> dict:
    """What both answers did to the nets of every request."""
    return {
        "train_last": [
            _filtered(answers["train_last"], stages, asked(frozen, seed))
            for stages, frozen in ASKED
        ],
        "ready_to_train": [
            _readied(answers["ready_to_train"], classes, build(seed))
            for build, classes in zip(HEADED, classes_asked(seed), strict=True)
        ],
    }


def asked(frozen: bool, seed: int) -> nets.Probe:
    """The residual net, as it comes."""
    probe = named_nets.residual(seed)
    probe.net.requires_grad_(not frozen)
    return probe


def classes_asked(seed: int) -> list[int]:
    """How many classes the new heads have: fewer than any layer is wide."""
    draw = torch.Generator().manual_seed(seed)
    return (2 + torch.randint(0, 3, (len(HEADED),), generator=draw)).tolist()


def _filtered(answer: Callable, stages: int, probe: nets.Probe) -> dict:
    """What `answer` did for so many stages."""
    return trial.tried(answer, probe.net, stages, probe=probe)[0]


def _readied(answer: Callable, classes: int, probe: nets.Probe) -> dict:
    """What `answer` did to one net, and what the optimizer that came back moves in it."""
    seen, optimizer = head_trial.tried(answer, probe.net, classes, name="fc", probe=probe)
    if not isinstance(optimizer, torch.optim.Optimizer):
        return seen | {"optimizer": None, "stepped": [], "halted": None}
    stepped = called(_stepped, probe, optimizer)
    return seen | {
        "optimizer": optimizer_snapshot(optimizer, probe.net),
        "stepped": stepped.value or [],
        "halted": stepped.raised,
    }


def _stepped(probe: nets.Probe, optimizer: torch.optim.Optimizer) -> list[str]:
    """The names that move in three steps of this optimizer."""
    return moved_by(optimizer, probe.net, probe.inputs, probe.targets % 2)


def _list_as_delivered(net: nn.Module, stages: int) -> None:
    """The allow-list that learners find."""
    kept = ("fc", "layer2", "layer1", "conv1")[: stages + 1]
    for path, tensor in net.named_parameters():
        tensor.requires_grad_(path.partition(".")[0] in kept)


def _head_as_delivered(net: nn.Module, classes: int) -> torch.optim.Optimizer:
    """The order of lines that learners find."""
    net.fc = nn.Linear(net.fc.in_features, classes)
    net.requires_grad_(False)
    return torch.optim.AdamW(net.parameters(), lr=0.01)


def as_delivered(seed: int) -> dict:
    """What the two functions do as learners find them."""
    return tried({"train_last": _list_as_delivered, "ready_to_train": _head_as_delivered}, seed)


def behaviour(observed: dict) -> list:
    """What shows from outside, without the values of new heads, which are random."""
    every = [*observed["train_last"], *observed["ready_to_train"]]
    return [
        (seen["raised"], flags(seen["after"]), sorted(seen["moved"]), held(seen)) for seen in every
    ]


def held(seen: dict) -> list[str]:
    """The names that an optimizer holds; none where there is no optimizer."""
    groups = (seen.get("optimizer") or {"groups": []})["groups"]
    return sorted(name for group in groups for name in group["parameters"])
