"""The facts of the threshold board in words: counts, rates and costs."""

import math
from collections.abc import Mapping

from course.controls.panel import Table
from course.controls.threshold_facts import ThresholdFacts

ROWS = (
    "recall",
    "precision",
    "accuracy",
    "accuracy of the lazy answer",
    "cost per row",
    "cost of always no",
    "cost of always yes",
)


def said(facts: ThresholdFacts) -> str:
    """The state in one breath."""
    recall, precision, accuracy, lazy, cost, *_ = _words(facts)
    return (
        f"Threshold {facts.threshold:.3f}, {percent(facts.prevalence)} positives: recall "
        f"{recall}, precision {precision}, accuracy {accuracy} where the lazy answer has {lazy}. "
        f"A row costs {cost}."
    )


def counts(facts: ThresholdFacts) -> Table:
    """The confusion matrix, positives first, each cell with its name."""
    rows = (
        ("is positive", f"hits {facts.hits}", f"missed {facts.missed}"),
        ("is negative", f"false alarms {facts.false_alarms}", f"quiet {facts.quiet}"),
    )
    return Table("Of 10 000 rows", ("", "called positive", "called negative"), rows)


def worth(facts: ThresholdFacts) -> Table:
    """Rates and costs of one state."""
    rows = tuple(zip(ROWS, _words(facts), strict=True))
    return Table("What it is worth", ("", "now"), rows)


def side_by_side(states: Mapping[str, ThresholdFacts]) -> Table:
    """Rates and costs of several states."""
    columns = [
        (f"{facts.threshold:.3f}", percent(facts.prevalence), *_words(facts))
        for facts in states.values()
    ]
    rows = tuple(zip(("threshold", "prevalence", *ROWS), *columns, strict=True))
    return Table("Some thresholds", ("", *states), rows)


def percent(share: float) -> str:
    """A share in words."""
    return f"{100 * share:.3g} %"


def _words(facts: ThresholdFacts) -> tuple[str, ...]:
    """The words for ROWS."""
    return (
        f"{facts.recall:.3f}",
        "none, no alarm" if math.isnan(facts.precision) else f"{facts.precision:.3f}",
        f"{facts.accuracy:.3f}",
        f"{facts.lazy:.3f} ({facts.lazy_answer})",
        f"{facts.cost:.3f}",
        f"{facts.cost_always_no:.3f}",
        f"{facts.cost_always_yes:.3f}",
    )
