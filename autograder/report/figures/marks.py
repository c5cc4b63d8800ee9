"""Figures of marks: one lesson by tenths of its points, and all lessons side by side."""

import math
from collections import Counter
from statistics import quantiles

from autograder.report.class_report import LessonReport, Submission
from autograder.report.figures.drawing import (
    FULL,
    INK,
    PALE,
    SMALL,
    SOFT,
    canvas,
    rows,
    shares,
    write,
)
from course.described import Described

FULL_MARKS = 10


def histogram(lesson: LessonReport) -> Described:
    """How many submissions lie in each tenth of the points; full marks have a bar of their own."""
    counts = Counter(_tenth(submission) for submission in lesson.submissions)
    heights = [counts[tenth] for tenth in range(FULL_MARKS + 1)]
    axes = canvas(2.2)
    look = {"color": PALE, "edgecolor": FULL, "linewidth": 1}
    axes.bar(range(FULL_MARKS), heights[:-1], width=0.9, align="edge", **look)
    axes.bar(FULL_MARKS + 0.2, heights[-1], width=0.9, align="edge", color=FULL)
    for tenth, height in enumerate(heights):
        if height:
            x = tenth + 0.45 + 0.2 * (tenth == FULL_MARKS)
            write(axes, x, height + 0.03 * max(heights), f"{height}", ha="center")
    axes.axhline(0, color=SOFT, linewidth=1)
    axes.set(xlim=(-0.1, FULL_MARKS + 1.2), ylim=(0, 1.15 * max(heights) or 1), yticks=[])
    axes.set_xticks([0, 2.5, 5, 7.5, 10.65], ["0%", "25%", "50%", "75%", "full"])
    points = f"{lesson.points:g}"
    axes.set_xlabel(f"share of the {points} points", fontsize=SMALL, color=SOFT)
    said = [f"from {t * 10}% to {t * 10 + 10}%: {heights[t]}" for t in range(10) if heights[t]]
    said += [f"full marks: {heights[-1]}"]
    return Described(
        axes.figure,
        f"{len(lesson.submissions)} submissions by their share of the {points} points: "
        f"{'; '.join(said)}; nobody anywhere else.",
    )


def side_by_side(lessons: list[LessonReport]) -> Described:
    """Each lesson's marks as a row: from the least to the most, the middle half, the median."""
    axes = canvas(0.62 + 0.42 * len(lessons))
    shares(axes, "share of the points: the box is the middle half, the bar the median")
    rows(axes, len(lessons))
    said = []
    for place, lesson in enumerate(lessons):
        values = sorted(_share(submission) for submission in lesson.submissions)
        low, middle, high = quantiles(
            values * 2 if len(values) == 1 else values, method="inclusive"
        )
        axes.plot([values[0], values[-1]], [place, place], color=SOFT, linewidth=1, zorder=0.8)
        box = {"height": 0.34, "color": PALE, "edgecolor": FULL, "linewidth": 1}
        axes.barh(place, high - low, left=low, **box)
        axes.plot([middle, middle], [place - 0.24, place + 0.24], color=INK, linewidth=2.5)
        write(axes, 0, place - 0.33, lesson.title)
        write(axes, 1, place - 0.33, f"median {middle:.0%}", ha="right", color=SOFT)
        said.append(
            f"{lesson.title}: {len(values)} submissions from {values[0]:.0%} to {values[-1]:.0%} "
            f"of the points, the middle half from {low:.0%} to {high:.0%}, median {middle:.0%}."
        )
    return Described(axes.figure, " ".join(said))


def _share(submission: Submission) -> float:
    """What was earned of the points, from 0 to 1, whatever was given beyond them."""
    return min(max(submission.marks / (submission.points or math.inf), 0.0), 1.0)


def _tenth(submission: Submission) -> int:
    """The tenth in which a submission lies, 0 to 9, or FULL_MARKS."""
    # Marks are sums: 0.1 + 0.7 is a little less than 0.8, and belongs with it.
    return math.floor(_share(submission) * 10 + 1e-9)
