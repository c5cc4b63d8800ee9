"""The figures of lesson 6: what each more frozen block saves, and what one step is made of.

Colour carries no fact alone: lines have marks and words of their own, shares are hatched.
"""

from collections.abc import Mapping, Sequence

from course.cost import StepParts
from course.described import INK, Described, bare, canvas
from course.tower import PlanCost

FROM_BELOW = {"color": "#0b5fa5", "marker": "o", "linestyle": "-"}
FROM_ABOVE = {"color": "#b34700", "marker": "s", "linestyle": (0, (6, 2))}
SHARES = {
    "forward": {"color": "#d9d9d9", "hatch": ""},
    "input_gradients": {"color": "#f2c38f", "hatch": "///"},
    "weight_gradients": {"color": "#a9cbe8", "hatch": "..."},
}


def cost_staircase(below: Sequence[PlanCost], above: Sequence[PlanCost]) -> Described:
    """Backward operations and saved bytes against the number of frozen blocks.

    Entry k of `below` is the cost with the first k blocks frozen, entry k of `above` with the last
    k; both have the same length.
    """
    figure = canvas(9.4, 3.8)
    panels = figure.subplots(1, 2)
    quantities = [
        ("backward, MFLOP", [[c.backward / 1e6 for c in costs] for costs in (below, above)]),
        ("saved for backward, KB", [[c.saved / 1024 for c in costs] for costs in (below, above)]),
    ]
    said = []
    for axes, (title, (from_below, from_above)) in zip(panels, quantities, strict=True):
        _draw_lines(bare(axes), title, from_below, from_above)
        said.append(
            f"{title}: the first 0 to {len(below) - 1} blocks frozen {_told(from_below)}; "
            f"the last 0 to {len(above) - 1} frozen {_told(from_above)}."
        )
    return Described(figure, " ".join(said))


def step_bars(parts: Mapping[str, StepParts]) -> Described:
    """One bar per plan: forward, input gradients and weight gradients of one step, end to end."""
    figure = canvas(9.4, 0.62 * len(parts) + 1.3)
    axes = bare(figure.subplots())
    for place, step in enumerate(parts.values()):
        left = 0.0
        for share, look in SHARES.items():
            width = getattr(step, share) / 1e6
            label = share.replace("_", " ") if place == 0 else None
            axes.barh(place, width, 0.62, left, edgecolor=INK, label=label, **look)
            if width > 60:
                ground = {"facecolor": "white", "edgecolor": "none", "pad": 1.2}
                font = {"ha": "center", "va": "center", "color": INK, "fontsize": 10}
                axes.text(left + width / 2, place, f"{width:.0f}", bbox=ground, **font)
            left += width
        axes.text(left + 15, place, f"= {left:.0f}", va="center", color=INK, fontsize=10)
    axes.set_yticks(range(len(parts)), [f"frozen: {plan}" for plan in parts], fontsize=10)
    axes.set_ylim(len(parts) - 0.5, -0.5)
    axes.set_xlim(0, 1.1 * max(sum(step) for step in parts.values()) / 1e6)
    axes.set_xlabel("MFLOP of one step", fontsize=10)
    axes.legend(ncols=3, loc="lower center", bbox_to_anchor=(0.5, 1.0), frameon=False)
    said = [
        f"{plan} frozen: forward {step.forward / 1e6:.0f}, input gradients "
        f"{step.input_gradients / 1e6:.0f}, weight gradients {step.weight_gradients / 1e6:.0f}"
        for plan, step in parts.items()
    ]
    return Described(figure, f"MFLOP of one step. {'; '.join(said)}.")


def _draw_lines(axes, title: str, below: Sequence[float], above: Sequence[float]) -> None:
    """One panel: a line for blocks frozen from below, another for those frozen from above."""
    counts = range(len(below))
    axes.plot(counts, above, label="last blocks frozen", **FROM_ABOVE)
    axes.plot(counts, below, label="first blocks frozen", **FROM_BELOW)
    font = {"ha": "left", "va": "center", "fontsize": 10}
    axes.text(counts[-1] + 0.15, above[-1], f"{above[-1]:.0f}", color=FROM_ABOVE["color"], **font)
    axes.text(counts[-1] + 0.15, below[-1], f"{below[-1]:.0f}", color=FROM_BELOW["color"], **font)
    axes.set_title(title)
    axes.set_xlabel("frozen blocks", fontsize=10)
    axes.set_xlim(-0.2, counts[-1] + 0.8)
    axes.set_ylim(0, 1.12 * max(*below, *above))
    axes.legend(loc="lower left", frameon=False, handlelength=3.5)


def _told(values: Sequence[float]) -> str:
    """Values in words, rounded."""
    return ", ".join(f"{value:.0f}" for value in values)
