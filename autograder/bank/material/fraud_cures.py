"""What can be done about a low recall, and what two average precisions say about each cure."""

import random

from autograder.bank.material.fraud_words import Ranked
from autograder.bank.question import Choice

CURES = {
    "threshold": ("choose another threshold", "keep the delivered model, and cut its scores lower"),
    "head": ("train the head to its end", "leave the body frozen, and train the head for longer"),
    "body": ("thaw some of the body", "let blocks of the body learn, for its features do not do"),
    "weights": ("weight fraud in the loss", "train the head with a larger weight on each fraud"),
    "rows": ("look at the test set first", "put off the decision until the test set has been used"),
    "nothing": ("leave it as it is", "change nothing, for its accuracy is that of a good model"),
}


def cure_choice(rng: random.Random, cure: str, found: dict[str, Ranked], wanted: float) -> Choice:
    """A cure with what the table says about it."""
    text = rng.choice(CURES[cure])
    before, after = found["delivered"].average_precision, found["trained"].average_precision
    enough = "is" if before >= wanted else "is not"
    reached = "is" if after >= wanted else "is not"
    says, mistake, belief = {
        "threshold": (
            f"Another threshold leaves average precision at {before:.2f}, which {enough} enough.",
            "",
            "a threshold cures every recall",
        ),
        "head": (
            f"The delivered order at {before:.2f} {enough} enough; a trained head has {after:.2f}, "
            f"which {reached}.",
            "",
            "the head is always the cause",
        ),
        "body": (
            f"On this frozen body a trained head reaches {after:.2f}, and {wanted:.2f} is needed.",
            "",
            "thawing is the first cure",
        ),
        "weights": (
            "Weights in the loss move recall at 0, and here average precision decides.",
            "",
            "weights in the loss improve the order",
        ),
        "rows": (
            "The test set decides nothing here: it is looked at once, in the end.",
            "H13",
            "",
        ),
        "nothing": (
            f"Calling nothing fraud has an accuracy of 0.98, so "
            f"{found['delivered'].accuracy:.2f} says little.",
            "H15",
            "",
        ),
    }[cure]
    return Choice(f"{text[0].upper()}{text[1:]}.", says, mistake, belief)
