"""The figures of lesson 11: one gradient in two workers, and an order that avoids most traps.

Colour carries no fact alone: the second worker is hatched, and every step has its number.
"""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from course.described import INK, Described, bare, canvas

FIRST, SECOND = "#0b5fa5", "#d9d9d9"
# Each step, and what it relies on.
ORDER = (
    ("load the weights", "a state_dict brings values, and no flags"),
    ("read the plan", "every name in it must match a layer"),
    ("set the flags", "before the wrapper notes them, once and for all"),
    ("set the modes", "and set them again after each train()"),
    ("compile, wrap", "notes what asks for a gradient; may replace the tensors"),
    ("make the optimizer", "holds the objects that are there now"),
    ("make the scheduler", "knows the groups that there are now"),
)


def one_gradient_twice(panels: Mapping[str, Sequence[Sequence[float]]]) -> Described:
    """A panel per title: the numbers of one gradient, in the first and in the second worker.

    `panels` maps a title to two equally long rows of numbers, one row per worker.
    """
    figure = canvas(9.2, 3.8)
    plots = figure.subplots(1, len(panels), sharey=True, squeeze=False)[0]
    said = []
    for axes, (title, (first, second)) in zip(plots, panels.items(), strict=True):
        _draw_pairs(bare(axes), first, second)
        axes.set_title(title, fontsize=11)
        apart = sum(a != b for a, b in zip(first, second, strict=True))
        said.append(f"{title}: the workers differ in {apart} of {len(first)} numbers.")
    plots[0].set_ylabel("gradient", fontsize=10)
    handles = [plots[0].containers[place] for place in (0, 1)]
    figure.legend(handles, ["worker 0", "worker 1"], loc="outside lower center", ncols=2,
                  frameon=False, fontsize=10)  # fmt: skip
    return Described(figure, " ".join(said))


def order_of_operations() -> Described:
    """The steps from a file of weights to a training script, each with what it relies on."""
    figure = canvas(9.2, 0.56 * len(ORDER) + 0.5)
    axes = figure.subplots()
    axes.set(xlim=(0, 9.2), ylim=(len(ORDER) + 0.75, -0.1))
    axes.axis("off")
    for place, (step, reason) in enumerate(ORDER):
        axes.add_patch(
            Rectangle((0.9, place + 0.08), 2.9, 0.74, facecolor="#cfe3f5", edgecolor=INK)
        )
        axes.text(1.05, place + 0.45, f"{place + 1}  {step}", va="center", fontsize=12, color=INK)
        axes.text(4.05, place + 0.45, reason, va="center", fontsize=11, color=INK)
        if place:
            _arrow(axes, (2.35, place - 0.18), (2.35, place + 0.08))
    bottom, again = len(ORDER) - 0.55, 1.45
    axes.plot([0.9, 0.45, 0.45], [bottom, bottom, again], color=INK, linewidth=1.2)
    _arrow(axes, (0.45, again), (0.9, again))
    axes.text(
        0.45, len(ORDER) + 0.38, "another plan while training: go on from step 2", va="center",
        fontsize=11, color=INK,
    )  # fmt: skip
    steps = [f"{number} {step} ({why})" for number, (step, why) in enumerate(ORDER, start=1)]
    return Described(
        figure, f"In this order: {'; '.join(steps)}. Another plan while training: from step 2."
    )


def _draw_pairs(axes: Axes, first: Sequence[float], second: Sequence[float]) -> None:
    """Two bars per number, side by side."""
    places = range(1, len(first) + 1)
    left, right = ([place + side for place in places] for side in (-0.2, 0.2))
    axes.bar(left, first, width=0.38, color=FIRST, edgecolor=INK)
    axes.bar(right, second, width=0.38, color=SECOND, edgecolor=INK, hatch="///")
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.set_xticks(list(places))
    axes.set_xlabel("number in the gradient", fontsize=10)


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    """An arrow without words."""
    axes.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": INK})
