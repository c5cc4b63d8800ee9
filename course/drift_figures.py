"""The figures of lesson 4: how far a late-frozen layer drifts, and a layer that is thawed.

Colour carries no fact alone: curves have marks and words, segments say what they are.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby

from matplotlib.axes import Axes

from course.described import INK, Described, bare, canvas
from course.drift import CLEARED, Case
from course.figures import HOLDS, LEARNS
from course.thawing import LayerState

# What zero_grad() leaves: colour, dash, mark.
LOOKS = {"None": (LEARNS, "-", "o"), "zeros": ("#b34700", (0, (5, 2)), "s")}


def drift_curves(moves: Mapping[Case, Sequence[float]], freeze: str) -> Described:
    """The largest move of the frozen layer over the steps since `freeze`, a panel per optimizer.

    `moves` is what `course.drift.drifts` gives; KeyError for a moment that it does not hold.
    """
    names = list(dict.fromkeys(case.optimizer for case in moves))
    figure = canvas(9.0, 4.6)
    panels = figure.subplots(2, -(-len(names) // 2), sharex=True, sharey=True).flat
    top = max(max(moves[Case(freeze, cleared, n)]) for cleared in CLEARED for n in names)
    for axes, name in zip(panels, names, strict=True):
        for cleared in CLEARED:
            # A frozen layer starts where it is, at step 0.
            curve = [0.0, *moves[Case(freeze, cleared, name)]]
            colour, dash, mark = LOOKS[cleared]
            look = {"color": colour, "linestyle": dash, "marker": mark}
            # The dashed curve lies on top and lets the other show where both coincide.
            width = 3.2 if cleared == "None" else 1.6
            size = 8 if cleared == "None" else 4
            axes.plot(curve, linewidth=width, markersize=size, label=cleared, **look)
        bare(axes).set_title(name, fontsize=11)
        axes.set_ylim(-0.05 * (top or 1.0), 1.1 * (top or 1.0))
        axes.set_xticks(range(len(curve)))
    figure.supxlabel(f"steps since the flag went off, {freeze}", fontsize=10)
    figure.supylabel("largest move of the layer", fontsize=10)
    handles, labels = axes.get_legend_handles_labels()
    words = [f"zero_grad leaves {label}" for label in labels]
    figure.legend(handles, words, loc="outside upper center", ncols=2, frameon=False)
    said = [
        f"{name}: {_end(moves[Case(freeze, 'None', name)])} with None, "
        f"{_end(moves[Case(freeze, 'zeros', name)])} with zeros"
        for name in names
    ]
    return Described(
        figure,
        f"How far the layer has moved {len(curve) - 1} steps after its flag went off, {freeze}. "
        f"{'; '.join(said)}.",
    )


def _end(curve: Sequence[float]) -> str:
    """The last move, an exact zero as a word."""
    return f"{curve[-1]:.3f}" if curve[-1] else "nothing"


def timeline(history: Sequence[Sequence[LayerState]]) -> Described:
    """One lane per layer over the steps: its flag, its group, and whether it moved.

    `history` holds what `watched_step` said, one entry per step, the same layers in each.
    """
    lanes = list(zip(*history, strict=True))
    figure = canvas(9.0, 0.9 + 0.95 * len(lanes))
    axes = bare(figure.subplots())
    said = []
    for place, lane in enumerate(lanes):
        first, told = 1, []
        for state, run in groupby(lane):
            last = first + len(list(run)) - 1
            _draw_segment(axes, place, first, last, state)
            when = f"steps {first} to {last}" if last > first else f"step {first}"
            told.append(f"{when} {', '.join(_words(state))}")
            first = last + 1
        said.append(f"Layer {lane[0].layer}: {'; '.join(told)}.")
    axes.set_yticks(range(len(lanes)), [f"layer {lane[0].layer}" for lane in lanes], fontsize=11)
    axes.set(xlim=(0.5, len(history) + 0.5), ylim=(len(lanes) - 0.5, -0.5))
    axes.set_xticks(range(1, len(history) + 1))
    axes.set_xlabel("training step", fontsize=10)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    return Described(figure, " ".join(said))


def _words(state: LayerState) -> tuple[str, str, str]:
    """Flag, group and movement of a layer in words."""
    return (
        "flag on" if state.flag else "flag off",
        "no group" if state.group is None else f"group {state.group}",
        "moves" if state.moved else "still",
    )


def _draw_segment(axes: Axes, place: int, first: int, last: int, state: LayerState) -> None:
    """The steps from `first` to `last`, in which nothing about a layer changed."""
    fill = LEARNS if state.moved else HOLDS if not state.flag else "white"
    hatch = "///" if fill == HOLDS else None
    axes.barh(
        place,
        last - first + 1,
        left=first - 0.5,
        height=0.8,
        color=fill,
        edgecolor=INK if fill != HOLDS else "#8c8c8c",
        hatch=hatch,
        linestyle="--" if fill == "white" else "-",
        linewidth=1.4,
    )
    axes.text(
        (first + last) / 2,
        place,
        "\n".join(_words(state)),
        ha="center",
        va="center",
        fontsize=10,
        color="white" if state.moved else INK,
        bbox={"facecolor": fill, "edgecolor": "none", "pad": 1.5},
    )
