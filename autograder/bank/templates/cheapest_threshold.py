"""Counts on a validation set with too many frauds: which threshold costs least at 2 % fraud."""

import random

from autograder.bank.material.fraud_words import table
from autograder.bank.question import MEDIUM, Choice, Draft, Template

PREVALENCE = 0.02
HINT = "Turn each count into a share of its own class, and only then weigh the two shares."


def make(rng: random.Random) -> Draft:
    """Five thresholds with what they miss and alarm, and two costs."""
    frauds, honest = rng.choice((50, 100, 200)), rng.choice((50, 100, 200))
    miss, alarm = rng.choice((20, 30, 50, 80, 100, 150, 200)), rng.choice((1, 2, 3, 4, 5))
    steps = [rng.choice((6, 8, 10, 12)) for _ in range(5)]
    start = rng.randint(-30, -10)
    cuts = [(start + sum(steps[:at])) / 10 for at in range(1, 6)]
    missed = sorted(rng.sample(range(0, 19), 5))
    alarmed = sorted(rng.sample(range(0, 16), 5), reverse=True)
    rows = [
        (cut, lost * frauds // 20, noise * honest // 25)
        for cut, lost, noise in zip(cuts, missed, alarmed, strict=True)
    ]

    def cost(row: tuple) -> float:
        lost, noise = row[1] / frauds, row[2] / honest
        return PREVALENCE * lost * miss + (1 - PREVALENCE) * noise * alarm

    order = sorted(rows, key=cost)
    best = order[0]
    # On paper, the second best has to be visibly dearer.
    clear = cost(order[1]) > 1.08 * cost(best)
    # The set's own share of fraud has to lead elsewhere, or nothing would be asked.
    clear = clear and best != min(rows, key=lambda row: row[1] * miss + row[2] * alarm)
    beliefs = _beliefs(rows, frauds, honest, miss, alarm)
    wrong = [
        Choice(_text(row), f"At {_text(row)} a picture costs {cost(row):.3f}.", *beliefs[row])
        for row in rows
        if row != best
    ]
    cells = [[_text(row), f"{row[1]}", f"{row[2]}"] for row in rows]
    head = ["threshold", f"missed, of {frauds} frauds", f"alarms, of {honest} honest ones"]
    stem = (
        f"A validation set holds {frauds} frauds and {honest} honest pictures. In service, 2 % "
        f"are fraud; a missed fraud costs {miss}, a false alarm {alarm}.\n\n"
        f"{table(head, cells)}\n\nWhich threshold costs least in service?"
    )
    says = f"At {_text(best)} a picture costs {cost(best):.3f}, the next best {cost(order[1]):.3f}."
    return Draft(stem, Choice(_text(best), says), wrong if clear else [], HINT)


def _text(row: tuple) -> str:
    """A threshold as an option."""
    return f"{row[0]:.1f}"


def _beliefs(rows: list, frauds: int, honest: int, miss: int, alarm: int) -> dict:
    """What leads to each threshold: the wrong ways of choosing that end there."""
    chosen = {row: ("", "a guess between the ends") for row in rows}
    ways = (
        (lambda r: r[1], ("", "misses alone are counted")),
        (lambda r: r[2], ("", "alarms alone are counted")),
        (lambda r: r[1] / frauds + r[2] / honest, ("", "the two costs are ignored")),
        (lambda r: 0.02 * r[1] / frauds + 0.98 * r[2] / honest, ("H15", "")),
        (lambda r: r[1] * miss + r[2] * alarm, ("H10", "")),
    )
    for key, why in ways:
        chosen[min(rows, key=key)] = why
    return chosen


TEMPLATE = Template("cheapest_threshold", MEDIUM, ("12",), ("12.4",), make)
