"""Which methods of a table no other one beats, in numbers that learn and in accuracy."""

import random

from autograder.bank.material.shipped_rows import drawn_seeds, mean_over, table
from autograder.bank.material.stems import listed
from autograder.bank.question import EASY, Choice, Draft, Template
from course.little import shipped_results

Row = tuple[str, int, float]
SHORT = {"everything, random start": "random start", "BatchNorm + head": "norms and head",
         "biases + head": "biases and head"}  # fmt: skip
HINT = "For each way: does another one have at most as many numbers and at least its accuracy?"


def make(rng: random.Random) -> Draft:
    """Four to six methods of one task over some of its seeds, in any order."""
    shipped = shipped_results()
    task = rng.choice(["digits", "turned digits"])
    ways = shipped["from pretrained"][task]
    picked = rng.sample(list(ways), rng.randint(4, 6))
    seeds = drawn_seeds(rng, 8, least=3)
    rows = [
        (SHORT.get(name, name), ways[name]["numbers"], mean_over(ways[name]["accuracies"], seeds))
        for name in picked
    ]
    right = [row for row in rows if not _rivals(row, rows)]
    wrong = [
        Choice(listed(names), _told(names, rows), belief=belief)
        for belief, names in _misread(rng, rows, right).items()
    ]
    shown = [[name, f"{numbers}", f"{accuracy:.3f}"] for name, numbers, accuracy in rows]
    return Draft(
        f"A pretrained MLP was adapted to {task}, in several ways. The table holds how many "
        f"numbers learn, and the mean accuracy of {len(seeds)} runs:\n\n"
        f"{table(['way', 'numbers that learn', 'accuracy'], shown)}\n\n"
        "A way is beaten if another one has at most as many numbers and at least its accuracy, "
        "and is better in one of the two. Which ways are **not** beaten?",
        Choice(listed(row[0] for row in right), _told([row[0] for row in right], rows)),
        wrong,
        HINT,
    )


def _rivals(row: Row, rows: list[Row]) -> list[Row]:
    """The rows that beat this one."""
    _, many, good = row
    return [r for r in rows if r[1] <= many and r[2] >= good and (r[1], r[2]) != (many, good)]


def _misread(rng: random.Random, rows: list[Row], right: list[Row]) -> dict[str, list[str]]:
    """Other readings of the table, by what leads to them; the names in the order of the rows."""
    by_score = sorted(rows, key=lambda row: -row[2])
    by_size = sorted(rows, key=lambda row: row[1])
    beaten = [row for row in rows if row not in right]
    lost = rng.choice(right)
    found = {
        "only the accuracy is read": by_score[: len(right)],
        "only the best accuracy counts": by_score[:1],
        "only the numbers are read": by_size[: len(right)],
        "only the extremes are kept": [by_score[0], by_size[0]],
        "numbers per point are compared": sorted(rows, key=lambda r: r[1] / r[2])[: len(right) + 1],
        "a way in the middle is overlooked": [row for row in right if row is not lost],
        "every way is thought to have its use": rows,
        "beaten and unbeaten are exchanged": beaten,
    }
    if beaten:
        found["a beaten way is kept for its accuracy"] = [*right, max(beaten, key=lambda r: r[2])]
        found["a beaten way is kept for its size"] = [*right, min(beaten, key=lambda r: r[1])]
    return {
        belief: [row[0] for row in rows if row in picked]
        for belief, picked in found.items()
        if picked
    }


def _told(names: list[str], rows: list[Row]) -> str:
    """Whether these are the unbeaten ones, and otherwise a way that does not fit."""
    for row in rows:
        rivals = _rivals(row, rows)
        if row[0] in names and rivals:
            return f"A way in this list is beaten: `{rivals[0][0]}` beats `{row[0]}`."
        if row[0] not in names and not rivals:
            return f"No way in the table beats `{row[0]}`, which is missing here."
    return "Each way that is left out is beaten by another one, and none of these is."


TEMPLATE = Template("unbeaten_methods", EASY, ("10",), ("10.5",), make)
