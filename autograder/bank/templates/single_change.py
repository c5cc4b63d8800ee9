"""Measured models of one seed: which single change is the cheapest that does what is wanted."""

import random

from autograder.bank.material.fraud_words import table
from autograder.bank.question import HARD, Choice, Draft, Template
from course.fraud import OWN_COPY, shipped_results
from course.fraud_models import BARELY, LAST_BLOCK, RANDOM, THAWED, TRAINED, WEIGHTED

# Changes from the cheapest to the dearest, with the row that shows what each comes to.
CHANGES = {
    "another threshold": BARELY,
    "a longer training of the head": TRAINED,
    "a head trained with a weighted loss": WEIGHTED,
    "the last block thawed, in the network both tasks use": LAST_BLOCK,
    "everything thawed": THAWED,
    "own copies of blocks 3 and 4 for fraud": OWN_COPY,
    "a second network from a random start": RANDOM,
}
ROWS = {
    BARELY: "as delivered: body frozen, head hardly trained",
    TRAINED: "body frozen, head trained to its end",
    WEIGHTED: "the same with a weighted loss",
    LAST_BLOCK: "last block thawed",
    THAWED: "everything thawed",
    OWN_COPY: "own copies of blocks 3 and 4, thawed",
    RANDOM: "another network, from a random start",
}
HINT = "Strike out what lacks average precision, then what harms the old task; take the cheapest."
LOSS = 0.01


def make(rng: random.Random) -> Draft:
    """A case and a seed of the shipped runs, and an average precision to be reached."""
    case, seed = rng.choice(("new", "new", "known")), rng.randrange(8)
    models = shipped_results()["cases"][case]
    reached = {name: models[name]["average precision"]["values"][seed] for name in ROWS}
    recall = {name: models[name]["at .5"]["recall"]["values"][seed] for name in ROWS}
    old = {name: models[name]["old"]["values"][seed] for name in ROWS}
    served = old[BARELY]
    # A network of its own leaves the old task to the old network.
    kept = [name for name in ROWS if old[name] is None or served - old[name] <= LOSS]
    wanted = round(reached[rng.choice(kept)] - rng.uniform(0.01, 0.06), 2)
    enough = [name for name in ROWS if reached[name] >= wanted]
    good = [change for change, name in CHANGES.items() if name in enough and name in kept]
    shown = [
        [
            ROWS[name],
            f"{recall[name]:.2f}",
            f"{reached[name]:.2f}",
            "untouched" if old[name] is None else f"{old[name]:.3f}",
        ]
        for name in rng.sample(list(ROWS), len(ROWS))
    ]
    stem = (
        "A fraud desk measured these models at 2 % fraud; recall is that at a score of 0, and the "
        "old task runs on the network of the row, unless fraud has blocks of its own:\n\n"
        f"{table(['model', 'recall', 'average precision', 'old task'], shown)}\n\n"
        f"Wanted are an average precision of {wanted:.2f} and a loss of at most {LOSS} on the old "
        f"task. The changes, from the cheapest on: {'; '.join(CHANGES)}. Which single change would "
        "you make to what was delivered?"
    )
    # Rounded to two places, no number may look like the wanted one and miss it.
    clear = wanted >= 0.4 and all(abs(value - wanted) > 0.006 for value in reached.values())
    if not clear:
        return Draft(stem, Choice("none", "Nothing."), [], HINT)
    first = good[0]
    wrong = [
        Choice(_text(change), _says(name, reached, old, wanted, served, first), *_why(change))
        for change, name in CHANGES.items()
        if change != first
    ]
    says = f"It reaches {reached[CHANGES[first]]:.2f}, the old task keeps what it had, and nothing "
    return Draft(stem, Choice(_text(first), f"{says}cheaper does both."), wrong, HINT)


def _text(change: str) -> str:
    """A change as an option."""
    return f"{change[0].upper()}{change[1:]}."


def _says(name: str, reached: dict, old: dict, wanted: float, served: float, first: str) -> str:
    """What speaks against a change."""
    if reached[name] < wanted:
        return f"Its average precision is {reached[name]:.2f}, below {wanted:.2f}."
    if old[name] is not None and served - old[name] > LOSS:
        return f"The old task falls from {served:.3f} to {old[name]:.3f}."
    return f"It does what is wanted, but something cheaper does so too: {first}."


def _why(change: str) -> tuple[str, str]:
    """What leads to a change that is not the one."""
    return {
        BARELY: ("", "a threshold improves the order"),
        TRAINED: ("", "the head is always the cause"),
        WEIGHTED: ("", "the largest recall is best"),
        LAST_BLOCK: ("H16", ""),
        THAWED: ("H16", ""),
        OWN_COPY: ("", "the dearest cure is safest"),
        RANDOM: ("", "frozen bodies never serve"),
    }[CHANGES[change]]


TEMPLATE = Template("single_change", HARD, ("12",), ("12.1",), make)
