"""What accuracy and recall force: the largest prevalence, or the precision at a given one."""

import random

from autograder.bank.material.two_classes import two_digits
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from course.metrics import implied_precision

STORIES = (
    ("payments", "fraudulent"),
    ("messages", "spam"),
    ("parcels", "damaged"),
    ("leaves", "diseased"),
    ("parts", "faulty"),
)


def make(rng: random.Random) -> Draft:
    """Accuracy 88 to 99 %, and a recall below it; in percent."""
    accuracy, recall = rng.randint(88, 99), rng.randint(4, 85)
    rows, rare = rng.choice(STORIES)
    said = (
        f"Somebody froze a body, trained a head and reports two numbers about {rows}: accuracy "
        f"{accuracy} %, and a recall of {recall} % for the class *{rare}*. How many {rows} are "
        f"{rare}, nobody says.\n\n"
    )
    if rng.random() < 0.5:
        question, right, wrong = _largest(accuracy, recall, rare)
    else:
        percent = rng.randint(1, 100 * (100 - accuracy) // (100 - recall) or 1)
        question, right, wrong = _precision(accuracy, recall, percent)
    return Draft(said + question, right, wrong, HINT)


HINT = "Which rows must be errors? Write them as a share of all rows."


def _largest(accuracy: int, recall: int, rare: str) -> tuple[str, Choice, list[Choice]]:
    """The question about the largest share of positives, in percent."""
    errors, missed = 100 - accuracy, 100 - recall
    found = [
        (errors, 'is the share at which "always no" is just as good', "always no is the limit"),
        (missed, f"is the share of *{rare}* rows that are missed", "missed share as prevalence"),
        (100 * errors / recall, "divides the errors by the recall", "divided by the recall"),
        (errors * missed / 100, "multiplies where one has to divide", "errors times the missed"),
        (errors * recall / 100, "multiplies the errors by the recall", "errors times the recall"),
        (recall, "is the recall itself", "recall taken for prevalence"),
    ]
    right = Choice(
        two_digits(100 * errors / missed),
        f"The missed ones, {missed} % of the positives, must fit into {errors} % errors.",
    )
    wrong = [
        Choice(two_digits(value), f"{two_digits(value)} {what}.", belief=belief)
        for value, what, belief in found
    ]
    return f"What is the **largest** share of *{rare}* that both allow, in percent?", right, wrong


def _precision(accuracy: int, recall: int, percent: int) -> tuple[str, Choice, list[Choice]]:
    """The question about the precision that is left at a prevalence."""
    a, r, p = accuracy / 100, recall / 100, percent / 100
    value = implied_precision(a, r, p)
    balanced = r / (r + 1 - a)
    found = [
        (r, "is the recall", "", "recall taken for precision"),
        (a, "is the accuracy", "H15", ""),
        (r * p / (r * p + 1 - a), "counts all errors as false alarms", "", "all errors are alarms"),
        (
            balanced,
            "sets recall beside the error rate, as if they were counts",
            "",
            "rates as counts",
        ),
        (1 - value, "is the share of false alarms", "", "the complement is taken"),
        (r * p, "is the share of hits in all rows", "", "divided by all rows"),
    ]
    if percent != 100 - accuracy:
        found.append((0.5, 'holds only where "always no" is just as good', "", "a tie is assumed"))
    tp, missed = _hits_and_missed(recall, percent)
    right = Choice(
        two_digits(value),
        f"Of 10 000 rows {tp} are hits, {missed} are missed, "
        f"so {100 * (100 - accuracy) - missed} errors are false alarms.",
    )
    wrong = [
        Choice(two_digits(other), f"{two_digits(other)} {what}.", mistake, belief)
        for other, what, mistake, belief in found
    ]
    return f"If {percent} % of the rows are positive, what is the **precision**?", right, wrong


def _hits_and_missed(recall: int, percent: int) -> tuple[int, int]:
    """Hits and missed positives among 10 000 rows."""
    return recall * percent, (100 - recall) * percent


TEMPLATE = Template("prevalence_allowed", MEDIUM, ("07",), ("07.2",), make)
