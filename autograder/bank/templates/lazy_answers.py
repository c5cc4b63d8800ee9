"""By how many right answers a model is ahead of, or behind, the better lazy answer."""

import random

from autograder.bank.material.two_classes import Counts
from autograder.bank.question import EASY, Choice, Draft, Template

ROWS = ("payments", "messages", "X-ray images", "leaves", "sensor readings", "parcels", "reviews")


def make(rng: random.Random) -> Draft:
    """Four counts, in which positives are rare as often as they are common."""
    few, many = (rng.randint(2, 40), rng.randint(2, 40)), (rng.randint(2, 60), rng.randint(60, 400))
    counts = Counts(many[1], many[0], *few)
    if rng.random() < 0.5:
        counts = counts.turned()
    rows = rng.choice(ROWS)
    named = list(zip(("TN", "FP", "FN", "TP"), counts, strict=True))
    rng.shuffle(named)
    stem = (
        f"A frozen body with a new head was tested on {sum(counts)} {rows}: "
        + ", ".join(f"{name} {count}" for name, count in named)
        + ".\n\nHow many more right answers does it give than the **better** of the two lazy "
        'answers, "always no" and "always yes"? A negative number means fewer.'
    )
    negatives = sum(counts) - counts.positives
    better, worse = max(negatives, counts.positives), min(negatives, counts.positives)
    return Draft(stem, _right(counts, better), _wrong(counts, better, worse), HINT)


HINT = "How many rows are positive, how many negative, and how many did the model call rightly?"


def _right(counts: Counts, better: int) -> Choice:
    """The difference of the two numbers of right answers."""
    ahead = counts.right - better
    return Choice(
        str(ahead), f"The model has {counts.right} right answers, the better lazy one {better}."
    )


def _wrong(counts: Counts, better: int, worse: int) -> list[Choice]:
    """Other comparisons that look alike."""
    right, errors = counts.right, counts.fp + counts.fn
    found = [
        (right - worse, f"The other lazy answer is right {better} times.", "the worse lazy answer"),
        (right - sum(counts) // 2, f"Half of the rows is less than {better}.", "half as baseline"),
        (
            right - errors,
            f"That is {right} right answers less {errors} errors.",
            "right less wrong",
        ),
        (counts.tp - counts.fn, "That is hits less missed positives.", "hits less the missed"),
        (counts.tp - better, f"The {counts.tn} TN are right answers, too.", "only hits count"),
        (-errors, f"The model makes {errors} errors, but the lazy one does, too.", "errors alone"),
    ]
    alone = Choice(str(right), f"That is {right} right answers, compared with nothing.", "H15")
    return [
        alone,
        *(Choice(str(value), says, belief=f"{way} compared") for value, says, way in found),
    ]


TEMPLATE = Template("lazy_answers", EASY, ("07",), ("07.1", "07.2"), make)
