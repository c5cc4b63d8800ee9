"""Rows of named Linear layers: the small networks that questions about freezing are asked of."""

import random
from dataclasses import dataclass
from itertools import pairwise

SETS = (
    ("layer1", "layer2", "layer3", "layer4", "layer5"),
    ("fc1", "fc2", "fc3", "fc4", "fc5"),
    ("stem", "body", "neck", "tail", "head"),
    ("first", "second", "third", "fourth", "fifth"),
    ("entry", "lower", "middle", "upper", "exit"),
    ("a", "b", "c", "d", "e"),
)


@dataclass(frozen=True)
class Chain:
    """Linear layers in a row: the first sees the input, the last gives the output."""

    layers: tuple[str, ...]
    widths: tuple[int, ...]

    @property
    def code(self) -> str:
        """The lines that make it, under the name `model`."""
        sizes = zip(self.layers, pairwise(self.widths), strict=True)
        rows = "".join(f"    {name}=nn.Linear({a}, {b}),\n" for name, (a, b) in sizes)
        return (
            f"from collections import OrderedDict\n\nmodel = nn.Sequential(OrderedDict(\n{rows}))"
        )

    @property
    def tensors(self) -> list[str]:
        """The names of its parameters, in order."""
        return [f"{layer}.{kind}" for layer in self.layers for kind in ("weight", "bias")]


def drawn_chain(rng: random.Random, count: int) -> Chain:
    """A chain of `count` layers; names and widths are drawn."""
    names = rng.choice(SETS)
    places = sorted(rng.sample(range(len(names)), count))
    if names[0][-1] == "1":
        places = list(range(count))
    widths = [rng.randint(2, 9) for _ in range(count + 1)]
    return Chain(tuple(names[at] for at in places), tuple(widths))


def variable(rng: random.Random) -> str:
    """A name for the parameter that a loop is at."""
    return rng.choice(("p", "param", "parameter", "tensor"))
