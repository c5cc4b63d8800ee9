"""What is asked of a function that freezes by name: nets, prefixes, and what each pair is for.

Layer numbers are drawn from the seed. Some prefixes fit; the others fit no parameter at all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import torch

from autograder.trials import named_nets
from autograder.trials.nets import Probe


@dataclass(frozen=True)
class Request:
    """A net, the prefixes that are asked for, and a layer that is frozen beforehand.

    `mistake` is the one that this request is there to find.
    """

    build: Callable[[int], Probe]
    prefixes: tuple[str, ...]
    mistake: str = ""
    asleep: str = ""

    def probe(self, seed: int) -> Probe:
        """The net of this request, as the answer gets it."""
        probe = self.build(seed)
        if self.asleep:
            probe.net.get_submodule(self.asleep).requires_grad_(False)
        return probe

    def inside(self, names: Iterable[str]) -> list[str]:
        """The names that lie at or below one of the prefixes, component by component."""
        wanted = [prefix.split(".") for prefix in self.prefixes]
        return [name for name in names if any(name.split(".")[: len(w)] == w for w in wanted)]

    @property
    def told(self) -> str:
        """The prefixes as the beginning of a sentence."""
        return f"for {list(self.prefixes)!r}" if self.prefixes else "with no prefixes at all"


def requests(seed: int) -> dict[str, list[Request]]:
    """The requests by what they look at."""
    low, high, other = torch.randint(
        0, 3, (3,), generator=torch.Generator().manual_seed(seed)
    ).tolist()
    two = (f"layer{low + 3}", f"layer{high + 10}")
    return {
        "siblings": [
            Request(named_nets.twelve_layers, ("layer1",), "B1"),
            Request(named_nets.twelve_layers, two, "B1"),
        ],
        "inside": [
            Request(named_nets.namesakes, ("fc",), "B2"),
            Request(named_nets.residual, ("conv1", "bn1"), "B2"),
            Request(named_nets.residual, ("layer2.1", "layer1"), "B2"),
        ],
        "owned": [Request(named_nets.owned_by_the_net, ("pos", "enc.bias"), "B12")],
        "alone": [
            Request(named_nets.residual, (), "B15"),
            Request(named_nets.twelve_layers, ("layer2",), "", f"layer{other + 6}"),
        ],
        "unmatched": [
            Request(named_nets.wrapped, (f"layer{low % 2 + 1}",), "B4"),
            Request(named_nets.twelve_layers, (f"layer{other + 4}", "layer13"), "B4"),
            Request(named_nets.twelve_layers, ("layer",), "B1"),
        ],
        "listed": [Request(named_nets.plain_list, ("blocks",), "B9")],
        "empty": [Request(named_nets.namesakes, ("softmax",), "B7")],
    }


FITTING = ("siblings", "inside", "owned", "alone")
REFUSED = ("unmatched", "listed", "empty")
