"""Three models on validation rows: which cause explains a low recall, the cheapest first."""

import random

from autograder.bank.material.fraud_cures import CURES, cure_choice
from autograder.bank.material.fraud_words import Ranked, drawn_scores, table, worth
from autograder.bank.question import EASY, Choice, Draft, Template

# How far frauds stand apart in a model that ranks badly, middling and well.
BAD, GOOD = (0.6, 1.9), (2.6, 3.6)
HINT = "Does the delivered model order the rows well enough? If not, does any head on this body?"


def make(rng: random.Random) -> Draft:
    """Scores drawn for the delivered head, a trained one and one with a weighted loss."""
    cause = rng.choice(("threshold", "head", "body"))
    apart = {
        "delivered": rng.uniform(*(GOOD if cause == "threshold" else BAD)),
        "trained": rng.uniform(*(BAD if cause == "body" else GOOD)),
    }
    apart["weighted"] = apart["trained"] - rng.uniform(0.1, 0.4)
    shifts = {"delivered": -apart["delivered"] - 1.1, "trained": -1.8, "weighted": -0.4}
    found = {name: worth(drawn_scores(rng, apart[name], shifts[name])) for name in apart}
    wanted = round(_between(rng, cause, found), 2)
    needs = _cheapest(found, wanted)
    names = {
        "delivered": "delivered: frozen body, head as it came",
        "trained": "the same body, head trained to its end",
        "weighted": "the same body, a fraud weighs 49 times",
    }
    rows = [
        [names[name], *(f"{share:.2f}" for share in found[name])]
        for name in ("delivered", "trained", "weighted")
    ]
    stem = (
        "A payment service complains about the low recall of what was delivered. On the validation "
        "rows, weighted to 2 % fraud, with fraud called at a score of 0 or more:\n\n"
        f"{table(['model', 'accuracy', 'recall', 'average precision'], rows)}\n\n"
        f"The service needs an average precision of {wanted:.2f}. Causes are looked for from the "
        "cheapest on. What is the first thing to do?"
    )
    reached = [one.average_precision for one in found.values()]
    # A rounded number must not lie beside the wanted one, and weights must be no cure of their own.
    clear = all(abs(value - wanted) > 0.03 for value in reached) and reached[2] < reached[1]
    wrong = [cure_choice(rng, name, found, wanted) for name in CURES if name != needs]
    right = cure_choice(rng, needs, found, wanted)
    return Draft(stem, Choice(right.text, right.says), wrong if clear else [], HINT)


def _between(rng: random.Random, cause: str, found: dict[str, Ranked]) -> float:
    """An average precision that makes `cause` the cheapest one, if the models allow it."""
    delivered, trained = (found[name].average_precision for name in ("delivered", "trained"))
    low, high = {
        "threshold": (0.4, delivered),
        "head": (max(0.4, delivered), trained),
        "body": (max(0.5, delivered, trained), 0.9),
    }[cause]
    return rng.uniform(low + 0.04, max(low, high) - 0.04)


def _cheapest(found: dict[str, Ranked], wanted: float) -> str:
    """The first of threshold and head that reaches `wanted`, else the body."""
    reach = {"threshold": "delivered", "head": "trained"}
    return next((c for c, name in reach.items() if found[name][2] >= wanted), "body")


TEMPLATE = Template("cause_by_two_numbers", EASY, ("12",), ("12.1",), make)
