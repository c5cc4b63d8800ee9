"""Four transfers with their controls: where are the frozen features the problem?"""

import functools
import random
from statistics import fmean

from autograder.bank.material.seed_by_seed import explained, paired
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from course import comparison, negative_transfer

SHOWN = ("scratch", "random frozen", "LP", "FT")
FAILS, HELPS = "fails", "helps"
# Where a score is high enough to impress.
HIGH, HIGH_SCORE = 75, "a high score shows good features"
ASKED = {
    FAILS: (
        "In which of these are the **frozen features the problem**?",
        "In which of these does freezing **keep features that the new task cannot use**?",
    ),
    HELPS: (
        "In which of these does the **frozen body plainly help**, and by what it has learned?",
        "In which of these is the frozen body **ahead of both of its controls**?",
    ),
}


@functools.cache
def _transfers() -> dict[str, list[dict[str, list[float]]]]:
    """Accuracies by method and seed: a transfer that fails and one that works, by labels."""
    fails, helps = negative_transfer.shipped_results(), comparison.shipped_results()
    return {
        FAILS: [{m: of[m]["values"] for m in SHOWN} for of in fails["labels"].values()],
        HELPS: [{m: of[m]["id"]["values"] for m in SHOWN} for of in helps["labels"].values()],
    }


def make(rng: random.Random) -> Draft:
    """Means of six shipped seeds each; what the differences say is measured on these seeds."""
    asked = rng.choice(list(ASKED))
    order = rng.sample(SHOWN, len(SHOWN))
    drawn = {kind: [_picked(rng, of) for of in _transfers()[kind]] for kind in ASKED}
    wanted = [of for of in drawn[asked] if _kind(of) == asked]
    others = [of for kinds in drawn.values() for of in kinds if _kind(of) not in ("", asked)]
    if asked == FAILS:
        others += [of for of in drawn[HELPS] if not _kind(of)]
    stem = (
        "A network learned an old task. On a new one with few labels, accuracy in percent was\n"
        "measured for:\n\n"
        f"{explained(order)}\n\n"
        "Each option is one transfer; every method had its rates chosen on validation images, and "
        f"a number is the mean of six paired seeds.\n\n{rng.choice(ASKED[asked])}"
    )
    right = _choice(rng.choice(wanted), order, asked, right=True)
    return Draft(stem, right, [_choice(of, order, asked, right=False) for of in others], HINT)


HINT = "Compare LP with scratch, and with random frozen. What does the level of a score say alone?"


def _picked(rng: random.Random, of: dict[str, list[float]]) -> dict[str, list[float]]:
    """Six of the eight seeds, in percent."""
    seeds = sorted(rng.sample(range(8), 6))
    return {method: [100 * values[seed] for seed in seeds] for method, values in of.items()}


def _less(of: dict[str, list[float]], other: str) -> list[float]:
    """LP less another method, seed by seed."""
    return [a - b for a, b in zip(of["LP"], of[other], strict=True)]


def _kind(of: dict[str, list[float]]) -> str:
    """What LP and its two controls say by the rule of lesson 8; "" for neither."""
    against = [paired(_less(of, other)) for other in ("scratch", "random frozen")]
    if against[0].sign < 0 and against[1].sign <= 0:
        return FAILS
    return HELPS if all(one.sign > 0 for one in against) else ""


def _choice(of: dict[str, list[float]], order: list[str], asked: str, *, right: bool) -> Choice:
    """The means in this order, and LP beside its controls."""
    text = ", ".join(f"{method} {fmean(of[method]):.1f}" for method in order)
    first, second = (fmean(_less(of, other)) for other in ("scratch", "random frozen"))
    says = f"LP less scratch is {first:+.1f}, LP less random frozen is {second:+.1f} points."
    if right:
        return Choice(text, says)
    if asked == HELPS:
        high = fmean(of["LP"]) > HIGH
        return Choice(text, says, belief=HIGH_SCORE if high else "losing to scratch is no matter")
    if fmean(of["FT"]) > fmean(of["LP"]):
        return Choice(text, says, belief="losing to tuning shows bad features")
    return Choice(text, says, belief="a low score shows bad features")


TEMPLATE = Template("transfers_that_fail", MEDIUM, ("08",), ("08.2", "08.4"), make)
