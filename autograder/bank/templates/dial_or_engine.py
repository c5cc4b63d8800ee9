"""A frozen model finds fewer positives: a threshold in another place, or a worse ranking?"""

import random
from fractions import Fraction

import torch

from autograder.bank.question import HARD, Choice, Draft, Template

ROWS = 10
# Equally long, so that a length tells nothing.
WORDS = {
    0: "equal to the tuned one's: only the dial moved",
    -1: "below that of the tuned one: a weaker ranking",
    1: "above that of the tuned one: a better ranking",
}


def make(rng: random.Random) -> Draft:
    """Ten scored rows; the tuned model found at least one positive more at its threshold."""
    while True:
        scores = torch.tensor(sorted(rng.sample(range(-300, 200, 7), ROWS), reverse=True)) / 100
        y = torch.tensor([int(rng.random() < 0.8 - 0.07 * at) for at in range(ROWS)])
        called = scores >= 0
        found, positives = int(y[called].sum()), int(y.sum())
        if 1 <= found < positives - 1 and positives < ROWS - 2:
            break
    wanted = rng.randint(found + 1, positives)
    rank = int((y.cumsum(0) == wanted).nonzero()[0]) + 1
    there = Fraction(wanted, rank)
    false = rank - wanted + rng.choice([-1, 0, 1])
    false = min(max(false, 0), ROWS - positives)
    tuned = Fraction(wanted, wanted + false)
    table = "".join(f"{score:7.2f}" for score in scores.tolist())
    classes = "".join(f"{label:7}" for label in y.tolist())
    stem = (
        "Two models were asked about the same ten rows. The **tuned** one finds "
        f"{wanted} of {positives} positives\nwith {false} false alarms, "
        "at the threshold 0. The **frozen** one gives these scores:\n\n"
        f"```\nscore{table}\nclass{classes}\n```\n\n"
        f'With the threshold 0 it finds {found}. "Freezing costs recall", says somebody. You turn '
        "its\nthreshold down just until it finds as many positives as the tuned one.\n"
        "What is its precision then, and what does that say about the rows down to there?"
    )
    right = Choice(_words(there, tuned), f"{wanted} of its {rank} highest rows are positive.")
    return Draft(stem, right, _wrong(y, found, int(called.sum()), wanted, rank, tuned), HINT)


HINT = "Go down the frozen model's rows until enough positives are found; how many rows is that?"


def _words(precision: Fraction, tuned: Fraction) -> str:
    """The option with this precision, and what follows from it at this recall."""
    return f"{float(precision):.2f}, {WORDS[(precision > tuned) - (precision < tuned)]}"


def _wrong(y, found: int, called: int, wanted: int, rank: int, tuned: Fraction) -> list[Choice]:
    """Other precisions with what would follow, and the right one with what does not follow."""
    there, size = Fraction(wanted, rank), len(y)
    others = [
        (Fraction(found, called), "was the precision at the threshold 0", "the dial is not turned"),
        (tuned, "is the tuned model's precision", "precision is thought to hold"),
        (Fraction(wanted, int(y.sum())), "is the recall then", "recall taken for precision"),
        (Fraction(wanted, size), "divides by all ten rows", "all rows are counted as alarms"),
        (Fraction(wanted - 1, rank - 1), "leaves the last hit out", "stopped one row early"),
        (Fraction(found, rank), "counts the first hits only", "the new hits are forgotten"),
    ]
    if rank < size:
        after = int(y[: rank + 1].sum())
        others.append((Fraction(after, rank + 1), "goes a row too far", "turned one row too far"))
    wrong = [
        Choice(_words(value, tuned), f"{float(value):.2f} {why}.", belief=belief)
        for value, why, belief in others
        if value != there
    ]
    holds = (there > tuned) - (there < tuned)
    says = f"The precision is {float(there):.2f}, that of the tuned model {float(tuned):.2f}."
    wrong += [
        Choice(f"{float(there):.2f}, {words}", says, belief="the comparison is drawn the wrong way")
        for sign, words in WORDS.items()
        if sign != holds
    ]
    return wrong


TEMPLATE = Template("dial_or_engine", HARD, ("07",), ("07.3",), make)
