"""The figures of lesson 8: six methods over labels, two tests at once, and a transfer that fails.

Colour carries no fact alone: every method has a mark and a dash of its own, and its name beside
its line.
"""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from course.described import INK, Described, bare, canvas

# Colour, mark and dash of each method.
LOOKS = {
    "scratch": ("#6b6b6b", "s", "--"),
    "random frozen": ("#8c6d1f", "v", ":"),
    "LP": ("#0b5fa5", "o", "-"),
    "FT": ("#b3261e", "X", "-"),
    "FT2": ("#7a3e9d", "D", "-."),
    "LP-FT": ("#1b7a4b", "^", "--"),
}
PANELS = {"id": "digits (ID)", "ood": "MNIST (OOD)"}
Results = Mapping[str, Mapping[str, Mapping]]


def over_labels(labels: Results, methods: Sequence[str]) -> Described:
    """Accuracy over labels per class in two panels, ID and OOD: a line per method, and its band.

    `labels` are those of `course.comparison.shipped_results()`; a band is mean ± spread.
    """
    figure = canvas(10.2, 4.6)
    panels = figure.subplots(1, 2, sharey=True)
    counts = list(labels)
    said = []
    for axes, (key, title) in zip(panels, PANELS.items(), strict=True):
        for method in methods:
            colour, mark, dash = LOOKS[method]
            results = [labels[count][method][key] for count in counts]
            means = [result["mean"] for result in results]
            low, high = ([r["mean"] + sign * r["spread"] for r in results] for sign in (-1, 1))
            places = range(len(counts))
            axes.fill_between(places, low, high, color=colour, alpha=0.13, linewidth=0)
            axes.plot(places, means, dash, color=colour, marker=mark, markersize=7)
            said.append(f"{title}, {method}: {_in_words(counts, results)}.")
        ends = {method: labels[counts[-1]][method][key]["mean"] for method in methods}
        _name_lines(axes, len(counts) - 1, ends)
        bare(axes).set_title(title, fontsize=11)
        axes.set(xlim=(-0.1, len(counts) + 0.1), ylim=(0, 1.02))
        axes.set_xticks(range(len(counts)), counts, fontsize=10)
        axes.spines["bottom"].set_bounds(0, len(counts) - 1)
        axes.set_xlabel("labels per class", fontsize=10)
    panels[0].set_ylabel("accuracy: line = mean, band = ± spread", fontsize=10)
    return Described(figure, " ".join(said))


def two_tests(methods: Mapping[str, Mapping], arrow: tuple[str, str]) -> Described:
    """ID against OOD accuracy: a small mark per seed, a large one per mean, an arrow between two.

    `methods` are the results of one number of labels in `shipped_results()["labels"]`; `arrow`
    names the method where it begins and the one where it ends.
    """
    figure = canvas(7.6, 5.4)
    axes = bare(figure.subplots())
    said = []
    for method, result in methods.items():
        colour, mark, _ = LOOKS[method]
        style = {"color": colour, "marker": mark, "linestyle": "none"}
        axes.plot(
            result["id"]["values"], result["ood"]["values"], markersize=5, alpha=0.45, **style
        )
        mean = result["id"]["mean"], result["ood"]["mean"]
        axes.plot(*mean, markersize=12, markeredgecolor=INK, label=method, **style)
        said.append(f"{method} ID {mean[0]:.3f}, OOD {mean[1]:.3f}")
    start, end = ((methods[m]["id"]["mean"], methods[m]["ood"]["mean"]) for m in arrow)
    look = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.8, "shrinkA": 9, "shrinkB": 9}
    axes.annotate("", end, start, arrowprops=look)
    axes.set_xlabel("accuracy on digits (ID)", fontsize=10)
    axes.set_ylabel("accuracy on MNIST (OOD)", fontsize=10)
    axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False, fontsize=10,
                title=f"large: mean\nsmall: one seed\narrow: {arrow[0]} to {arrow[1]}")  # fmt: skip
    return Described(
        figure,
        f"Means over seeds: {'; '.join(said)}. An arrow leads from {arrow[0]} to {arrow[1]}.",
    )


def slopes(
    works: Mapping[str, Mapping], fails: Mapping[str, Mapping], titles: tuple[str, str]
) -> Described:
    """Mean accuracy of each method in two transfers, joined by a line that rises or falls.

    `works` and `fails` map the same methods to a result with "mean" and "spread".
    """
    figure = canvas(8.4, 5.0)
    axes = bare(figure.subplots())
    for method, result in works.items():
        colour, mark, dash = LOOKS[method]
        means = [result["mean"], fails[method]["mean"]]
        axes.plot([0, 1], means, dash, color=colour, marker=mark, markersize=8, linewidth=2)
    for side, results in enumerate((works, fails)):
        _name_side(axes, side, {m: results[m]["mean"] for m in works})
    axes.set(xlim=(-0.75, 1.75), ylabel="accuracy")
    axes.set_xticks([0, 1], titles, fontsize=11)
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(axis="x", length=0)
    said = [
        f"{m} {works[m]['mean']:.3f} ± {works[m]['spread']:.3f} and "
        f"{fails[m]['mean']:.3f} ± {fails[m]['spread']:.3f}"
        for m in works
    ]
    return Described(
        figure, f"{titles[0]}, then {titles[1]}: {'; '.join(said)}.".replace("\n", " ")
    )


def _in_words(counts: Sequence[str], results: Sequence[Mapping]) -> str:
    """A line in words."""
    return ", ".join(
        f"{r['mean']:.3f} ± {r['spread']:.3f} with {count}"
        for count, r in zip(counts, results, strict=True)
    )


def _name_lines(axes: Axes, place: float, ends: Mapping[str, float]) -> None:
    """The names of the lines beside their ends."""
    for method, y in _apart(ends, 0.062).items():
        axes.plot([place + 0.06, place + 0.2], [ends[method], y], color=LOOKS[method][0], lw=0.8)
        axes.text(place + 0.23, y, method, va="center", fontsize=10, color=LOOKS[method][0])


def _name_side(axes: Axes, side: int, ends: Mapping[str, float]) -> None:
    """Names and means beside the ends of the slopes, left of 0 and right of 1."""
    low, high = axes.get_ylim()
    outward, align = (-1, "right") if side == 0 else (1, "left")
    for method, y in _apart(ends, 0.052 * (high - low)).items():
        line = [side + outward * 0.04, side + outward * 0.13]
        axes.plot(line, [ends[method], y], color=LOOKS[method][0], linewidth=0.8)
        words = f"{method} {ends[method]:.3f}"
        axes.text(side + outward * 0.15, y, words, ha=align, va="center", fontsize=10,
                  color=LOOKS[method][0])  # fmt: skip


def _apart(ends: Mapping[str, float], gap: float) -> dict[str, float]:
    """Heights near `ends` in the same order, no two nearer than `gap`."""
    places: dict[str, float] = {}
    for method in sorted(ends, key=ends.get):
        lowest = max(places.values()) + gap if places else ends[method]
        places[method] = max(ends[method], lowest)
    # What was pushed up is drawn back by half of the longest push.
    push = max(places[m] - ends[m] for m in ends)
    return {method: y - push / 2 for method, y in places.items()}
