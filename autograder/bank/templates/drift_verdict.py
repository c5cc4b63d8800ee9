"""Which conclusion some rows of the shipped drift table support: for each row, or on average."""

import random

from autograder.bank.material.drift_claims import CLAIMS, drift_rows, numbers_behind
from autograder.bank.question import HARD, Choice, Draft, Template

HINT = "Of each sentence ask: which two columns does it compare, and in each row or on average?"
WORDS = {
    "same": "images like the old ones",
    "dim": "dimmed images",
    "inverted": "images with light and dark exchanged",
}


def make(rng: random.Random) -> Draft:
    """Four or five seeds of one shift, and sentences of which just one holds for them."""
    shift = rng.choice(list(WORDS))
    seeds = sorted(rng.sample(range(8), rng.randint(4, 5)))
    rows = [drift_rows()[shift][seed] for seed in seeds]
    head = "seed   old: train   old: eval   new: train   new: eval"
    lines = [
        f"{seed:<7}{r.old_train:<13.3f}{r.old_eval:<12.3f}{r.new_train:<13.3f}{r.new_eval:.3f}"
        for seed, r in zip(seeds, rows, strict=True)
    ]
    stem = (
        "All flags of a body with BatchNorm are off, and a new head learns a new task on\n"
        f"{WORDS[shift]}. Meanwhile the body is in train mode or in eval mode.\nAfterwards all is "
        "measured in eval mode, the old task with the old head on old images.\n"
        "Which sentence do these accuracies support?\n\n```\n" + "\n".join([head, *lines]) + "\n```"
    )
    right, false = [], []
    for claim in CLAIMS:
        (right if claim.holds(rows) else false).append(claim)
    wrong = [
        Choice(claim.sentence, numbers_behind(claim, rows), **_kind(claim.why)) for claim in false
    ]
    chosen = rng.choice(right)
    return Draft(stem, Choice(chosen.sentence, numbers_behind(chosen, rows)), wrong, HINT)


def _kind(why: str) -> dict[str, str]:
    """The mistake's id, or the way of thinking."""
    return {"mistake": why} if why == "H16" else {"belief": why}


TEMPLATE = Template("drift_verdict", HARD, ("05",), ("05.4",), make)
