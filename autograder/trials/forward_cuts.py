"""Places in the forward pass of a net: up to which module, and what has run when it starts.

What runs before is written down by hand beside each net; no code here finds it out.
"""

from dataclasses import dataclass

import torch
from torch import nn

from autograder.trials.nets import Probe, _generator, _probe, _widths
from autograder.trials.ordered_nets import (
    Chain,
    Shifted,
    WithClassToken,
    one_of,
    some_words,
    tied_ends,
)


@dataclass(frozen=True)
class Cut:
    """A net and a module of it, `name`, with what has run when that module starts.

    `before` holds dotted names of modules and parameters that have run by then, or that an
    ancestor of `name` owns, and that nobody uses later; `ancestral` are those that an ancestor
    owns. What is in `again` has run and is used later too; what is in `idle` never runs; the
    parameters in `asleep` are frozen from the start.
    """

    probe: Probe
    name: str
    before: tuple[str, ...]
    ancestral: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()
    asleep: tuple[str, ...] = ()

    def inside(self, paths: tuple[str, ...]) -> list[str]:
        """The net's parameters that have one of these names, or lie inside one of them."""
        return [
            name
            for name, _ in self.probe.net.named_parameters()
            if any(f"{name}.".startswith(f"{path}.") for path in paths)
        ]


def nested(seed: int) -> Cut:
    """Two levels, both registered back to front; the child registered last owns no parameter."""
    draw = _generator(seed)
    a, b, c, d, e = _widths(draw, 5)
    flat, stem, body, head, first, second, third = some_words(draw, 7)
    parts = {first: nn.Linear(b, c), second: nn.Linear(c, d), third: nn.Linear(d, e)}
    net = Chain(
        {flat: nn.Flatten(), stem: nn.Linear(a, b), body: Chain(parts), head: nn.Linear(e, a)}
    )
    place = one_of(draw, [second, third])
    done = [first] if place == second else [first, second]
    before = (stem, *(f"{body}.{part}" for part in done))
    return Cut(_probe(net, draw, a, a), f"{body}.{place}", before)


def plain(seed: int) -> Cut:
    """Three Linear layers in a row, registered as they run."""
    draw = _generator(seed)
    a, b, c, d = _widths(draw, 4)
    layers = [nn.Linear(a, b), nn.ReLU(), nn.Linear(b, c), nn.ReLU(), nn.Linear(c, d)]
    name = one_of(draw, ["2", "4"])
    return Cut(_probe(nn.Sequential(*layers), draw, a, d), name, ("0", "2")[: int(name) // 2])


def owned_by_parents(seed: int) -> Cut:
    """The net owns a parameter, so do a module inside it and one that follows."""
    draw = _generator(seed)
    a, b, c, d = _widths(draw, 4)
    stem, trunk, tail, first, second, last = some_words(draw, 6)
    parts = {
        stem: nn.Linear(a, b),
        trunk: Shifted(b, {first: nn.Linear(b, c), second: nn.Linear(c, d)}),
        tail: Shifted(d, {last: nn.Linear(d, a)}),
    }
    owned = ("shift", f"{trunk}.shift")
    before = (*owned, stem, f"{trunk}.{first}")
    return Cut(_probe(Shifted(a, parts), draw, a, a), f"{trunk}.{second}", before, owned)


def attention(seed: int) -> Cut:
    """A class token, LayerNorm, attention and an MLP."""
    draw = _generator(seed)
    a, half, c = _widths(draw, 3)
    ran = {"block.norm2": (), "block.mlp": ("block.norm2",), "head": ("block",)}
    name = one_of(draw, list(ran))
    before = ("token", "embed", "block.norm1", "block.attn", *ran[name])
    probe = _probe(WithClassToken(a, 2 * half, c), draw, a, c)
    return Cut(probe, name, before, ("token",))


def tied(seed: int) -> Cut:
    """The first layer's tensor is the last one's too."""
    probe, (_, lift, mix, top, out) = tied_ends(seed)
    return Cut(probe, mix, (lift,), again=(f"{top}.{out}",))


def runs_again(seed: int) -> Cut:
    """One layer runs three times: before the place, and twice after it."""
    probe, (enter, _, mix, leave), turn = _three_runs(seed)
    return Cut(probe, leave, (enter, mix), again=(turn,))


def runs_three_times(seed: int) -> Cut:
    """The place is a layer that runs three times: before it is before its first run."""
    probe, (enter, *_), turn = _three_runs(seed)
    return Cut(probe, turn, (enter,))


def _three_runs(seed: int) -> tuple[Probe, list[str], str]:
    """enter, turn, mix, turn, leave, turn: the net, its names, and that of the layer `turn`."""
    draw = _generator(seed)
    a, b = _widths(draw, 2)
    enter, turn, mix, leave = names = some_words(draw, 4)
    net = Chain(
        {name: nn.Linear(a if name == enter else b, b) for name in names},
        [enter, turn, mix, turn, leave, turn],
    )
    return _probe(net, draw, a, b), names, turn


def in_use(seed: int) -> Cut:
    """A net with a past: both modes, a hook, a frozen bias behind the place, an idle layer."""
    draw = _generator(seed)
    a, b, c = _widths(draw, 3)
    enter, norm, drop, mix, norm2, head, spare = some_words(draw, 7)
    runs = {
        enter: nn.Linear(a, b),
        norm: nn.BatchNorm1d(b),
        drop: nn.Dropout(0.5),
        mix: nn.Linear(b, c),
        norm2: nn.BatchNorm1d(c),
        head: nn.Linear(c, a),
    }
    net = Chain({spare: nn.Linear(a, b), **runs}, list(runs))
    net.get_submodule(norm2).eval()
    net.get_submodule(enter).register_forward_hook(_listen)
    net.get_submodule(head).bias.requires_grad = False
    probe = _probe(net, draw, a, a)
    return Cut(probe, mix, (enter, norm), idle=(spare,), asleep=(f"{head}.bias",))


def _listen(module: nn.Module, inputs: tuple, output: torch.Tensor) -> None:
    """A hook that changes nothing."""
