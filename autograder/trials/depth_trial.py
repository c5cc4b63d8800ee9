"""What `depth_nets` made of a trained and a random network: facts about the three it returned."""

from collections.abc import Callable
from typing import Any

from torch import nn

from autograder.answers import RAISED_FORM, called
from autograder.snapshot import MODEL_FORM, digests, flags, model_snapshot
from autograder.trials.block_nets import Pair
from autograder.trials.probe import moved_by_training

KINDS = ("frozen", "tuned", "random")
MOST = 20
NET_FORM = {
    "type": str,
    "net": (None, MODEL_FORM),
    "shared": {str: str},
    "moved": (None, [str]),
    "stuck": RAISED_FORM,
}
FORM = {
    "raised": RAISED_FORM,
    "type": str,
    "keys": [str],
    "nets": {str: NET_FORM},
    "changed": [str],
}


def tried(answer: Callable, pair: Pair) -> dict:
    """The three networks after `answer(base, start, n)`, and which of the two handed in changed."""
    given = {"base": pair.base, "start": pair.start}
    before = {name: _state(net) for name, net in given.items()}
    outcome = called(answer, pair.base, pair.start, pair.depth)
    made = outcome.value if isinstance(outcome.value, dict) else {}
    changed = [name for name, net in given.items() if _state(net) != before[name]]
    nets = {kind: made[kind] for kind in KINDS if kind in made}
    return {
        "raised": outcome.raised,
        "type": type(outcome.value).__name__,
        "keys": [key if type(key) is str else type(key).__name__ for key in list(made)[:MOST]],
        "nets": {kind: _told(kind, net, given | nets, pair) for kind, net in nets.items()},
        "changed": changed,
    }


def _state(net: nn.Module) -> tuple[dict, dict]:
    """Values and flags."""
    snapshot = model_snapshot(net)
    return digests(snapshot), flags(snapshot)


def _told(kind: str, net: Any, others: dict[str, Any], pair: Pair) -> dict:
    """One network: what it is, with whom it shares tensors, and what training moves in it."""
    told = {"type": type(net).__name__, "net": None, "shared": {}, "moved": None, "stuck": None}
    if not isinstance(net, nn.Module):
        return told
    shared = {}
    for name, other in others.items():
        if name != kind and isinstance(other, nn.Module):
            theirs = _memory(other).keys()
            here = {mine: name for at, mine in _memory(net).items() if at in theirs}
            shared = here | shared
    trained = called(moved_by_training, net, pair.inputs, pair.targets)
    # The line is one of ours.
    stuck = trained.raised and trained.raised | {"line": None}
    found = {"net": model_snapshot(net), "shared": shared, "moved": trained.value}
    return told | found | {"stuck": stuck}


def _memory(net: nn.Module) -> dict[int, str]:
    """The name of a tensor by the place of its numbers in memory."""
    tensors = [*net.named_parameters(), *net.named_buffers()]
    return {tensor.untyped_storage().data_ptr(): name for name, tensor in tensors if tensor.numel()}
