"""The figures of lesson 9: depth, shifts against blocks, flags by epoch, score against work.

Colour carries no fact alone: lines have marks of their own, cells their numbers, frozen is hatched.
"""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from course.described import INK, Described, bare, canvas

LEARNS, FROZEN = "#cfe3f5", "#d9d9d9"
LOOKS = (
    {"color": "#0b5fa5", "marker": "o", "linestyle": "-"},
    {"color": "#b34700", "marker": "s", "linestyle": (0, (6, 2))},
    {"color": "#4d4d4d", "marker": "^", "linestyle": (0, (1, 1.5))},
)


def depth_lines(lines: Mapping[str, Sequence[Mapping]]) -> Described:
    """Test accuracy against the number of first blocks, a line for each way to treat them.

    `lines` is the "lines" of `course.depth.shipped_results`; bars show the spread over seeds.
    """
    figure = canvas(8.6, 4.0)
    axes = bare(figure.subplots())
    said = []
    for place, ((name, results), look) in enumerate(zip(lines.items(), LOOKS, strict=True)):
        means = [r["mean"] for r in results]
        # Side by side, or the bars would hide each other.
        depths = [depth + 0.05 * (place - 1) for depth in range(len(means))]
        axes.errorbar(
            depths,
            means,
            [r["spread"] for r in results],
            label=name,
            capsize=3,
            markersize=7,
            **look,
        )
        told = ", ".join(f"{r['mean']:.3f} ± {r['spread']:.3f}" for r in results)
        said.append(f"{name}: {told}")
    axes.set_xticks(range(len(means)))
    axes.set_xlabel("first blocks, copied or random; all above them new and learning", fontsize=10)
    axes.set_ylabel("test accuracy", fontsize=10)
    axes.legend(frameon=False, loc="lower left", handlelength=4)
    return Described(figure, f"Accuracy at 0 to {len(means) - 1} first blocks. {'; '.join(said)}.")


def shift_heat(shifts: Mapping[str, Mapping[str, Mapping]]) -> Described:
    """A row per shift and a column per part that learned; the best single block is framed.

    `shifts` is the "shifts" of `course.shifts.shipped_results`.
    """
    parts = list(next(iter(shifts.values())))
    blocks = [part for part in parts if part not in ("untouched", "everything")]
    figure = canvas(9.2, 0.72 * len(shifts) + 0.9)
    axes = figure.subplots()
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, labelsize=10)
    axes.xaxis.tick_top()
    axes.set(xlim=(0, len(parts)), ylim=(len(shifts), 0))
    axes.set_xticks([place + 0.5 for place in range(len(parts))], parts)
    axes.set_yticks([row + 0.5 for row in range(len(shifts))], list(shifts))
    said, frames = [], []
    for row, (name, results) in enumerate(shifts.items()):
        best = max(blocks, key=lambda block: results[block]["mean"])
        for place, part in enumerate(parts):
            mean, spread = results[part]["mean"], results[part]["spread"]
            # Light grey to a blue that is still light enough for dark letters.
            share = max(0.0, min(1.0, mean))
            ground = tuple(
                low + share * (high - low)
                for low, high in zip((0.97, 0.97, 0.97), (0.42, 0.67, 0.9), strict=True)
            )
            axes.add_patch(Rectangle((place + 0.02, row + 0.03), 0.96, 0.94, facecolor=ground))
            words = f"{mean:.3f}\n± {spread:.3f}" + ("\nbest block" if part == best else "")
            axes.text(
                place + 0.5, row + 0.5, words, ha="center", va="center", color=INK, fontsize=10
            )
        frames.append((parts.index(best), row))
        told = ", ".join(
            f"{part} {r['mean']:.3f} ± {r['spread']:.3f}" for part, r in results.items()
        )
        said.append(f"{name}: {told}; best single block: {best}")
    for place, row in frames:
        box = Rectangle((place + 0.02, row + 0.03), 0.96, 0.94, fill=False, edgecolor="#d95f02")
        box.set_linewidth(4)
        axes.add_patch(box)
    return Described(figure, f"Test accuracy by shift and learning part. {'. '.join(said)}.")


def flag_chart(panels: Mapping[str, Mapping[str, Sequence[bool]]]) -> Described:
    """Who learns when: a panel per schedule, a row per part, a box per epoch.

    `panels` maps a title to, for each part from input to output, whether its flags are on in each
    epoch. The part that runs last stands on top.
    """
    figure = canvas(4.6 * len(panels), 3.2)
    said = []
    for axes, (title, rows) in zip(
        figure.subplots(1, len(panels), squeeze=False)[0], panels.items(), strict=True
    ):
        _draw_flags(axes, rows)
        axes.set_title(title, fontsize=11)
        told = [
            f"{part} learns in {_epochs([e for e, awake in enumerate(flags) if awake])}"
            for part, flags in rows.items()
        ]
        said.append(f"{title}: {', '.join(told)}.")
    return Described(figure, " ".join(said))


def score_and_work(freezing: Mapping[str, Mapping]) -> Described:
    """Test accuracy against the operations of all backward passes, a dot per plan.

    `freezing` is that of `course.schedules.shipped_results`; bars show the spread over seeds.
    """
    figure = canvas(8.6, 3.8)
    axes = bare(figure.subplots())
    said = []
    for name, result in freezing.items():
        mean, spread, work = result["mean"], result["spread"], result["gflop"]
        axes.errorbar(work, mean, spread, marker="o", markersize=7, capsize=3, color="#0b5fa5")
        axes.text(work + 1.3, mean, f"{name}\n{mean:.3f}", va="center", fontsize=10, color=INK)
        said.append(f"{name}: {mean:.3f} ± {spread:.3f} at {work:.1f} GFLOP")
    axes.set_xlim(0, 1.25 * max(r["gflop"] for r in freezing.values()))
    axes.set_xlabel("GFLOP of all backward passes", fontsize=10)
    axes.set_ylabel("test accuracy", fontsize=10)
    return Described(figure, f"Accuracy and work of four plans. {'; '.join(said)}.")


def _draw_flags(axes: Axes, rows: Mapping[str, Sequence[bool]]) -> None:
    """The boxes of one schedule."""
    epochs = max(len(flags) for flags in rows.values())
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, labelsize=10)
    axes.set(xlim=(0, epochs), ylim=(0, len(rows)))
    axes.set_xticks([epoch + 0.5 for epoch in range(epochs)], range(epochs))
    axes.set_yticks([row + 0.5 for row in range(len(rows))], list(rows))
    axes.set_xlabel("epoch (hatched: frozen)", fontsize=10)
    for row, flags in enumerate(rows.values()):
        for epoch, awake in enumerate(flags):
            look = {"facecolor": LEARNS} if awake else {"facecolor": FROZEN, "hatch": "///"}
            place = (epoch + 0.03, row + 0.06)
            axes.add_patch(Rectangle(place, 0.94, 0.88, edgecolor=INK, linewidth=0.8, **look))
            if awake:
                axes.text(epoch + 0.5, row + 0.5, "learns", ha="center", va="center", fontsize=9)


def _epochs(places: Sequence[int]) -> str:
    """Epochs in words; those that follow one another as a range."""
    if not places:
        return "no epoch"
    if list(places) == list(range(places[0], places[-1] + 1)) and len(places) > 1:
        return f"epochs {places[0]} to {places[-1]}"
    return f"epoch {', '.join(map(str, places))}"
