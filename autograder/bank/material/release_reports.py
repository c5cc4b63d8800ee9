"""Reports on fraud models, drawn so that they meet three conditions or fail a given one."""

import random
from typing import NamedTuple

from course.fraud_scores import wilson


class Report(NamedTuple):
    """What a report says: frauds found of how many, and four shares."""

    found: int
    of: int
    precision: float
    accuracy: float
    old_before: float
    old_after: float


def drawn_report(
    rng: random.Random, fault: str, least: float, precise: float, loss: float
) -> Report:
    """A report with one fault, or with none."""
    of = rng.choice((11, 14, 20, 25)) if fault == "range" else rng.randint(150, 480)
    share = least + (0.12 if fault == "range" else rng.uniform(0.12, 0.3))
    before = round(rng.uniform(0.93, 0.98), 3)
    lost = rng.uniform(0.04, 0.2) if fault == "old" else rng.uniform(0, loss - 0.004)
    precision = rng.uniform(0.2, precise - 0.05) if fault == "precision" else precise + 0.05
    if fault != "precision":
        precision += rng.uniform(0, 0.95 - precision)
    accuracy = round(rng.uniform(0.978, 0.993), 3)
    return Report(
        round(of * share), of, round(precision, 2), accuracy, before, round(before - lost, 3)
    )


def failed(report: Report, least: float, precise: float, loss: float) -> list[str]:
    """The conditions that a report does not meet."""
    met = {
        "range": wilson(report.found, report.of)[0] >= least,
        "precision": report.precision >= precise,
        "old": report.old_before - report.old_after <= loss,
    }
    return [name for name, holds in met.items() if not holds]
