"""What a classifier with known rates is worth where positives are rarer."""

import random

from autograder.bank.material.two_classes import two_digits
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from course.metrics import at_prevalence

ROWS = 10_000


def make(rng: random.Random) -> Draft:
    """Hit rate 60 to 95 %, false alarm rate 1 to 20 %, prevalence 1 to 30 %."""
    hits, alarms = rng.randrange(60, 96, 5), rng.choice([1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20])
    percent = rng.choice([1, 2, 3, 4, 5, 8, 10, 15, 20, 25, 30])
    said = (
        f"On validation rows, half of them positive, a frozen body with a new head finds {hits} % "
        f"of the positives and alarms on {alarms} % of the negatives. It keeps these two rates "
        f"where it is used, but there only {percent} % of the rows are positive.\n\n"
    )
    asked = _precision if rng.random() < 0.5 else _ahead
    question, right, wrong = asked(hits / 100, alarms / 100, percent / 100)
    return Draft(said + question, right, wrong, HINT)


HINT = "Imagine 10 000 rows there: how many are hits, and how many are false alarms?"


def _precision(hits: float, alarms: float, share: float) -> tuple[str, Choice, list[Choice]]:
    """The question about the share of real alarms."""
    there, balanced = at_prevalence(hits, alarms, share), at_prevalence(hits, alarms, 0.5)
    tp, fp = round(ROWS * share * hits), round(ROWS * (1 - share) * alarms)
    found = [
        (balanced.precision, "is the precision on the balanced rows", "H10", ""),
        (there.accuracy, "is the accuracy there", "H15", ""),
        (there.always_no, 'is the accuracy of "always no" there', "H15", ""),
        (hits, "is the recall, the share of the positives", "", "recall taken for precision"),
        (1 - alarms, "is the specificity", "", "quiet negatives taken for real alarms"),
        (1 - there.precision, "is the share of the false alarms", "", "the complement is taken"),
        (
            share,
            "is the prevalence, which a random alarm would reach",
            "",
            "alarms taken as random",
        ),
        (hits * share, "is the share of hits in all rows", "", "divided by all rows"),
    ]
    right = Choice(
        two_digits(there.precision), f"Of 10 000 rows {tp} are hits and {fp} false alarms."
    )
    wrong = [
        Choice(two_digits(value), f"{two_digits(value)} {what}.", mistake, belief)
        for value, what, mistake, belief in found
    ]
    return "What is its **precision** there, the share of its alarms that are real?", right, wrong


def _ahead(hits: float, alarms: float, share: float) -> tuple[str, Choice, list[Choice]]:
    """The question about right answers, compared with "always no"."""
    tp, fp = round(ROWS * share * hits), round(ROWS * (1 - share) * alarms)
    positives = round(ROWS * share)
    balanced = round(ROWS / 2 * hits) - round(ROWS / 2 * alarms)
    found = [
        (balanced, "That would hold if half of the 10 000 rows were positive.", "H10", ""),
        (
            ROWS - fp - positives + tp,
            "That is all its right answers, without comparing.",
            "H15",
            "",
        ),
        (tp, f"That is its hits; {fp} false alarms cost a right answer each.", "", "hits alone"),
        (-fp, f"That is its false alarms; {tp} hits win a row each.", "", "false alarms alone"),
        (fp - tp, "That is the difference the other way round.", "", "taken the wrong way"),
        (
            2 * tp - positives,
            "That is hits less missed positives.",
            "",
            "hits less missed",
        ),
        (
            ROWS // 2 - fp - positives + tp,
            "That compares with a coin toss, which is right 5 000 times.",
            "",
            "compared with a coin",
        ),
    ]
    wrong = [
        Choice(str(value), says, mistake, belief and f"{belief} counted")
        for value, says, mistake, belief in found
    ]
    question = (
        'Of 10 000 rows there, how many more does it call rightly than "always no"? '
        "A negative number means fewer."
    )
    return question, Choice(str(tp - fp), f"{tp} hits less {fp} false alarms."), wrong


TEMPLATE = Template("alarms_at_prevalence", MEDIUM, ("07",), ("07.2",), make)
