"""The figures of lesson 1. Colour carries no fact alone: what is frozen is hatched and says so."""

import math
from collections.abc import Mapping

from matplotlib.axes import Axes
from torch import nn

from course.described import INK, Described, bare, canvas

LEARNS, HOLDS = "#0b5fa5", "#d9d9d9"
Norms = Mapping[str, float | None]


def freeze_map(model: nn.Module, panels: Mapping[str, Norms]) -> Described:
    """The blocks of `model` as a row of boxes, with their gradient norms as bars above them.

    `panels` maps a title to what `gradient_norms` said, None for a tensor without a gradient. A
    block is a child of `model` with parameters; its norm is the root of the sum of squares over
    its tensors, and it counts as frozen when none of them has a gradient.
    """
    sizes = _block_sizes(model)
    heights = {title: _block_norms(sizes, norms) for title, norms in panels.items()}
    top = max(norm or 0.0 for row in heights.values() for norm in row.values()) or 1.0
    figure = canvas(4.6 * len(panels), 3.6)
    rows = figure.subplots(1, len(panels), sharey=True, squeeze=False)[0]
    for axes, (title, row) in zip(rows, heights.items(), strict=True):
        _draw_row(bare(axes), row, sizes, top)
        axes.set_title(title)
    ticks = [tick for tick in rows[0].get_yticks() if 0 <= tick <= top]
    rows[0].set(yticks=ticks, ylabel="gradient norm")
    return Described(figure, " ".join(_say_row(title, row) for title, row in heights.items()))


def accuracy_bars(starts: Mapping[str, Mapping]) -> Described:
    """One bar per start with its mean test accuracy, and one dot per seed.

    `starts` maps a name to mean, spread and accuracies, one per seed and equally many in each, as
    the "starts" of `course.four_starts.shipped_results` do.
    """
    figure = canvas(8.2, 0.62 * len(starts) + 1.0)
    axes = bare(figure.subplots())
    for place, result in enumerate(starts.values()):
        mean, values = result["mean"], result["accuracies"]
        axes.barh(place, mean, height=0.62, color="#a9cbe8", edgecolor=LEARNS)
        # Seeds side by side across the bar, or equal accuracies would hide each other.
        spots = [place + 0.4 * (i / max(len(values) - 1, 1) - 0.5) for i in range(len(values))]
        axes.plot(values, spots, "o", markersize=4, color=INK)
        axes.text(
            max(mean, *values) + 0.015, place, f"{mean:.3f} ± {result['spread']:.3f}", va="center"
        )
    axes.set_yticks(range(len(starts)), list(starts), fontsize=11)
    axes.set(xticks=[0, 0.2, 0.4, 0.6, 0.8, 1.0], xlim=(0, 1.15), ylim=(len(starts) - 0.5, -0.5))
    axes.spines["bottom"].set_bounds(0, 1)
    axes.set_xlabel("test accuracy: bar = mean ± spread over seeds, dot = one seed", fontsize=10)
    said = [f"{name} {r['mean']:.3f} ± {r['spread']:.3f}" for name, r in starts.items()]
    return Described(figure, f"Mean test accuracy over {len(values)} seeds: {', '.join(said)}.")


def _block_sizes(model: nn.Module) -> dict[str, int]:
    """How many numbers each child of `model` holds that has parameters."""
    sizes = {
        name: sum(p.numel() for p in part.parameters()) for name, part in model.named_children()
    }
    return {name: size for name, size in sizes.items() if size}


def _block_norms(blocks: Mapping[str, int], norms: Norms) -> dict[str, float | None]:
    """The norm of each block over its tensors, None where none has a gradient."""
    inside = {block: [] for block in blocks}
    for name, norm in norms.items():
        if norm is not None:
            inside[name.split(".")[0]].append(norm)
    return {block: math.hypot(*found) if found else None for block, found in inside.items()}


def _draw_row(axes: Axes, row: Norms, sizes: Mapping[str, int], top: float) -> None:
    """One panel: the boxes below the zero line, the bars above it."""
    axes.set(xticks=[], ylim=(-0.4 * top, 1.12 * top))
    axes.spines["bottom"].set_visible(False)
    axes.spines["left"].set_bounds(0, top)
    box = 0.34 * top
    for place, (block, norm) in enumerate(row.items()):
        held = norm is None
        look = {"color": HOLDS, "hatch": "///"} if held else {"color": LEARNS}
        axes.bar(place, -box, width=0.92, edgecolor="#8c8c8c" if held else INK, **look)
        words = f"{block}\n{sizes[block]:,}\n{'frozen' if held else 'learns'}".replace(",", " ")
        ground = {"facecolor": HOLDS if held else LEARNS, "edgecolor": "none", "pad": 1.5}
        font = {"ha": "center", "va": "center", "color": INK if held else "white"}
        axes.text(place, -box / 2, words, bbox=ground, **font)
        axes.bar(place, norm or 0.0, width=0.5, color=LEARNS)
        axes.text(place, (norm or 0.0) + 0.02 * top, "none" if held else f"{norm:.2f}", ha="center")


def _say_row(title: str, row: Norms) -> str:
    """One panel in words."""
    frozen = [block for block, norm in row.items() if norm is None]
    learns = [f"{block} {norm:.2f}" for block, norm in row.items() if norm is not None]
    said = f"gradient norm {', '.join(learns)}" if learns else "no gradient"
    return f"{title}: {said}; frozen: {', '.join(frozen) or 'none'}."
