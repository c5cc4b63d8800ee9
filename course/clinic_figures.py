"""The figures of lesson 2: what each snippet did to the network, and curves that hide it.

Colour never carries a fact alone: every snippet says what it does, every curve has its own dash.
"""

from collections.abc import Mapping, Sequence

from matplotlib.patches import FancyBboxPatch

from course.described import INK, Described, bare, canvas

# Outcome: fill, then the same idea in a sign of its own.
OUTCOMES = {
    "raises": ("#fde0b8", "!"),
    "nothing": ("#f6c9cf", "○"),
    "partly": ("#f7f0b0", "◐"),
    "freezes": ("#bfe3d0", "●"),
    "unfreezes": ("#cfdff5", "↺"),
}
COLOURS = ["#0b5fa5", "#b34700", "#00735c", "#a3357a", "#5b5b5b", "#7a5c00", "#4b3fa0", "#000000"]
DASHES = ["-", (0, (6, 2)), (0, (2, 1)), (0, (6, 2, 1, 2)), (0, (9, 3)), (0, (1, 1.5)), (0, (4, 4))]


def loss_curves(curves: Mapping[str, Sequence[float]]) -> Described:
    """Training losses over the steps, one curve per name, all in one picture.

    The words give first and last value of each curve, and how far apart the last values are.
    """
    figure = canvas(8.4, 3.8)
    axes = bare(figure.subplots())
    for place, (name, losses) in enumerate(curves.items()):
        colour, dash = COLOURS[place % len(COLOURS)], DASHES[place % len(DASHES)]
        # From wide to narrow: curves that coincide show as stripes instead of hiding each other.
        width = 1.4 + 4.6 * (1 - (place + 1) / len(curves))
        xs = range(1, len(losses) + 1)
        axes.plot(xs, losses, color=colour, linestyle=dash, linewidth=width, label=name)
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.set_xlabel("training step", fontsize=10)
    axes.set_ylabel("training loss", fontsize=10)
    axes.set_ylim(bottom=0)
    axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False, handlelength=4)
    steps = max(len(losses) for losses in curves.values())
    ends = [losses[-1] for losses in curves.values()]
    falls = sum(losses[-1] < losses[0] for losses in curves.values())
    said = [f"{name} from {losses[0]:.2f} to {losses[-1]:.2f}" for name, losses in curves.items()]
    return Described(
        figure,
        f"Training loss over {steps} steps; it falls in {falls} of {len(curves)} curves: "
        f"{', '.join(said)}. The last values lie {max(ends) - min(ends):.2f} apart.",
    )


def outcome_grid(rows: Sequence[tuple[str, str, str]]) -> Described:
    """A box per snippet with what it does, ordered by group.

    A row is (snippet, outcome, group); the outcome is a key of `OUTCOMES`, else KeyError.
    """
    groups: dict[str, list[tuple[str, str]]] = {}
    for snippet, outcome, group in rows:
        groups.setdefault(group, []).append((snippet, outcome))
    longest = max((len(snippet) for snippet, _, _ in rows), default=1)
    width = max(1.25, 0.085 * longest + 0.3)
    columns = max(1, min(6, int(9 / width), max((len(g) for g in groups.values()), default=1)))
    figure = canvas(columns * width + 0.2, _height(groups, columns))
    # Edge to edge: one unit of these axes is one inch of paper.
    figure.set_layout_engine("none")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(-0.1, columns * width + 0.1)
    axes.set_ylim(_height(groups, columns), 0)
    y = 0.1
    for group, snippets in groups.items():
        axes.text(0.03, y + 0.12, group, fontsize=11, fontweight="bold", color=INK, va="center")
        y += 0.32
        for place, (snippet, outcome) in enumerate(snippets):
            left, top = place % columns * width, y + place // columns * 0.72
            fill, sign = OUTCOMES[outcome]
            axes.add_patch(
                FancyBboxPatch(
                    (left + 0.05, top),
                    width - 0.1,
                    0.6,
                    boxstyle="round,pad=0,rounding_size=0.08",
                    facecolor=fill,
                    edgecolor=INK,
                )
            )
            middle = left + width / 2
            font = {"ha": "center", "va": "center", "color": INK}
            axes.text(middle, top + 0.2, snippet, family="monospace", fontsize=9.5, **font)
            axes.text(middle, top + 0.43, f"{sign} {outcome}", fontsize=10, **font)
        y += -(-len(snippets) // columns) * 0.72 + 0.08
    counted = [f"{o} {n}" for o in OUTCOMES if (n := sum(row[1] == o for row in rows))]
    said = [f"{g}: " + "; ".join(f"{s} → {o}" for s, o in inside) for g, inside in groups.items()]
    return Described(figure, f"{len(rows)} snippets: {', '.join(counted)}. {'. '.join(said)}.")


def _height(groups: Mapping[str, Sequence], columns: int) -> float:
    """Inches that the headings and rows of `groups` take."""
    return 0.2 + sum(0.4 + -(-len(inside) // columns) * 0.72 for inside in groups.values())
