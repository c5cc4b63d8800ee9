"""The figures of lesson 5: statistics that drift, and what two tasks make of it.

Colour never carries a fact alone: train mode is plain, eval mode is hatched, and both say so.
"""

from collections.abc import Mapping

import torch
from matplotlib.axes import Axes

from course.described import INK, Described, bare, canvas

TRAIN, EVAL = "#0b5fa5", "#d9d9d9"
TASKS = {"target": "new task, new head", "old": "old task, old head back"}


def drifting_means(panels: Mapping[str, torch.Tensor]) -> Described:
    """One panel per title: the running mean of each channel over the training steps.

    A tensor is float32 (steps + 1, channels), the first row from before training. The channel that
    ends farthest from its start is drawn thick, with its first and last value.
    """
    figure = canvas(4.6 * len(panels), 3.8)
    rows = figure.subplots(1, len(panels), sharey=True, squeeze=False)[0]
    said = [
        _draw_means(bare(axes), title, means)
        for axes, (title, means) in zip(rows, panels.items(), strict=True)
    ]
    rows[0].set_ylabel("running mean of a channel", fontsize=10)
    return Described(figure, " ".join(said))


def paired_bars(before: float, shifts: Mapping[str, Mapping[str, Mapping]]) -> Described:
    """Accuracy on the new and on the old task, a pair of bars per shift: train mode, eval mode.

    `shifts` and `before` (the old task's accuracy before training) are those of
    `course.bn_trap.shipped_results()`. A dot is one seed; the dashed line is `before`.
    """
    figure = canvas(9.2, 4.2)
    panels = figure.subplots(1, 2, sharey=True)
    said = []
    for axes, (task, title) in zip(panels, TASKS.items(), strict=True):
        for place, (shift, modes) in enumerate(shifts.items()):
            for side, (mode, tasks) in zip((-0.2, 0.2), modes.items(), strict=True):
                _draw_bar(axes, place + side, mode, tasks[task])
                result = tasks[task]
                said.append(
                    f"{title}, {shift}, body in {mode} mode: "
                    f"{result['mean']:.3f} ± {result['spread']:.3f}."
                )
        bare(axes).set_title(title, fontsize=11)
        axes.set_xticks(range(len(shifts)), list(shifts), fontsize=11)
        axes.set(ylim=(0, 1.12), yticks=[0, 0.2, 0.4, 0.6, 0.8, 1.0])
        axes.spines["left"].set_bounds(0, 1)
    panels[0].set_ylabel("accuracy: bar = mean over seeds, dot = one seed", fontsize=10)
    panels[1].axhline(before, color=INK, linestyle="--", linewidth=1)
    panels[1].text(-0.45, before + 0.055, f"before training {before:.3f}", fontsize=10, color=INK)
    handles = [panels[0].containers[index] for index in (0, 1)]
    figure.legend(handles, ["body in train mode", "body in eval mode"], loc="outside lower center",
                  ncols=2, frameon=False, fontsize=10)  # fmt: skip
    return Described(figure, f"Before training the old task is at {before:.3f}. {' '.join(said)}")


def _draw_means(axes: Axes, title: str, means: torch.Tensor) -> str:
    """One panel of running means, in lines and in words."""
    moved = (means[-1] - means[0]).abs()
    farthest = int(moved.argmax())
    steps = range(len(means))
    for channel in range(means.shape[1]):
        axes.plot(steps, means[:, channel].tolist(), color="#6b6b6b", linewidth=1)
    axes.set_title(title, fontsize=11)
    axes.set_xlabel("training step", fontsize=10)
    axes.set_xlim(left=-0.14 * len(means))
    axes.xaxis.get_major_locator().set_params(integer=True)
    count = int((moved > 0).sum())
    if not count:
        return f"{title}: none of {len(moved)} running means moves in {len(means) - 1} steps."
    line = means[:, farthest].tolist()
    axes.plot(steps, line, color=TRAIN, linewidth=3)
    for step, side, offset in ((0, "right", (-5, -4)), (len(line) - 1, "right", (0, 6))):
        axes.annotate(
            f"{line[step]:.2f}", (step, line[step]), offset, textcoords="offset points", ha=side,
            color=INK, fontsize=11, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
        )  # fmt: skip
    return (
        f"{title}: {count} of {len(moved)} running means move in {len(means) - 1} steps, one of "
        f"them from {line[0]:.2f} to {line[-1]:.2f}."
    )


def _draw_bar(axes: Axes, place: float, mode: str, result: Mapping) -> None:
    """One bar with its dots and its mean."""
    look = {"color": TRAIN} if mode == "train" else {"color": EVAL, "hatch": "///"}
    axes.bar(place, result["mean"], width=0.38, edgecolor=INK, **look)
    values = result["accuracies"]
    spots = [place + 0.26 * (i / max(len(values) - 1, 1) - 0.5) for i in range(len(values))]
    axes.plot(
        spots, values, "o", markersize=4.5, markerfacecolor="white", markeredgecolor=INK, zorder=3
    )
    font = {"ha": "center", "va": "center", "fontsize": 10, "color": INK}
    ground = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
    axes.text(place, 0.06, f"{result['mean']:.2f}", bbox=ground, **font)
