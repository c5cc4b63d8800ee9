"""The figures of lesson 10: accuracy against how many numbers learn, and the first gradients.

Colour carries no fact alone: what is beaten is a hollow mark, and every mark has its name.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from matplotlib.axes import Axes
from matplotlib.ticker import NullFormatter

from course.described import INK, Described, bare, canvas

ON, OFF = "#0b5fa5", "#ffffff"
A_LINE, B_LINE = "#b3470b", "#0b5fa5"
EVERY: Mapping[str, Sequence[str]] = MappingProxyType({})
SPREAD = {"elinewidth": 1, "capsize": 3, "color": INK}


def numbers_against_accuracy(
    panels: Mapping[str, Mapping[str, Mapping]], unbeaten: Mapping[str, Sequence[str]] = EVERY
) -> Described:
    """One panel per task: how many numbers learn (logarithmic) against mean test accuracy.

    `panels` are the tasks of `course.little.shipped_results()`. The ways that `unbeaten` names for
    a task are drawn filled and joined by a line, all others hollow; where it names none, all are
    filled, and there is no line. The bar of a mark is one spread up and down.
    """
    figure = canvas(5.0 * len(panels), 4.6)
    rows = figure.subplots(1, len(panels), sharey=True, squeeze=False)[0]
    said = []
    for axes, (task, ways) in zip(rows, panels.items(), strict=True):
        line = [name for name in unbeaten.get(task) or () if name in ways]
        kept = set(line or ways)
        _draw_task(bare(axes), ways, kept)
        points = sorted((ways[name]["numbers"], ways[name]["mean"]) for name in line)
        axes.plot(*(list(column) for column in zip(*points, strict=True)), color=ON, zorder=1)
        axes.set_title(task, fontsize=11)
        axes.set_xlabel("numbers that learn (each label: ten times more)", fontsize=10)
        parts = [
            f"{name}: {way['numbers']} numbers, {way['mean']:.3f} ± {way['spread']:.3f}"
            f"{', beaten' if name not in kept else ''}"
            for name, way in ways.items()
        ]
        said.append(f"{task}. {'. '.join(parts)}.")
    rows[0].set_ylabel("test accuracy: mean ± spread over seeds", fontsize=10)
    return Described(figure, " ".join(said))


def first_gradients(down: Sequence[float], up: Sequence[float]) -> Described:
    """The gradient norm of both factors at each of the first steps.

    `down` is A, the factor that begins at random, `up` is B, the factor that begins at zero.
    """
    figure = canvas(6.4, 3.8)
    axes = bare(figure.subplots())
    steps = range(1, len(down) + 1)
    axes.plot(steps, up, "o-", color=B_LINE, linewidth=2, label="B, begins at zero")
    axes.plot(steps, down, "s--", color=A_LINE, linewidth=2, label="A, begins at random")
    top = max(*down, *up)
    axes.set(xticks=list(steps), xlabel="training step", ylabel="gradient norm")
    axes.set_ylim(-0.06 * top, 1.35 * top)
    axes.legend(frameon=False, fontsize=10, loc="upper left", ncols=2)
    said = [
        f"{name} {', '.join(f'{norm:.3f}' for norm in norms)}"
        for name, norms in (("A, begins at random:", down), ("B, begins at zero:", up))
    ]
    return Described(figure, f"Gradient norms at steps 1 to {len(down)}. {'. '.join(said)}.")


def _draw_task(axes: Axes, ways: Mapping[str, Mapping], kept: set[str]) -> None:
    """One panel: marks with their names, and a line through those that are not beaten."""
    axes.set_xscale("log")
    axes.set(xlim=(180, 160_000), ylim=(0.45, 0.96))
    # Powers of ten would be set as formulas, in fonts that few computers have.
    axes.set_xticks([1000, 10_000, 100_000], ["1 000", "10 000", "100 000"])
    axes.xaxis.set_minor_formatter(NullFormatter())
    for name, way in ways.items():
        place = way["numbers"], way["mean"]
        face = ON if name in kept else OFF
        axes.errorbar(*place, yerr=way["spread"], fmt="none", **SPREAD)
        axes.plot(*place, "o", markersize=8, markerfacecolor=face, markeredgecolor=INK, zorder=3)
        twin = any(
            other["numbers"] == way["numbers"] and other["mean"] > way["mean"]
            for other in ways.values()
        )
        low = twin or _is_beaten(way, ways)
        beside = low or way["mean"] < 0.8
        offset, side = ((8, -4 - 10 * low), "left") if beside else ((0, 26), "center")
        words = name.replace(", ", ",\n") if "," in name else name
        axes.annotate(
            words, place, offset, textcoords="offset points", ha=side, fontsize=10, color=INK
        )


def _is_beaten(way: Mapping, ways: Mapping[str, Mapping]) -> bool:
    """Whether a better mark stands to the left, so that a label above would run into its bar."""
    return any(o["numbers"] < way["numbers"] and o["mean"] > way["mean"] for o in ways.values())
