"""The figure of exercises: how hard each was, against how well it tells learners apart."""

from autograder.report.class_report import Item, LessonReport
from autograder.report.figures.drawing import FULL, PALE, SMALL, SOFT, canvas, shares
from autograder.report.figures.labels import GAP, label_points
from course.described import Described


def difficulties(lesson: LessonReport) -> Described | None:
    """Exercises as circles, questions as squares; None where no item has both figures."""
    kinds = {"exercise": ("o", FULL, lesson.exercises), "question": ("s", PALE, lesson.questions)}
    count = sum(len(items) for _, _, items in kinds.values())
    axes = canvas(max(3.0, 0.9 + count * GAP), left=0.125, right=0.6)
    shares(axes, f"difficulty: right is easy{'; squares are questions' * bool(lesson.questions)}")
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
    axes.set_ylabel("discrimination", fontsize=SMALL, color=SOFT, labelpad=2)
    axes.axhline(0, color=SOFT, linewidth=1)
    axes.set_xlim(-0.02, 1.02)
    points, said = [], []
    for kind, (marker, fill, items) in kinds.items():
        for item in filter(_is_known, items):
            spot = (item.difficulty, item.discrimination)
            look = {"markersize": 6, "markerfacecolor": fill, "markeredgecolor": FULL}
            axes.plot(*spot, marker, **look, clip_on=False)
            points.append((*spot, item.slug))
            said.append(f"{kind} {item.slug}: {spot[0]:.2f} and {spot[1]:.2f}")
    if not points:
        return None
    lowest = min(-0.3, *(y - 0.12 for _, y, _ in points))
    ticks = [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1]
    axes.set_ylim(lowest, 1.05)
    axes.set_yticks(seen := [tick for tick in ticks if tick >= lowest], [f"{t:g}" for t in seen])
    label_points(axes, points)
    missing = sum(not _is_known(item) for _, _, items in kinds.values() for item in items)
    rest = f" Without figures: {missing}." if missing else ""
    return Described(axes.figure, f"Difficulty and discrimination. {'; '.join(said)}.{rest}")


def _is_known(item: Item) -> bool:
    """Whether an item has a place in the figure."""
    return item.difficulty is not None and item.discrimination is not None
