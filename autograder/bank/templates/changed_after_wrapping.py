"""What happens when a flag changes before or after a model is wrapped for two workers."""

import random

from autograder.bank.question import EASY, Choice, Draft, Template
from course.two_workers import largest_gap, shipped_results

NAMES = ("stem", "neck", "body", "trunk", "encoder", "mixer", "scorer", "head", "adapter", "top")
# What is done, by the case of `course.two_workers` that shows it.
STORIES = {
    "thawed_after": (
        "when it is wrapped, `{one}` is frozen. Then `{one}` is thawed with `requires_grad_(True)`"
    ),
    "frozen_after": (
        "when it is wrapped, all of it learns. Then `{one}` is frozen with `requires_grad_(False)`"
    ),
    "thawed_before": (
        "`{one}` was frozen, and is thawed with `requires_grad_(True)`. Then the model is wrapped"
    ),
}
# What can happen, in a long and a short wording each.
OUTCOMES = {
    "apart": (
        "No exception: the two copies of `{one}` drift apart",
        "No exception, nothing printed; `{one}` is trained in each worker from its own rows alone",
    ),
    "equal": (
        "No exception: all copies stay equal",
        "No exception: the gradients of `{one}` are averaged like those of `{other}`, always equal",
    ),
    "late": (
        "An exception in the second iteration",
        "The first iteration runs through, and then a RuntimeError comes in the second one",
    ),
    "still": (
        "No exception: `{one}` stays as it was",
        "No exception, and `{one}` does not move in either worker; `{other}` goes on learning",
    ),
    "at once": (
        "An exception at once, as the flag changes",
        "A RuntimeError in the line that sets the flag of `{one}`, before any iteration begins",
    ),
    "others": (
        "No exception: the copies of `{other}` drift apart",
        "No exception, but from now on the copies of `{other}` differ, and those of `{one}` agree",
    ),
}
HINT = "When does the wrapper look at the flags, and what does it do with what it saw?"


def make(rng: random.Random) -> Draft:
    """A story about a drawn layer; what happens is read from the record of two real processes."""
    one, other, third = rng.sample(NAMES, 3)
    case = rng.choice(list(STORIES))
    seen = _seen(case)
    layers = ", ".join(f"`{name}`" for name in rng.sample([one, other, third], 3))
    steps = rng.randint(3, 60)
    stem = (
        f"Two workers train copies of a model with the layers {layers} for {steps} steps; each "
        "sees its own rows, and its optimizer holds all parameters. `DistributedDataParallel` is "
        f"the wrapper: {STORIES[case]}, and "
        "training begins. In PyTorch 2.13, what happens?"
    ).format(one=one, other=other)
    texts = {name: rng.choice(way).format(one=one, other=other) for name, way in OUTCOMES.items()}
    wrong = [
        Choice(f"{text}.", _says(case, one), **_belief(case, name))
        for name, text in texts.items()
        if name not in seen
    ]
    return Draft(stem, Choice(f"{texts[seen[0]]}.", _says(case, one)), wrong, HINT)


def _seen(case: str) -> tuple[str, ...]:
    """The outcome in the shipped record, first, and any other that would be true as well."""
    reports = shipped_results()["cases"][case]
    raised = reports[0]["raised"]
    if raised:
        return ("late",) if raised["iteration"] > 1 else ("at once",)
    gaps = largest_gap(reports)
    return ("apart",) if any(gaps.values()) else ("equal",)


def _says(case: str, one: str) -> str:
    """What is true in this case."""
    return {
        "thawed_after": f"`{one}` is not on the list that the wrapper made, so each worker goes "
        "its own way with it, and nothing is reported.",
        "frozen_after": f"The wrapper waits for a gradient of `{one}` that never comes, and "
        "notices when the second iteration begins.",
        "thawed_before": f"`{one}` asked for a gradient when the wrapper looked, so it is averaged "
        "like the rest.",
    }[case]


def _belief(case: str, outcome: str) -> dict[str, str]:
    """What leads to an outcome that did not come."""
    if case == "thawed_before":
        beliefs = {
            "apart": "a thawed layer is never averaged",
            "late": "the wrapper rejects any thawed layer",
            "still": "thawing needs another new optimizer",
            "at once": "flags cannot change in workers",
            "others": "averaging moves to the thawed layer",
        }
        return {"belief": beliefs[outcome]}
    return {"mistake": "F18" if case == "thawed_after" else "F17"}


TEMPLATE = Template("changed_after_wrapping", EASY, ("11",), ("11.2",), make)
