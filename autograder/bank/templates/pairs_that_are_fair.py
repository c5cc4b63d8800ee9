"""Four runs in a table: which two differ in the freeze only?"""

import random
from itertools import combinations

from autograder.bank.question import MEDIUM, Choice, Draft, Template

# Equally long, so that a length tells nothing.
NAMES = ("alder", "birch", "maple", "hazel", "cedar", "larch", "aspen", "beech", "holly", "rowan")
SETTINGS = {
    "start": ("body A", "body B", "random"),
    "lr_head": ("0.03", "0.01", "0.003", "0.001"),
    "steps": ("60", "100", "150", "300"),
    "labels": ("1", "3", "10"),
    "seed": ("0", "1", "2", "3"),
    "measured in": ("eval", "train"),
}
FROZEN = ("nothing", "block 1", "blocks 1-2", "blocks 1-3", "whole body")
RATES = ("0.001", "0.0003", "0.0001")
COLUMNS = ("run", "frozen", "lr_body", *SETTINGS)


def make(rng: random.Random) -> Draft:
    """Drawn until exactly one of the six pairs is fair."""
    while True:
        runs = _runs(rng)
        pairs = {(a, b): _unlike(runs[a], runs[b]) for a, b in combinations(range(4), 2)}
        fair = [pair for pair, unlike in pairs.items() if not unlike]
        if len(fair) == 1:
            break
    titles = dict(zip(COLUMNS, COLUMNS, strict=True))
    widths = [max(len(row[key]) for row in [titles, *runs]) for key in COLUMNS]
    rows = [COLUMNS, *([run[key] for key in COLUMNS] for run in runs)]
    table = "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
    stem = (
        "Four runs learned the same task; `labels` are per class, `lr_...` are rates. `-` stands\n"
        f"for a body that is frozen as a whole and has no rate.\n\n```\n{table}\n```\n\n"
        "Which two of them differ in **what was frozen only**, so that they show what that does?"
    )
    right = _choice(runs, fair[0], "All that is left is what was frozen.", "")
    wrong = [_choice(runs, pair, *_why(unlike)) for pair, unlike in pairs.items() if unlike]
    return Draft(stem, right, wrong, HINT)


HINT = "Take two runs and go through the columns. Where does only one of them have a body's rate?"


def _runs(rng: random.Random) -> list[dict[str, str]]:
    """Four runs with different freezes, two of which strayed from the common settings."""
    common = {key: rng.choice(values) for key, values in SETTINGS.items()}
    rate = rng.choice(RATES)
    runs = []
    frozen = rng.sample(FROZEN, 4)
    for name, where in zip(rng.sample(NAMES, 4), frozen, strict=True):
        whole = where == "whole body"
        runs.append(common | {"run": name, "frozen": where, "lr_body": "-" if whole else rate})
    for run in rng.sample(runs, 2):
        key = rng.choice([*SETTINGS, "lr_body"])
        if run[key] != "-":
            run[key] = rng.choice(RATES if key == "lr_body" else SETTINGS[key])
    return runs


def _unlike(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """The settings in which two runs differ, besides the freeze; a missing rate is no setting."""
    rates = [] if "-" in (one["lr_body"], other["lr_body"]) else ["lr_body"]
    return [key for key in [*rates, *SETTINGS] if one[key] != other[key]]


def _choice(runs: list[dict[str, str]], pair: tuple[int, int], says: str, belief: str) -> Choice:
    """The option that names two runs."""
    return Choice(" and ".join(runs[at]["run"] for at in pair), says, belief=belief)


def _why(unlike: list[str]) -> tuple[str, str]:
    """What a pair differs in, and the way of thinking that overlooks it."""
    says = f"They differ in {' and '.join(f'`{key}`' for key in unlike)}, too."
    if unlike == ["lr_body"]:
        return says, "the rate of the body is overlooked"
    return says, "a setting besides the freeze is overlooked"


TEMPLATE = Template("pairs_that_are_fair", MEDIUM, ("08",), ("08.1",), make)
