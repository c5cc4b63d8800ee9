"""Six ways to learn a task from few labels, five of them with a choice of what stays frozen.

What surprises: FT and LP, the pair that everybody compares, differ in more than the freeze. FT
trains its new head no faster than the body; FT2, two rates instead of one, is its fair partner.
"""

import copy
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from course.data import Images
from course.models import SmallNet
from course.starts import STARTS, Plan, begin
from course.training import accuracy, fit


class Pace(NamedTuple):
    """The learning rates of head and body, and how many steps; a frozen body has no rate."""

    lr_head: float
    lr_body: float | None
    steps: int


class Chosen(NamedTuple):
    """A trained network and the pace that it was trained at."""

    net: SmallNet
    pace: Pace


def _one_rate(plans: Sequence[Plan]) -> list[Pace]:
    """Paces at which the body learns as fast as the head."""
    return [Pace(plan.lr, plan.lr, plan.steps) for plan in plans]


def _head_only(plans: Sequence[Plan]) -> list[Pace]:
    """Paces at which the body does not learn."""
    return [Pace(plan.lr, None, plan.steps) for plan in plans]


BODY_RATES = (1e-3, 3e-4, 1e-4)
PACES = {
    "scratch": _one_rate(STARTS["scratch"].plans),
    "random frozen": _head_only(STARTS["random frozen body"].plans),
    "LP": _head_only(STARTS["frozen body"].plans),
    "FT": _one_rate(STARTS["everything tuned"].plans),
    "FT2": [Pace(1e-2, rate, 150) for rate in BODY_RATES],
    "LP-FT": [Pace(rate, rate, 60) for rate in BODY_RATES],
}
BEGINNINGS = {
    "scratch": STARTS["scratch"],
    "random frozen": STARTS["random frozen body"],
    "LP": STARTS["frozen body"],
    "FT": STARTS["everything tuned"],
    "FT2": STARTS["everything tuned"],
}
TRANSFERS = ("LP", "FT", "FT2", "LP-FT")


def chosen(
    paces: Mapping[str, Sequence[Pace]],
    source: SmallNet,
    labelled: Images,
    validation: Images,
    seed: int,
) -> dict[str, Chosen]:
    """By method, the network that does best on `validation`, of one for each of its `paces`.

    A method is a key of PACES. LP-FT begins where the chosen LP ended, so "LP" stands before it.
    The heads have as many classes as that of `source`, which is left alone.
    """
    reached: dict[str, Chosen] = {}
    for method, candidates in paces.items():
        nets = {}
        for pace in candidates:
            if method == "LP-FT":
                net = copy.deepcopy(reached["LP"].net).requires_grad_(True)
            else:
                net = begin(BEGINNINGS[method], source, seed)
            fit(net, *labelled, steps=pace.steps, lr_head=pace.lr_head, lr_body=pace.lr_body)
            nets[pace] = net
        validated = {pace: accuracy(net, *validation) for pace, net in nets.items()}
        # max keeps the first of equals: the earlier pace wins a tie.
        best = max(validated, key=validated.get)
        reached[method] = Chosen(nets[best], best)
    return reached
