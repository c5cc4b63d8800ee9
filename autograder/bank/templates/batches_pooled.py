"""A recall or a precision over several batches: the counts are added up, and divided once."""

import random
from statistics import fmean

from autograder.bank.material.two_classes import Counts, two_digits
from autograder.bank.question import MEDIUM, Choice, Draft, Template

SIZE = 32


def make(rng: random.Random) -> Draft:
    """Three or four batches of 32 rows; one may lack what the ratio divides by."""
    name = rng.choice(["recall", "precision"])
    batches = [_batch(rng) for _ in range(rng.randint(3, 4))]
    if rng.random() < 0.5:
        place = rng.randrange(len(batches))
        batches[place] = _without(name, batches[place])
    pooled = Counts(*(sum(column) for column in zip(*batches, strict=True)))
    rows = "\n".join(
        f"{at:5} {b.tp:4} {b.fn:4} {b.fp:4} {b.tn:4}" for at, b in enumerate(batches, start=1)
    )
    stem = (
        f"A validation set came in {len(batches)} batches of {SIZE} rows. The calls in each:\n\n"
        f"```\nbatch   TP   FN   FP   TN\n{rows}\n```\n\n"
        f"What is the **{name}** on the whole validation set?"
    )
    below = pooled.positives if name == "recall" else pooled.alarms
    value = two_digits(pooled.share(name))
    right = Choice(value, f"{pooled.tp} of {below} is {value}.")
    return Draft(stem, right, _wrong(batches, pooled, name), HINT)


HINT = "Which two sums over all batches does this ratio divide?"


def _batch(rng: random.Random) -> Counts:
    """32 rows with one to twelve positives."""
    positives = rng.choice([1, 2, 3, 4, 6, 8, 10, 12])
    tp, fp = rng.randint(0, positives), rng.randint(1, 9)
    return Counts(SIZE - positives - fp, fp, positives - tp, tp)


def _without(name: str, batch: Counts) -> Counts:
    """The batch without any positive, or without any alarm."""
    if name == "recall":
        return Counts(batch.tn + batch.fn + batch.tp, batch.fp, 0, 0)
    return Counts(batch.tn + batch.fp, 0, batch.positives, 0)


def _wrong(batches: list[Counts], pooled: Counts, name: str) -> list[Choice]:
    """Means of the batches' ratios, and other ratios of the sums."""
    other = "precision" if name == "recall" else "recall"
    below = "positives" if name == "recall" else "alarms"
    there = [batch.share(name) for batch in batches if getattr(batch, below)]
    told = "is the mean of the ratios of the batches"
    found = [
        (sum(there) / len(batches), f"{told}, with 0 for a 0/0", "H6", ""),
        (fmean(there), f"{told}, where there is one", "H6", ""),
        (pooled.share(other), f"is the {other}", "H2", ""),
        (pooled.turned().share(name), f"is the {name} of class 0", "H1", ""),
        (pooled.share("accuracy"), "is the accuracy of all rows", "H15", ""),
        (1 - pooled.share(name), "is what is missing to 1", "", "the complement is taken"),
        (max(there), f"is the best {name} of a batch", "", "the best batch is reported"),
        (min(there), f"is the worst {name} of a batch", "", "the worst batch is reported"),
    ]
    return [
        Choice(two_digits(value), f"{two_digits(value)} {what}.", mistake, belief)
        for value, what, mistake, belief in found
    ]


TEMPLATE = Template("batches_pooled", MEDIUM, ("07",), ("07.1", "07.5"), make)
