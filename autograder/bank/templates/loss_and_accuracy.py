"""What validation loss and accuracy do between two readings; they need not agree."""

import random
from math import log
from statistics import fmean

from autograder.bank.question import MEDIUM, Choice, Draft, Template

LEVELS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9, 0.95)
WAYS = [(loss, accuracy) for loss in ("falls", "rises") for accuracy in ("falls", "rises", "stays")]
# How much the mean loss must move, so that its direction is beyond doubt.
CLEAR = 0.06


def make(rng: random.Random) -> Draft:
    """Four or five rows; the two gauges do what was drawn beforehand."""
    wished, steps = rng.choice(WAYS), sorted(rng.sample(range(20, 400, 20), 2))
    size = rng.randint(4, 5)
    while True:
        before, after = ([rng.choice(LEVELS) for _ in range(size)] for _ in range(2))
        classes = [rng.randint(0, 1) for _ in range(size)]
        loss = _loss(after, classes) - _loss(before, classes)
        gained = _hits(after, classes) - _hits(before, classes)
        if abs(loss) > CLEAR and (_way(loss), _way(gained)) == wished:
            break
    table = "\n".join(
        [
            "class      " + "".join(f"{c:6}" for c in classes),
            f"step {steps[0]:<6}" + "".join(f"{p:6}" for p in before),
            f"step {steps[1]:<6}" + "".join(f"{p:6}" for p in after),
        ]
    )
    stem = (
        f"A new head learns on a frozen body. Here are the {size} rows of a tiny validation set, "
        "and the\nprobability of class 1 that the network gives to each row at two steps. "
        f"One half or more\nis called class 1.\n\n```\n{table}\n```\n\n"
        "What do the validation loss (the mean cross-entropy) and the accuracy do in between?"
    )
    says = (
        f"The right calls go from {_hits(before, classes)} to {_hits(after, classes)}, the mean "
        f"loss goes from {_loss(before, classes):.2f} to {_loss(after, classes):.2f}."
    )
    wrong = [
        Choice(_words(way), says, belief=_belief(way, wished)) for way in WAYS if way != wished
    ]
    return Draft(stem, Choice(_words(wished), says), wrong, HINT)


HINT = (
    "Write down the probability of each row's own class. The mean loss falls exactly when the "
    "product of these probabilities rises."
)


def _loss(probabilities: list[float], classes: list[int]) -> float:
    """The mean binary cross-entropy."""
    pairs = zip(probabilities, classes, strict=True)
    return fmean(-log(p if positive else 1 - p) for p, positive in pairs)


def _hits(probabilities: list[float], classes: list[int]) -> int:
    """How many rows are called rightly."""
    return sum((p >= 0.5) == bool(c) for p, c in zip(probabilities, classes, strict=True))


def _way(change: float) -> str:
    """A change in one word."""
    if change == 0:
        return "stays"
    return "rises" if change > 0 else "falls"


def _words(way: tuple[str, str]) -> str:
    """The option for one combination."""
    return f"The loss {way[0]}, the accuracy {way[1]}."


def _belief(way: tuple[str, str], right: tuple[str, str]) -> str:
    """The way of thinking behind a wrong combination."""
    if way in (("falls", "rises"), ("rises", "falls")):
        return "the gauges are thought to mirror each other"
    if way[0] == right[0]:
        return "sides of the boundary are miscounted"
    return "class 1 is taken for the right class"


TEMPLATE = Template("loss_and_accuracy", MEDIUM, ("07",), ("07.6",), make)
