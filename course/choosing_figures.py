"""The figures of lesson 3: what a test of names catches, how large tensors are, two orders.

Colour carries no fact alone: what is frozen is hatched, and every box or line has its name.
"""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from torch import nn

from course.choosing import Caught
from course.described import INK, Described, canvas

LEARNS, FROZEN = "#cfe3f5", "#d9d9d9"


def caught_layers(model: nn.Module, rows: Sequence[Caught]) -> Described:
    """A row per test of names, a box per child of `model`: frozen where its parameters are caught.

    A child with some of its parameters caught counts as caught.
    """
    layers = [name for name, _ in model.named_children()]
    figure = canvas(9.2, 0.52 * len(rows) + 0.7)
    axes = _fixed(figure, (0.28, 0.02, 0.62, 0.96))
    axes.set(xlim=(-0.05, len(layers) + 0.05), ylim=(len(rows) + 0.05, -0.55))
    for place, layer in enumerate(layers):
        number = layer.removeprefix("layer")
        axes.text(place + 0.5, -0.2, number, ha="center", va="center", fontsize=10, color=INK)
    axes.text(-0.15, -0.2, "layer (hatched: frozen)", ha="right", va="center", fontsize=10)
    said = []
    for row, (test, names) in enumerate(rows):
        hit = [layer for layer in layers if any(n.split(".")[0] == layer for n in names)]
        for place, layer in enumerate(layers):
            _box(axes, (place, row, 1, 0.86), frozen=layer in hit)
        axes.text(-0.15, row + 0.43, test, ha="right", va="center", family="monospace", fontsize=10)
        axes.text(len(layers) + 0.15, row + 0.43, f"{len(names)} tensors", va="center", fontsize=10)
        said.append(f"{test} freezes {len(names)} tensors, in {_listed(hit, layers)}")
    return Described(
        figure, f"{len(layers)} layers, frozen by {len(rows)} tests: {'; '.join(said)}."
    )


def parameter_areas(model: nn.Module) -> Described:
    """The parameters of `model` as areas: one box per tensor, as large as the numbers in it.

    A band is a child of `model` with parameters; frozen tensors are grey and hatched.
    """
    bands = {
        name: [(parameter.numel(), not parameter.requires_grad) for parameter in inside]
        for name, child in model.named_children()
        if (inside := list(child.parameters()))
    }
    sizes = {name: sum(size for size, _ in tensors) for name, tensors in bands.items()}
    total = sum(sizes.values())
    figure = canvas(8.2, 4.2)
    axes = _fixed(figure, (0.01, 0.02, 0.98, 0.96))
    axes.set(xlim=(0, 1.55), ylim=(1.01, -0.07))
    axes.text(0, -0.04, "one box per tensor, area = its numbers, hatched: frozen", va="center")
    top, said = 0.0, []
    for place, (name, tensors) in enumerate(bands.items()):
        height, left = sizes[name] / total, 0.0
        for size, frozen in tensors:
            _box(axes, (left, top, size / sizes[name], height), frozen=frozen)
            left += size / sizes[name]
        # Bands can be thinner than a letter: names stand beside them, evenly spaced.
        y = (place + 0.5) / len(bands)
        words = f"{name}: {sizes[name]} numbers, {_state([frozen for _, frozen in tensors])}"
        axes.plot([1.0, 1.06], [top + height / 2, y], color=INK, linewidth=0.8)
        axes.text(1.07, y, words, va="center", fontsize=10, color=INK)
        said.append(words)
        top += height
    still = sum(size for tensors in bands.values() for size, frozen in tensors if frozen)
    return Described(figure, f"{total} numbers, {still} of them frozen. {'; '.join(said)}.")


def two_orders(registered: Sequence[str], forward: Sequence[str]) -> Described:
    """Two columns with the same names, in the order of registration and as they run, and lines.

    Raises ValueError where the two hold different names.
    """
    if sorted(registered) != sorted(forward):
        raise ValueError("The two orders hold different names; list each part once in both.")
    figure = canvas(6.4, 0.5 * len(registered) + 0.6)
    axes = _fixed(figure, (0, 0, 1, 1))
    axes.set(xlim=(0, 1), ylim=(len(registered) - 0.4, -1.0))
    for x, title, names in ((0.22, "registered", registered), (0.78, "runs", forward)):
        axes.text(x, -0.75, title, ha="center", va="center", fontsize=11, fontweight="bold")
        for place, name in enumerate(names):
            label = f"{place + 1} · {name}"
            box = {"boxstyle": "round,pad=0.3", "facecolor": LEARNS, "edgecolor": INK}
            axes.text(x, place, label, ha="center", va="center", fontsize=11, color=INK, bbox=box)
    for place, name in enumerate(registered):
        axes.plot([0.335, 0.665], [place, list(forward).index(name)], color=INK, linewidth=1.2)
    crossings = sum(
        list(forward).index(first) > list(forward).index(second)
        for place, first in enumerate(registered)
        for second in registered[place + 1 :]
    )
    return Described(
        figure,
        f"Order of registration: {', '.join(registered)}. Order in which they run: "
        f"{', '.join(forward)}. The lines between them cross {crossings} times.",
    )


def _fixed(figure: Figure, place: tuple[float, float, float, float]) -> Axes:
    """Axes without frame at a fixed place, which a second rendering leaves where they are."""
    figure.set_layout_engine("none")
    axes = figure.add_axes(place)
    axes.set_axis_off()
    return axes


def _box(axes: Axes, place: tuple[float, float, float, float], *, frozen: bool) -> None:
    """A box at (left, top) of (width, height)."""
    left, top, width, height = place
    axes.add_patch(
        Rectangle(
            (left, top),
            width,
            height,
            facecolor=FROZEN if frozen else LEARNS,
            hatch="///" if frozen else None,
            edgecolor=INK,
            linewidth=0.8,
        )
    )


def _listed(hit: Sequence[str], layers: Sequence[str]) -> str:
    """The layers that were caught, in words."""
    if not hit:
        return "no layer"
    return "every layer" if len(hit) == len(layers) else ", ".join(hit)


def _state(frozen: Sequence[bool]) -> str:
    """What the flags of a column say together."""
    if all(frozen):
        return "frozen"
    return "partly frozen" if any(frozen) else "learns"
