"""An empty drawing, and the few colours of all figures.

A colour stands for a role: the page's style says how it looks, in light and in dark. So a figure
uses no colour but these, and none of them is the only sign for anything.
"""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from autograder.marks import printable

INK, SOFT, LINE, FULL, PALE = "#1b1f24", "#57606a", "#d0d7de", "#0b5fa5", "#c3daee"
ROLES = {INK: "ink", SOFT: "soft", LINE: "line", FULL: "full", PALE: "pale", "none": "none"}

# A figure of 5 inches has 360 units of width: on a telephone, about one unit for each pixel.
WIDTH = 5.0
SMALL = 9.5


def canvas(height: float, *, left: float = 0.045, right: float = 0.955) -> Axes:
    """Axes in a new drawing that pyplot does not know; `height` is in inches.

    `left` and `right` are shares of the width; below the axes there is room for ticks and a label.
    """
    figure = Figure(figsize=(WIDTH, height))
    figure.subplots_adjust(left, 0.52 / height, right, 1 - 0.1 / height)
    axes = figure.subplots()
    axes.spines[["top", "right", "left", "bottom"]].set_visible(False)
    axes.tick_params(length=0, labelsize=SMALL, labelcolor=SOFT)
    return axes


def shares(axes: Axes, label: str) -> None:
    """Gives `axes` a scale from 0 to 100 % to read from left to right, with lines behind."""
    ticks = [0, 0.25, 0.5, 0.75, 1]
    axes.set_xlim(0, 1)
    axes.set_xticks(ticks, [f"{tick:.0%}" for tick in ticks])
    axes.set_xlabel(label, fontsize=SMALL, color=SOFT)
    axes.set_yticks([])
    axes.grid(axis="x", color=LINE, linewidth=0.8)
    axes.set_axisbelow(True)


def rows(axes: Axes, count: int) -> None:
    """Makes room for `count` rows, the first on top; each has its words above it."""
    axes.set_ylim(count - 0.4, -0.75)


def write(axes: Axes, x: float, y: float, words: str, **look: object) -> None:
    """Text as it stands: a dollar sign begins no formula, and every letter shows."""
    look = {"fontsize": SMALL, "color": INK} | look
    axes.text(x, y, printable(words), **look, parse_math=False)
