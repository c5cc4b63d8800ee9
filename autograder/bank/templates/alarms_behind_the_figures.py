"""Accuracy, recall and a share of fraud, in payments a day: how many alarms there must be."""

import random

from autograder.bank.question import MEDIUM, Choice, Draft, Template
from course.metrics import implied_precision

HINT = "How many errors does the accuracy leave, and how many of them are missed frauds?"


def make(rng: random.Random) -> Draft:
    """A day of payments at 1 to 4 % fraud, and a model whose errors are not all misses."""
    n, percent = 1000 * rng.choice((5, 10, 20, 50)), rng.choice((1, 2, 3, 4))
    recall = rng.choice(range(10, 95, 5))
    accuracy = rng.choice((93, 94, 95, 96, 97, 98, 99))
    frauds = n * percent // 100
    errors, missed = n * (100 - accuracy) // 100, frauds * (100 - recall) // 100
    hits = frauds - missed
    # Whole payments only, and at least a few false alarms.
    whole = frauds * recall % 100 == 0 and errors - missed >= 10
    asked = rng.choice(("false", "all", "shown"))
    told = (
        f"A service reports an accuracy of {accuracy} % and a recall of {recall} %, measured on a "
        f"day with {_spaced(n)} payments, of which {percent} % are fraud; no figure is rounded. "
    )
    if not whole:
        return Draft(told, Choice("0", "Nothing."), [], HINT)
    precision = implied_precision(accuracy / 100, recall / 100, percent / 100)
    false = round(hits / precision) - hits
    numbers = {"false": false, "all": hits + false, "shown": missed}
    question = {
        "false": "How many honest payments raised an alarm?",
        "all": "How many payments raised an alarm, rightly or wrongly?",
        "shown": "How many frauds raised no alarm?",
    }[asked]
    says = (
        f"Of {_spaced(errors)} errors {_spaced(missed)} are missed frauds and "
        f"{_spaced(false)} are false alarms."
    )
    found = [
        (errors, "is the number of all errors", "", "every error is a false alarm"),
        (false, "is the number of false alarms", "", "only the wrong alarms are counted"),
        (hits, "is the number of frauds found", "", "only the right alarms are counted"),
        (missed, "is the number of frauds missed", "", "misses are taken for alarms"),
        (hits + false, "is the number of all alarms", "", "hits are counted as well"),
        (frauds, "is the number of frauds", "", "each fraud gives one alarm"),
        (n - frauds, "is the number of honest payments", "", "all honest payments alarm"),
        (errors + missed, "counts the missed frauds twice", "", "misses come on top of errors"),
        (n * accuracy // 100, "is the number of right calls", "H15", ""),
        ((n - frauds) * (100 - accuracy) // 100, SPREAD, "", "errors fall evenly on both classes"),
    ]
    wrong = [
        Choice(_spaced(value), f"{_spaced(value)} {what}.", *why)
        for value, what, *why in found
        if value != numbers[asked]
    ]
    return Draft(told + question, Choice(_spaced(numbers[asked]), says), wrong, HINT)


SPREAD = "gives honest payments the error rate of all payments"


def _spaced(number: int) -> str:
    """A whole number with its thousands apart, as 12 000."""
    return f"{number:,}".replace(",", " ")


TEMPLATE = Template("alarms_behind_the_figures", MEDIUM, ("12",), ("12.4",), make)
