"""The figures of lesson 12: how well six models rank, and the board of a finished desk.

Colour never carries a fact alone: models differ in their dashes and markers as well.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from sklearn.metrics import precision_recall_curve

from course.described import INK, Described, bare, canvas
from course.fraud_scores import outcome, ranking
from course.fraud_task import PREVALENCE

LOOKS = (
    {"color": "#6b6b6b", "linestyle": ":", "marker": "s"},
    {"color": "#b34700", "linestyle": "--", "marker": "^"},
    {"color": "#0b5fa5", "linestyle": "-", "marker": "o"},
)
HATCHES = ("...", "///", "")


class View(NamedTuple):
    """One model on the board: its scores as in `shipped_scores`, and what it means elsewhere.

    `threshold` is where it is operated, `old` the accuracy of the old task beside it, and
    `backward` the operations of one backward pass for 64 pictures.
    """

    scored: Mapping[str, np.ndarray]
    threshold: float
    old: float
    backward: int


def ranking_panels(cases: Mapping[str, Mapping[str, Mapping]]) -> Described:
    """A panel per case, a row per model: average precision, a dot for a seed, a line for the mean.

    `cases` is `course.fraud.shipped_results()["cases"]`.
    """
    figure = canvas(9.6, 3.9)
    said = []
    panels = figure.subplots(1, len(cases), sharex=True, sharey=True)
    for axes, (case, models) in zip(panels, cases.items(), strict=True):
        for row, (name, result) in enumerate(models.items()):
            ranked = result["average precision"]
            axes.plot(ranked["values"], [row] * len(ranked["values"]), "o", markersize=5,
                      markerfacecolor="white", markeredgecolor="#0b5fa5")  # fmt: skip
            axes.plot([ranked["mean"]] * 2, [row - 0.32, row + 0.32], color=INK, linewidth=2.5)
            axes.text(1.02, row, f"{ranked['mean']:.2f}", va="center", fontsize=10, color=INK)
            said.append(f"{case}, {name}: {ranked['mean']:.2f} ± {ranked['spread']:.2f}.")
        bare(axes).set_title(f"case {case}", fontsize=11)
        axes.set(xlim=(0, 1.12), xticks=[0, 0.2, 0.4, 0.6, 0.8, 1.0])
        axes.spines["bottom"].set_bounds(0, 1)
        axes.set_xlabel("average precision", fontsize=10)
    panels[0].set_yticks(range(len(models)), list(models), fontsize=10)
    panels[0].invert_yaxis()
    return Described(figure, f"Average precision over seeds. {' '.join(said)}")


def desk_board(views: Mapping[str, View], *, cost_miss: float, cost_alarm: float) -> Described:
    """Four panels for up to three models: precision and recall, cost, old task, backward pass.

    The costs are those of one missed fraud and of one false alarm.
    """
    figure = canvas(10.4, 7.6)
    (curves, costs), (old, backward) = figure.subplots(2, 2)
    looks = dict(zip(views, LOOKS, strict=False))
    said = [_curve(curves, name, view, looks[name]) for name, view in views.items()]
    said += [
        _costs(costs, name, view, looks[name], cost_miss, cost_alarm)
        for name, view in views.items()
    ]
    bare(curves).set(xlim=(0, 1.03), ylim=(0, 1.05))
    curves.set_xlabel("recall", fontsize=10)
    curves.set_ylabel("precision", fontsize=10)
    curves.set_title("Ranking, and where each is operated", fontsize=11)
    curves.axhline(PREVALENCE, color=INK, linewidth=0.8)
    bare(costs).set_title(f"Cost: a miss {cost_miss:g}, a false alarm {cost_alarm:g}", fontsize=11)
    costs.set_xlabel("share of legitimate pictures called fraud", fontsize=10)
    costs.set_ylabel("cost per picture", fontsize=10)
    costs.set(xlim=(0, 0.1), ylim=(0, 1.6 * PREVALENCE * cost_miss))
    said.append(_bars(old, {n: v.old for n, v in views.items()}, "{:.3f}", "Accuracy, old task"))
    work = {name: view.backward / 1e6 for name, view in views.items()}
    said.append(_bars(backward, work, "{:.1f}", "Backward pass in MFLOP"))
    handles, labels = curves.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=3, frameon=False, fontsize=10)
    return Described(figure, " ".join(said))


def _curve(axes: Axes, name: str, view: View, look: Mapping) -> str:
    """One precision-recall curve and its point of operation."""
    y, score, weight = (view.scored[key] for key in ("y", "score", "weight"))
    precision, recall, _ = precision_recall_curve(y, score, sample_weight=weight)
    line = {key: look[key] for key in ("color", "linestyle")}
    axes.step(recall, precision, where="post", linewidth=2, **line)
    worth = outcome(y, score, weight, view.threshold)
    axes.plot(worth.recall, worth.precision, markersize=10, markeredgecolor=INK, label=name, **look)
    ranked = ranking(y, score, weight)
    return (
        f"{name}: average precision {ranked:.2f}, operated at recall {worth.recall:.2f} and "
        f"precision {worth.precision:.2f}."
    )


def _costs(
    axes: Axes, name: str, view: View, look: Mapping, cost_miss: float, cost_alarm: float
) -> str:
    """Cost against the share of false alarms, for every threshold, and the point of operation."""
    y, score = view.scored["y"], view.scored["score"]

    def at(thresholds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        called = score >= thresholds[:, None]
        alarmed, missed = called[:, y == 0].mean(axis=1), 1 - called[:, y == 1].mean(axis=1)
        misses, alarms = PREVALENCE * missed * cost_miss, (1 - PREVALENCE) * alarmed * cost_alarm
        return alarmed, misses + alarms

    line = {key: look[key] for key in ("color", "linestyle")}
    axes.plot(*at(np.append(np.unique(score)[::-1], -np.inf)), linewidth=2, **line)
    alarmed, cost = at(np.array([view.threshold]))
    axes.plot(alarmed, cost, markersize=10, markeredgecolor=INK, clip_on=False, **look)
    return f"{name}: costs {cost[0]:.2f} per picture."


def _bars(axes: Axes, values: Mapping[str, float], form: str, title: str) -> str:
    """A bar per model, with its number."""
    for place, value in enumerate(values.values()):
        look = LOOKS[place]
        axes.barh(place, value, color="white", edgecolor=look["color"], hatch=HATCHES[place],
                  linewidth=1.5, height=0.6)  # fmt: skip
        axes.text(value + 0.02 * max(values.values()), place, form.format(value), va="center",
                  fontsize=10, color=INK)  # fmt: skip
    bare(axes).set_title(title, fontsize=11)
    axes.set_yticks(range(len(values)), list(values), fontsize=10)
    axes.set_xlim(0, 1.18 * max(values.values()))
    axes.invert_yaxis()
    told = ", ".join(f"{name} {form.format(value)}" for name, value in values.items())
    return f"{title}: {told}."
