"""Networks of numbered blocks and a head, two of each build: one as if trained, one random.

Children may be registered in another order than they run in; their numbers say how they run. Values
are multiples of 1/64, as in `autograder.trials.nets`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import nn

from autograder.trials.nets import BATCH, _fill, _generator, _widths


class Blocks(nn.Module):
    """`block1`, `block2` and so on, run by number, then `head`; registered in a given order."""

    def __init__(self, parts: dict[str, nn.Module], registered: list[str]) -> None:
        super().__init__()
        self.count = len(parts) - 1
        for name in registered:
            self.add_module(name, parts[name])

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        for number in range(1, self.count + 1):
            inputs = self.get_submodule(f"block{number}")(inputs)
        return self.head(inputs)


@dataclass(frozen=True)
class Pair:
    """A trained network, a random one of the same build, and a batch that both can learn from."""

    base: Blocks
    start: Blocks
    inputs: torch.Tensor
    targets: torch.Tensor
    depth: int

    def first(self) -> list[str]:
        """The names of the first `depth` blocks, as they run."""
        return [f"block{number}" for number in range(1, self.depth + 1)]


def plain(seed: int) -> Pair:
    """Four blocks, registered as they run, one or two of them first."""
    draw = _generator(seed)
    return _pair(draw, 4, 1 + seed % 2, normed=False, frozen=False)


def back_to_front(seed: int) -> Pair:
    """Five blocks with BatchNorm, the last registered first; `base` arrives with its flags off."""
    draw = _generator(seed)
    return _pair(draw, 5, 2 + seed % 2, normed=True, frozen=True)


def two_digits(seed: int) -> Pair:
    """Eleven blocks: some names begin like others, and sort before them."""
    draw = _generator(seed)
    return _pair(draw, 11, 2 + seed % 7, normed=False, frozen=False)


def no_block(seed: int) -> Pair:
    """None of the blocks is first."""
    draw = _generator(seed)
    return _pair(draw, 3, 0, normed=False, frozen=False)


BUILDS: dict[str, Callable[[int], Pair]] = {
    "plain": plain,
    "back to front": back_to_front,
    "two digits": two_digits,
    "no block": no_block,
}


def _pair(draw: torch.Generator, count: int, depth: int, *, normed: bool, frozen: bool) -> Pair:
    """Two networks of one build and a batch; widths, values and the batch are drawn."""
    a, b, c = _widths(draw, 3)
    widths = [a, *(b if number % 2 else c for number in range(count)), c]
    twins = []
    for _ in range(2):
        parts = {
            f"block{n}": _block(widths[n - 1], widths[n], normed=normed)
            for n in range(1, count + 1)
        }
        parts["head"] = nn.Linear(widths[count], c)
        registered = list(reversed(parts)) if normed else list(parts)
        net = Blocks(parts, registered)
        _fill(net, draw)
        for name, buffer in net.named_buffers():
            if name.endswith(("running_mean", "running_var")):
                buffer.copy_(torch.randint(32, 97, buffer.shape, generator=draw) / 64)
        twins.append(net)
    base, start = twins
    base.requires_grad_(not frozen)
    batch = torch.randint(-64, 65, (BATCH, a), generator=draw) / 64
    return Pair(base, start, batch, torch.randint(0, c, (BATCH,), generator=draw), depth)


def _block(a: int, b: int, *, normed: bool) -> nn.Sequential:
    """A Linear, BatchNorm where asked for, and Tanh."""
    norm = [nn.BatchNorm1d(b)] if normed else []
    return nn.Sequential(nn.Linear(a, b), *norm, nn.Tanh())
