"""The freeze map: every layer of a network, and what training will do to it.

A layer here is a module that itself owns parameters or buffers. The state of each comes from flags,
modes and the optimizer's groups, and says what training *may* do; the proof is to train.
"""

import math
from typing import NamedTuple

import torch
from matplotlib.axes import Axes
from torch import nn
from torch.nn.modules.batchnorm import _NormBase
from torch.nn.parameter import UninitializedTensorMixin

from course.described import INK, Described, bare, canvas

# State: fill, hatch, colour of the outline. The words stand beside each bar as well.
LOOKS = {
    "trainable": ("#0b5fa5", "", INK),
    "partly frozen": ("#8fc1e3", "..", INK),
    "frozen": ("#d9d9d9", "///", "#6b6b6b"),
    "frozen, statistics drift": ("#f2c14e", "xx", INK),
    "not in the optimizer": ("#ffffff", "||", "#b3261e"),
    "buffers only": ("#ffffff", "", "#6b6b6b"),
}


class Layer(NamedTuple):
    """A module that owns tensors: its path, how many numbers are its own, and its state."""

    path: str
    scalars: int
    state: str


def layers(model: nn.Module, optimizer: torch.optim.Optimizer | None = None) -> list[Layer]:
    """The layers of `model` in the order of registration; the model itself is called "(itself)".

    A tensor that several layers share counts in the first. `optimizer`, where given, tells which
    of the parameters that ask for a gradient anybody will move. Raises ValueError for a lazy layer
    that has seen no batch.
    """
    for name, parameter in model.named_parameters():
        if isinstance(parameter, UninitializedTensorMixin):
            raise ValueError(f"{name!r} has no shape yet; run one batch through the model first.")
    held = None
    if optimizer is not None:
        held = {id(p) for group in optimizer.param_groups for p in group["params"]}
    found, seen = [], set()
    for path, module in model.named_modules():
        own = [p for p in module.parameters(recurse=False) if id(p) not in seen]
        seen.update(id(p) for p in own)
        if own or next(module.buffers(recurse=False), None) is not None:
            size = sum(p.numel() for p in own)
            found.append(Layer(path or "(itself)", size, _state(module, own, held)))
    return found


def layer_map(model: nn.Module, optimizer: torch.optim.Optimizer | None = None) -> Described:
    """A bar per layer of `model`: length for its numbers, colour, hatch and words for its state.

    Lengths are on a logarithmic scale, or the largest layer would hide all others.
    """
    rows = layers(model, optimizer)
    figure = canvas(9.0, 0.30 * len(rows) + 0.9)
    axes = bare(figure.subplots())
    for place, row in enumerate(rows):
        _draw(axes, place, row)
    axes.set_yticks(range(len(rows)), [row.path for row in rows], fontsize=9)
    axes.set(xlim=(0, _length(max((r.scalars for r in rows), default=1)) * 1.5))
    axes.set(ylim=(len(rows) - 0.4, -0.6), xticks=[], xlabel="numbers of the layer, log scale")
    axes.spines["bottom"].set_visible(False)
    return Described(figure, _say(rows))


def _state(module: nn.Module, own: list[nn.Parameter], held: set[int] | None) -> str:
    """The word for what training may do to a module's own tensors."""
    asking = [p for p in own if p.requires_grad]
    if not asking:
        if _drifts(module):
            return "frozen, statistics drift"
        return "frozen" if own else "buffers only"
    if held is not None and not any(id(p) in held for p in asking):
        return "not in the optimizer"
    moved = asking if held is None else [p for p in asking if id(p) in held]
    return "trainable" if len(moved) == len(own) else "partly frozen"


def _drifts(module: nn.Module) -> bool:
    """Whether a forward pass changes running statistics of this module."""
    tracks = isinstance(module, _NormBase) and module.running_mean is not None
    return tracks and module.training and module.momentum != 0


def _length(scalars: int) -> float:
    """The length of a bar."""
    return math.log10(scalars + 1)


def _draw(axes: Axes, place: int, row: Layer) -> None:
    """One layer."""
    fill, hatch, outline = LOOKS[row.state]
    length = max(_length(row.scalars), 0.08)
    axes.barh(place, length, height=0.66, color=fill, hatch=hatch, edgecolor=outline)
    words = f"{row.scalars:,}".replace(",", " ") + f"  {row.state}"
    axes.text(length + 0.06, place, words, va="center", fontsize=9, color=INK)


def _say(rows: list[Layer]) -> str:
    """The map in words: the layers of each state."""
    by_state = {state: [r.path for r in rows if r.state == state] for state in LOOKS}
    said = [f"{state}: {', '.join(paths)}" for state, paths in by_state.items() if paths]
    return f"{len(rows)} layers. {'; '.join(said)}." if said else "No layer holds a tensor."
