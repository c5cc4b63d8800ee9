"""The figures of lesson 7: one matrix in two orders, what two numbers allow, curves and thresholds.

Colour carries no fact alone: cells are named, lines have words, dashes and marks of their own.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from sklearn.metrics import precision_recall_curve

from course.described import INK, Described, bare, canvas

RIGHT, WRONG = "#cfe3f5", "#f6d5b8"
LINES = (("#0b5fa5", "-", "o"), ("#b34700", (0, (6, 2)), "s"), ("#4d7c0f", (0, (2, 1)), "^"))
GREY = "#595959"
WIDEST = 8  # percent of positives, the right end of the axis


class Curve(NamedTuple):
    """A model's scores on rows with weights, all (n,), and thresholds to mark by name."""

    y: np.ndarray
    score: np.ndarray
    weight: np.ndarray
    thresholds: Mapping[str, float]


def two_layouts(tn: int, fp: int, fn: int, tp: int) -> Described:
    """The same four counts as a table with positives first, and as scikit-learn prints them."""
    figure = canvas(9.2, 3.1)
    cells = {
        "tp": ("hits", tp),
        "fn": ("missed", fn),
        "fp": ("false alarms", fp),
        "tn": ("quiet", tn),
    }
    panels = {
        "positives first": (("tp", "fn"), ("fp", "tn")),
        "scikit-learn: labels sorted, 0 first": (("tn", "fp"), ("fn", "tp")),
    }
    said = []
    for axes, (title, rows) in zip(figure.subplots(1, 2), panels.items(), strict=True):
        classes = ("yes", "no") if rows[0][0] == "tp" else ("no", "yes")
        _draw_table(axes, title, classes, [[(n, *cells[n]) for n in row] for row in rows])
        told = ["; ".join(f"{cells[n][0]} {cells[n][1]}" for n in row) for row in rows]
        said.append(f"{title}: first row {told[0]}, second row {told[1]}")
    return Described(figure, f"Rows are actual classes, columns predicted. {'. '.join(said)}.")


def what_two_numbers_allow(
    accuracy: float, recall: float, lines: Sequence[float] = (0.95, 0.97, 0.99)
) -> Described:
    """Prevalence against recall: a line of no false alarms per accuracy, and one claim's segment.

    On a line every error is a missed positive; left of it there is room for false alarms, right of
    it the accuracy is impossible. The claim's line is drawn bold.
    """
    figure = canvas(8.6, 4.4)
    axes = bare(figure.subplots())
    most, least = (1 - accuracy) / (1 - recall), 1 - accuracy
    recalls = np.linspace(0, 1, 200, endpoint=False)
    for line in sorted({*lines, accuracy}):
        bold = line == accuracy
        look = {"color": LINES[0][0] if bold else GREY, "linewidth": 2.4 if bold else 1.2}
        axes.plot(100 * (1 - line) / (1 - recalls), recalls, **look)
        end = 1 - (1 - line) * 100 / WIDEST
        axes.text(
            WIDEST + 0.1, end, f"accuracy {_percent(line)}", color=INK, fontsize=10, va="center"
        )
    axes.axvline(100 * least, color=GREY, linestyle=(0, (2, 2)), linewidth=1.2)
    dull = {"color": LINES[1][0], "linewidth": 2, "linestyle": (0, (2, 1.5))}
    axes.plot([0, 100 * least], [recall, recall], **dull)
    axes.plot([100 * least, 100 * most], [recall, recall], color=LINES[1][0], linewidth=7,
              solid_capstyle="butt")  # fmt: skip
    font = {"fontsize": 10, "color": INK}
    axes.text(100 * least + 0.08, 0.97, 'right of here it beats "always no"', va="top", **font)
    axes.annotate(
        f"accuracy {_percent(accuracy)}, recall {_percent(recall)}:\npossible up to "
        f"{100 * most:.2f} %, better\nthan \"always no\" from {100 * least:.2f} %",
        (100 * (least + most) / 2, recall), (100 * most + 2.9, recall + 0.005),
        arrowprops={"arrowstyle": "->", "color": INK}, va="center", zorder=4,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 2}, **font,
    )  # fmt: skip
    axes.set(xlim=(0, WIDEST), ylim=(0, 1))
    axes.set_xlabel("prevalence: positives in 100 rows", fontsize=10)
    axes.set_ylabel("recall", fontsize=10)
    axes.set_title("most that each accuracy allows (lines: no false alarm at all)", fontsize=11)
    return Described(
        figure,
        f"Lines of equal accuracy without false alarms, for {_listed(sorted({*lines, accuracy}))}: "
        "each begins at a recall of 0 where the prevalence is one minus the accuracy, and rises to "
        f"the right. At recall {_percent(recall)}, accuracy {_percent(accuracy)} is possible from "
        f"0 to {100 * most:.2f} % positives, and better than always no from {100 * least:.2f} %.",
    )


