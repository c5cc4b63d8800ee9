"""The evidence on one pair of networks beside the judge's own copy of the pair."""

import copy
from collections.abc import Callable

import torch
from torch import nn

from autograder.plain import Malformed
from autograder.snapshot import digests, model_snapshot
from autograder.trials.tuned_pairs import Pair

# How far another processor may lead the running statistics, and so the predictions.
MARGIN = 0.1


class Run:
    """The evidence on one pair beside the judge's own; raises Malformed if it is another pair."""

    def __init__(self, seen: dict, build: Callable[[int], Pair], seed: int) -> None:
        self.seen, self.case, ours = seen, build.__name__, build(seed)
        self.count = len(ours.labels)
        # Drawn on every machine alike; statistics and the old head are computed.
        drawn = "body.0.weight"
        for which in ("base", "tuned"):
            kept = digests(model_snapshot(getattr(ours, which)))[drawn]
            if digests(seen["handed"][which]).get(drawn) != kept:
                raise Malformed("the evidence is about other networks than this case has")
        labels = ours.labels.tolist()
        shares = []
        for which in ("base", "tuned"):
            told = seen[f"told_{which}"]
            right = sum(a == b for a, b in zip(told, labels, strict=False)) / self.count
            own = _accuracy(getattr(ours, which), ours.base.head, ours)
            if len(told) != self.count or abs(right - own) > MARGIN:
                raise Malformed("the evidence is about other networks than this case has")
            shares.append(right)
        self.before, self.after = shares
        self.drop = self.before - self.after
        tuned_head = ours.tuned.head
        self.others = {
            "train mode": _accuracy(ours.base, ours.base.head, ours, nn.Module.train)
            - _accuracy(ours.tuned, ours.base.head, ours, nn.Module.train),
            "its own modes": _accuracy(ours.base, ours.base.head, ours, _as_it_is)
            - _accuracy(ours.tuned, ours.base.head, ours, _as_it_is),
            "the new head": own_head_drop(ours, tuned_head),
            "afterwards": self.after,
            "before": self.before,
        }


def own_head_drop(pair: Pair, tuned_head: nn.Module) -> float:
    """What seems lost when the tuned body is asked through its new head."""
    return _accuracy(pair.base, pair.base.head, pair) - _accuracy(pair.tuned, tuned_head, pair)


def _as_it_is(net: nn.Module) -> nn.Module:
    """The network in the modes that it came in."""
    return net


@torch.no_grad()
def _accuracy(
    net: nn.Module, head: nn.Module, pair: Pair, mode: Callable = nn.Module.eval
) -> float:
    """The share of old images that a copy of `net` with `head` tells rightly in `mode`."""
    measured = copy.deepcopy(net)
    measured.head = copy.deepcopy(head)
    mode(measured)
    return (measured(pair.images).argmax(dim=1) == pair.labels).double().mean().item()
