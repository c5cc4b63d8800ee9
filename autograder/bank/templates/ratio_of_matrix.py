"""A ratio read off a printed confusion matrix, in scikit-learn's layout or positives first."""

import random
import textwrap

from sklearn.metrics import confusion_matrix

from autograder.bank.material.two_classes import Counts, two_digits
from autograder.bank.question import EASY, Choice, Draft, Template

ASKED = {
    "recall": "the share of the positives that were found",
    "precision": "the share of the alarms that are real",
    "specificity": "the share of the negatives that were left in peace",
}
CALLS = {
    False: ("`confusion_matrix(y, said)`", None),
    True: ("`confusion_matrix(y, said, labels=[1, 0])`, which puts the positives first", [1, 0]),
}


def make(rng: random.Random) -> Draft:
    """Counts from 4 to 96, a layout, and one of three ratios."""
    counts = Counts(*(rng.randint(4, 96) for _ in range(4)))
    positives_first = rng.random() < 0.5
    name = rng.choice(list(ASKED))
    call, labels = CALLS[positives_first]
    truth = [0] * (counts.tn + counts.fp) + [1] * counts.positives
    said = [0] * counts.tn + [1] * counts.fp + [0] * counts.fn + [1] * counts.tp
    matrix = confusion_matrix(truth, said, labels=labels)
    told = textwrap.fill(
        f"`y` holds the true classes of {sum(counts)} rows, `said` the predicted ones; "
        f"1 is the positive class. In scikit-learn, {call}, gives",
        width=96,
    )
    stem = f"{told}\n\n```\n{matrix}\n```\n\nWhat is the **{name}**, {ASKED[name]}?"
    return Draft(stem, _right(counts, name), _wrong(counts, name), HINT)


HINT = "Write TN, FP, FN and TP into the four fields first: which class has the first row?"


def _right(counts: Counts, name: str) -> Choice:
    """The ratio, with the two counts that make it."""
    part, whole = {
        "recall": (counts.tp, counts.positives),
        "precision": (counts.tp, counts.alarms),
        "specificity": (counts.tn, counts.tn + counts.fp),
    }[name]
    value = two_digits(counts.share(name))
    return Choice(value, f"{part} of {whole} is {value}.")


def _wrong(counts: Counts, name: str) -> list[Choice]:
    """The ratio of a misread square, of swapped arguments, and other ratios."""
    turned, swapped = counts.turned().share(name), counts.swapped().share(name)
    found = [
        (turned, "the value if the two classes stood in the other order", "H1", ""),
        (swapped, "the value if truth and prediction change places", "H2", ""),
        (counts.turned().swapped().share(name), "the value after both mix-ups", "H1", ""),
        (counts.share("accuracy"), "the accuracy, over all rows", "", "accuracy taken for a ratio"),
        (1 - counts.share(name), "what is missing to 1", "", "the complement is taken"),
    ]
    return [
        Choice(two_digits(value), f"{two_digits(value)} is {what}.", mistake, belief)
        for value, what, mistake, belief in found
    ]


TEMPLATE = Template("ratio_of_matrix", EASY, ("07",), ("07.1",), make)