def ranking_curves(curves: Mapping[str, Curve]) -> Described:
    """Precision against recall for every threshold, one curve per model, its thresholds as dots.

    The floor is the prevalence: the precision of somebody who ranks at random.
    """
    figure = canvas(8.8, 4.8)
    axes = bare(figure.subplots())
    floor, said = 0.0, []
    for (name, curve), (color, dashes, mark) in zip(curves.items(), LINES, strict=False):
        precision, recall, _ = precision_recall_curve(
            curve.y, curve.score, sample_weight=curve.weight
        )
        axes.step(recall, precision, where="post", color=color, linestyle=dashes, label=name)
        floor = float(curve.weight[curve.y == 1].sum() / curve.weight.sum())
        told = []
        for place, (label, threshold) in enumerate(curve.thresholds.items()):
            point = _point(curve, threshold)
            if point is None:
                told.append(f"{label} no alarm")
                continue
            fill = color if place else "none"
            axes.plot(*point, mark, color=color, markerfacecolor=fill, markersize=9, zorder=3)
            told.append(f"{label} recall {point[0]:.2f} and precision {point[1]:.2f}")
        said.append(f"{name}: {', '.join(told)}")
    axes.axhline(floor, color=GREY, linewidth=1.2)
    axes.text(1.015, floor, f"floor:\nprevalence\n{_percent(floor)}", va="bottom", fontsize=10)
    axes.set(xlim=(0, 1.01), ylim=(0, 1.04))
    axes.set_xlabel("recall", fontsize=10)
    axes.set_ylabel("precision", fontsize=10)
    marked = next(iter(curves.values())).thresholds
    kinds = " · ".join(
        f"{sign} {label}" for sign, label in zip(("hollow:", "filled:"), marked, strict=False)
    )
    axes.set_title(kinds, fontsize=11)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=len(curves), frameon=False,
                fontsize=10, handlelength=3.5)  # fmt: skip
    return Described(
        figure, f"Precision against recall; the floor is {_percent(floor)}. {'; '.join(said)}."
    )


def _point(curve: Curve, threshold: float) -> tuple[float, float] | None:
    """Recall and precision at a threshold; None where nothing reaches it."""
    called = curve.score >= threshold
    alarms, positives = curve.weight[called].sum(), curve.weight[curve.y == 1].sum()
    hits = curve.weight[called & (curve.y == 1)].sum()
    return (float(hits / positives), float(hits / alarms)) if alarms else None


def _draw_table(axes: Axes, title: str, classes: tuple[str, str], rows: Sequence) -> None:
    """Two rows and two columns with their names around them."""
    axes.set(xlim=(-0.75, 2.02), ylim=(2.02, -0.5))
    axes.set(xticks=(), yticks=())
    axes.axis("off")
    axes.set_title(title, fontsize=11, color=INK)
    centred = {"ha": "center", "va": "center", "color": INK}
    for place, name in enumerate(classes):
        axes.text(place + 0.5, -0.2, f"said {name}", fontsize=10, **centred)
        axes.text(-0.4, place + 0.5, f"is {name}", fontsize=10, **centred)
    for y, row in enumerate(rows):
        for x, (short, word, count) in enumerate(row):
            fill = RIGHT if short[0] == "t" else WRONG
            hatch = "" if short[0] == "t" else "//"
            axes.add_patch(Rectangle((x, y), 1, 1, facecolor=fill, edgecolor="white", hatch=hatch))
            axes.add_patch(Rectangle((x, y), 1, 1, facecolor="none", edgecolor=INK))
            axes.text(x + 0.5, y + 0.4, str(count), fontsize=17, **centred)
            axes.text(x + 0.5, y + 0.76, f"{short.upper()}: {word}", fontsize=10, **centred)


def _percent(share: float) -> str:
    """A share in words."""
    return f"{100 * share:.0f} %"


def _listed(accuracies: Sequence[float]) -> str:
    """Accuracies in words."""
    return ", ".join(map(_percent, accuracies))
