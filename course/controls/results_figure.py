"""The figure of the results board: the difference of two ways in each seed."""

from course.controls.results_facts import PairFacts
from course.described import INK, Described, bare, canvas


def differences(facts: PairFacts) -> Described:
    """A dot for the difference of each seed, a line for their mean, and zero."""
    points = [100 * (a - b) for a, b in facts.values]
    figure = canvas(7.2, 1.9)
    axes = bare(figure.subplots())
    # One above the other, or equal differences would hide each other.
    heights = range(len(points))
    axes.axvline(0, color=INK, linewidth=1)
    axes.axvline(100 * facts.gap, color="#b34700", linestyle=(0, (6, 2)), linewidth=2)
    axes.plot(points, heights, "o", color="#0b5fa5", markersize=6)
    reach = 1.15 * max(1.0, *map(abs, points))
    axes.set(xlim=(-reach, reach), yticks=[], ylim=(-0.8, len(points) - 0.2))
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(
        f"points, {facts.one} less {facts.other}: dot = one seed, dashes = mean", fontsize=10
    )
    told = ", ".join(f"{point:+.1f}" for point in points)
    return Described(figure, f"{facts.one} less {facts.other}, in points, seed by seed: {told}.")
