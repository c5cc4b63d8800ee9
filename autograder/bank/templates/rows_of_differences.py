"""Eight differences in each of four comparisons: which one is better, or worse, by the rule?"""

import random

from autograder.bank.material.seed_by_seed import RULE, Paired, paired
from autograder.bank.question import MEDIUM, Choice, Draft, Template

SEEDS = 8
# Above 1 the mean is larger than its error; nothing is drawn that is near it.
CLEAR, UNCLEAR = 1.25, 0.85
PAIRS = (("LP", "FT2"), ("LP", "scratch"), ("FT2", "FT"), ("LP-FT", "FT2"), ("LP", "random frozen"))


def make(rng: random.Random) -> Draft:
    """One row keeps the rule in the direction that is asked about; the others break it."""
    one, other = rng.choice(PAIRS)
    sign = rng.choice([1, -1])
    wins = rng.choice([7, 7, 8])
    right = _drawn(rng, lambda p: p.sign == 1 and p.wins == wins and _ratio(p) > CLEAR)
    broken = [
        (
            _drawn(rng, lambda p: p.wins == 6 and p.losses == 2 and _ratio(p) > CLEAR),
            "the mean alone decides",
        ),
        (
            _drawn(rng, lambda p: p.wins == 6 and p.losses <= 1 and _ratio(p) > CLEAR),
            "a tie counts as a win",
        ),
        (_with_outlier(rng), "counting the wins is enough"),
        (
            [-d for d in _drawn(rng, lambda p: p.sign == 1 and _ratio(p) > CLEAR)],
            "the direction does not matter",
        ),
        (
            _drawn(rng, lambda p: p.wins == 5 and p.losses == 3 and _ratio(p) > 0),
            "a majority of seeds decides",
        ),
    ]
    word = "better" if sign > 0 else "worse"
    stem = (
        f"{one} and {other} were compared on four tasks, each with eight paired seeds. The options "
        f"are the differences of accuracy, {one} less {other}, in points.\n\n"
        f"The rule: {one} is {RULE}. A tie is no win.\n\n"
        f"On which task is {one} **{word}** than {other}?"
    )
    wrong = [_choice([sign * d for d in row], belief) for row, belief in broken]
    return Draft(stem, _choice([sign * d for d in right], ""), wrong, HINT)


HINT = "Count signs first. Where seven or eight agree, look for one seed that outweighs the rest."


def _ratio(summary: Paired) -> float:
    """The mean as a multiple of its standard error."""
    return summary.mean / summary.error


def _drawn(rng: random.Random, fits) -> list[int]:
    """Eight differences of at most 9 points that fit; one digit each, so equally long."""
    top = rng.choice([5, 7, 9])
    while True:
        row = [rng.randint(-top // 2, top) for _ in range(SEEDS)]
        if len(set(row)) > 1 and fits(paired(row)):
            return row


def _with_outlier(rng: random.Random) -> list[int]:
    """Seven small wins and one loss that outweighs them."""
    while True:
        row = [rng.randint(1, 2) for _ in range(SEEDS - 1)] + [-rng.randint(6, 9)]
        if abs(_ratio(paired(row))) < UNCLEAR:
            rng.shuffle(row)
            return row


def _choice(row: list[int], belief: str) -> Choice:
    """A row of signed numbers, and what the rule looks at."""
    told = paired(row)
    says = (
        f"Wins {told.wins}, losses {told.losses}; the mean is {told.mean:.1f}, "
        f"its standard error {told.error:.1f}."
    )
    return Choice(" ".join(f"{d:+d}" for d in row), says, belief=belief)


TEMPLATE = Template("rows_of_differences", MEDIUM, ("08",), ("08.3",), make)
