"""An end of Wilson's interval for a recall, from the counts of several batches."""

import random
import textwrap
from math import sqrt
from statistics import fmean

from autograder.bank.material.two_classes import two_digits
from autograder.bank.question import HARD, Choice, Draft, Template
from course.fraud_scores import wilson

Z = 2.0
FORMULA = (
    r"$$\frac{\hat p + \frac{2}{n} \pm 2\sqrt{\frac{\hat p\,(1-\hat p)}{n} + \frac{1}{n^2}}}"
    r"{1 + \frac{4}{n}}$$"
)
RARE = ("frauds", "spam messages", "cracks", "diseased leaves", "nines", "leaks")


def make(rng: random.Random) -> Draft:
    """Two to four batches with one to eight positives each; the lower or the upper end."""
    while True:
        positives = [rng.randint(1, 8) for _ in range(rng.randint(2, 4))]
        hits = [rng.randint(0, n) for n in positives]
        if sum(positives) > 4:
            break
    if rng.random() < 0.25:
        hits = rng.choice([[0] * len(hits), positives])
    rows = rng.choice([16, 32, 64])
    end = rng.randint(0, 1)
    batches = ", ".join(f"{k} of {n}" for k, n in zip(hits, positives, strict=True))
    told = textwrap.fill(
        f"A recall is measured on {len(hits)} batches of {rows} rows. Of the {rng.choice(RARE)} in "
        f"each, these were found: {batches}. Wilson's interval with z = 2 is",
        width=96,
    )
    which = ("lower", "upper")[end]
    stem = f"{told}\n\n{FORMULA}\n\nWhat is its **{which}** end for the recall on all batches?"
    found, of = sum(hits), sum(positives)
    value = wilson(found, of, Z)[end]
    right = Choice(two_digits(value), f"With {found} of {of}, the {which} end is {value:.2f}.")
    return Draft(stem, right, _wrong(hits, positives, rows, end), HINT)


HINT = "What is n here: rows, positives, or batches? And what is the share that was seen?"


def _wrong(hits: list[int], positives: list[int], rows: int, end: int) -> list[Choice]:
    """Ends of other intervals, and the share itself."""
    found, of = sum(hits), sum(positives)
    share, sign = found / of, (-1, 1)[end]
    averaged = fmean(k / n for k, n in zip(hits, positives, strict=True))
    known = share + sign * Z * sqrt(share * (1 - share) / of)
    every = rows * len(hits)
    other = wilson(found, of, Z)[1 - end]
    told = [
        (known, "adds standard errors to the share that was seen", "", "the share's own error"),
        (share, "is the share that was seen, without any doubt", "", "the share is certain"),
        (other, "is the other end", "", "the ends are confused"),
        (wilson(found, of, 1.0)[end], "is the end for z = 1", "", "one standard error is enough"),
        (
            _end(averaged, of, end),
            "rests on the mean of the batches' recalls",
            "H6",
            "",
        ),
        (_end(share, every, end), f"takes all {every} rows for positives", "", "rows are counted"),
        (
            _end(share, len(hits), end),
            f"takes n = {len(hits)}, the number of batches",
            "",
            "batches are counted as positives",
        ),
        (share + sign / of, "moves the count by one", "", "one hit more or less"),
    ]
    return [
        Choice(two_digits(value), f"{two_digits(value)} {what}.", mistake, belief)
        for value, what, mistake, belief in told
    ]


def _end(share: float, n: int, end: int) -> float:
    """The end of Wilson's interval for a share of `n`, which need not be a count."""
    return wilson(share * n, n, Z)[end]


TEMPLATE = Template("recall_ends", HARD, ("07",), ("07.5",), make)
