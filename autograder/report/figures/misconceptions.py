"""The figure of misconceptions: how much of the class shows each of the commonest mistakes."""

from collections.abc import Sequence

from autograder.report.class_report import Misconception
from autograder.report.figures.drawing import FULL, PALE, SOFT, canvas, rows, shares, write
from course.described import Described


def commonest(found: Sequence[tuple[str, Misconception]], learners: int) -> Described:
    """A row for each mistake by its label, in that order; the scale is the class of so many.

    The outlined bar is who tried, the filled one inside it who shows the mistake.
    """
    axes = canvas(0.62 + 0.42 * len(found))
    shares(axes, "share of the class: outlined who tried, filled who shows it")
    rows(axes, len(found))
    said = []
    for place, (label, mistake) in enumerate(found):
        outline = {"color": PALE, "edgecolor": FULL, "linewidth": 1}
        axes.barh(place, mistake.asked / learners, height=0.34, **outline)
        axes.barh(place, mistake.learners / learners, height=0.34, color=FULL)
        counts = f"{mistake.learners} of {mistake.asked}"
        write(axes, 0, place - 0.33, label)
        write(axes, 1, place - 0.33, counts, ha="right", color=SOFT)
        said.append(f"{label}: {counts} who tried.")
    return Described(axes.figure, f"In a class of {learners}: {' '.join(said)}")
