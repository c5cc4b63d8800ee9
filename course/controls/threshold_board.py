"""The threshold board: move a threshold, and see what it finds, misses, alarms and costs."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from course.controls.board import Board
from course.controls.choice import choice
from course.controls.panel import Panel, Table
from course.controls.threshold_facts import (
    ThresholdFacts,
    facts_of,
    recalls_at_least,
    refuse_rows,
    refuse_world,
)
from course.controls.threshold_slider import field_and_slider
from course.controls.threshold_words import counts, percent, said, side_by_side, worth
from course.metric_figures import Curve, ranking_curves

PREVALENCES = (0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)


def threshold_board(
    scores: Any,
    labels: Any,
    *,
    threshold: float = 0.0,
    prevalence: float | None = None,
    cost_miss: float = 1.0,
    cost_alarm: float = 1.0,
) -> "ThresholdBoard":
    """A slider for the threshold, a list of prevalences, and what follows for these rows.

    `scores` are numbers and `labels` 0 or 1, both (n,): arrays, tensors or lists. What scores at
    least `threshold`, where the slider begins, is called positive. `prevalence` is the share of
    positives where the model will work; None takes that of the rows. The costs are those of one
    missed positive and of one false alarm. Raises ValueError for rows that cannot be judged.
    """
    rows = np.asarray(scores, dtype=float), np.asarray(labels)
    refuse_rows(*rows)
    share = float(rows[1].mean()) if prevalence is None else prevalence
    refuse_world(threshold, share, cost_miss, cost_alarm)
    costs = {"cost_miss": cost_miss, "cost_alarm": cost_alarm}
    return ThresholdBoard(*rows, threshold, share, costs)


class ThresholdBoard(Board):
    """The state is a threshold and a prevalence."""

    name = "threshold board"

    def __init__(
        self,
        scores: np.ndarray,
        labels: np.ndarray,
        threshold: float,
        prevalence: float,
        costs: Mapping[str, float],
    ) -> None:
        self._rows, self._costs = (scores, labels), costs
        self._start = self._at(threshold, prevalence)
        self.threshold, self.prevalence = threshold, prevalence

    @property
    def facts(self) -> ThresholdFacts:
        """The facts of the present state."""
        return self._at(self.threshold, self.prevalence)

    def panel(self) -> Panel:
        facts = self.facts
        return Panel(said(facts), (counts(facts), worth(facts)), self._curve())

    def telling(self) -> Table:
        high = recalls_at_least(*self._rows, 0.9)
        nothing = float(np.nextafter(self._rows[0].max(), np.inf))
        other = 0.5 if self._start.prevalence < 0.2 else 0.02
        states = {
            "at first": self._start,
            "9 of 10 found": self._at(high, self._start.prevalence),
            f"at {percent(other)} positives": self._at(self._start.threshold, other),
            "no alarm at all": self._at(nothing, self._start.prevalence),
        }
        return side_by_side(states)

    def controls(self) -> Mapping[str, Any]:
        field, slider = field_and_slider(self._rows[0], self.threshold)
        shares = sorted({*PREVALENCES, self.prevalence})
        words = {percent(share): share for share in shares}
        chosen = choice("prevalence", words, self.prevalence)
        for control, name in ((field, "threshold"), (chosen, "prevalence")):
            control.observe(lambda change, name=name: self._move(name, change.new), "value")
        return {"threshold": field, "slider": slider, "prevalence": chosen}

    def _move(self, name: str, value: float) -> None:
        """Follows a control."""
        setattr(self, name, value)
        self.refresh()

    def _at(self, threshold: float, prevalence: float) -> ThresholdFacts:
        """The facts of one state."""
        return facts_of(*self._rows, threshold, prevalence=prevalence, **self._costs)

    def _curve(self) -> Any:
        """Precision against recall at the present prevalence, with the first and this threshold."""
        scores, labels = self._rows
        share = float(labels.mean())
        up, down = self.prevalence / share, (1 - self.prevalence) / (1 - share)
        weight = np.where(labels == 1, up, down)
        marks = {"at first": self._start.threshold, "now": self.threshold}
        return ranking_curves({"every threshold": Curve(labels, scores, weight, marks)})
