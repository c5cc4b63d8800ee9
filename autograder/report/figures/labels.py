"""Labels of points in a column beside the axes, each with a line from its point.

Exercises often lie close together: beside their points, their names would cover one another.
"""

from collections.abc import Sequence

from matplotlib.axes import Axes

from autograder.report.figures.drawing import SOFT, write

SIZE = 8.5
GAP = 11 / 72  # inches from one label to the next
COLUMN = 1.06  # of the width of the axes, where the labels begin


def label_points(axes: Axes, points: Sequence[tuple[float, float, str]]) -> None:
    """Writes the third of each to the right of `axes`, as near to its point's height as can be.

    The first two say where the point is, in the scales of `axes`, which are final by now.
    """
    points = sorted(points, key=lambda point: (-point[1], -point[0], point[2]))
    bottom, top = axes.get_ylim()
    inches = axes.get_position().height * axes.figure.get_figheight()
    heights = spread([y for _, y, _ in points], gap=GAP / inches * (top - bottom), bottom=bottom)
    right = axes.get_xlim()[1]
    for (x, y, words), height in zip(points, heights, strict=True):
        line = {"color": SOFT, "linewidth": 0.5, "clip_on": False, "zorder": 1.5}
        axes.plot([x, right, right * (COLUMN - 0.01)], [y, height, height], **line)
        write(axes, right * COLUMN, height, words, va="center", fontsize=SIZE)


def spread(wanted: Sequence[float], *, gap: float, bottom: float) -> list[float]:
    """Heights from the top down that keep a gap, and move no more than that asks for.

    `wanted` falls from one to the next. None comes below `bottom`, even if that lifts the first.
    """
    heights = []
    for height in wanted:
        heights.append(min(height, heights[-1] - gap) if heights else height)
    lowest = bottom
    for place in reversed(range(len(heights))):
        heights[place] = max(heights[place], lowest)
        lowest = heights[place] + gap
    return heights
