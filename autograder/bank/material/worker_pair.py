"""Two workers in one process that run the same lines: what moved, and where they disagree.

Code finds the wrappers of `autograder.trials.wrappers` under the names it asks for; what the real
ones do in two processes is recorded in course/assets/two_workers.json.
"""

from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import nn

from autograder.bank.running import names_after
from autograder.trials.nets import Probe
from autograder.trials.wrappers import trained_together

STEPS = 2
ROWS = 6


class Pair(NamedTuple):
    """Names of parameters: `moved` in the first worker, `apart` between the two.

    `raised` is the name of the exception that ended it, or "".
    """

    raised: str
    moved: tuple[str, ...]
    apart: tuple[str, ...]


def together(setup: str, lines: str, **wrappers: Callable) -> Pair:
    """What two workers that run `setup` and `lines` come to, trained on rows of their own.

    `setup` leaves `model`, `lines` the names `wrapped` and `optimizer`.
    """
    try:
        workers = [names_after(f"{setup}\n{lines}", **wrappers) for _ in range(2)]
        models = [worker["model"] for worker in workers]
        # All workers begin alike, so one start serves both.
        start = {name: p.detach().clone() for name, p in models[0].named_parameters()}
        trained_together(
            [worker["wrapped"] for worker in workers],
            [worker["optimizer"] for worker in workers],
            _batches(models[0]),
        )
    except Exception as problem:
        return Pair(type(problem).__name__, (), ())
    one, other = (dict(model.named_parameters()) for model in models)
    return Pair(
        "",
        tuple(name for name in one if not torch.equal(one[name], start[name])),
        tuple(name for name in one if not torch.equal(one[name], other[name])),
    )


def layers_of(names: tuple[str, ...]) -> list[str]:
    """The layers that parameters belong to, each once."""
    return list(dict.fromkeys(name.rpartition(".")[0] for name in names))


def named_layers(names: list[str], widths: list[int]) -> str:
    """Code for `model`: Linear layers of these names and widths with Tanh between them."""
    places = zip(names, widths, widths[1:], strict=False)
    layers = [f'("{name}", nn.Linear({a}, {b}))' for name, a, b in places]
    between = [f'("act{at}", nn.Tanh())' for at in range(1, len(layers))]
    pairs = [line for both in zip(layers, [*between, ""], strict=True) for line in both if line]
    body = "".join(f"    {line},\n" for line in pairs)
    return f"model = nn.Sequential(OrderedDict([\n{body}]))"


def _batches(model: nn.Module) -> list[Probe]:
    """A batch per worker and step; the width is that of the first layer."""
    linear = [part for part in model.modules() if isinstance(part, nn.Linear)]
    draw = torch.Generator().manual_seed(1)
    return [
        Probe(
            nn.Identity(),
            torch.randn(ROWS, linear[0].in_features, generator=draw),
            torch.arange(ROWS) % linear[-1].out_features,
        )
        for _ in range(2 * STEPS)
    ]
