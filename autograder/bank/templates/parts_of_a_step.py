"""Which parts of a training step become smaller when some layers of a tower are frozen."""

import random

from autograder.bank.material.linear_towers import drawn_widths, tower_code
from autograder.bank.material.step_measures import OPTIMIZERS, Parts, step_measured
from autograder.bank.question import EASY, Choice, Draft, Template

HINT = "Does anything below a frozen layer still learn? And does this optimizer remember anything?"
WORDS = dict(
    zip(
        Parts._fields,
        ("forward", "input gradients", "weight gradients", "saved activations", "optimizer memory"),
        strict=True,
    )
)


def make(rng: random.Random) -> Draft:
    """Three or four layers, one to three of them frozen, and one of three optimizers."""
    widths = drawn_widths(rng, rng.randint(3, 4), range(3, 13))
    layers, rows = len(widths) - 1, rng.randint(4, 16)
    count, optimizer = rng.randint(1, layers - 1), rng.choice(list(OPTIMIZERS))
    frozen = set(range(count)) if rng.random() < 0.5 else set(rng.sample(range(layers), count))
    lowest = 0 in frozen
    code = tower_code(widths, frozen)
    before = step_measured(tower_code(widths), widths, rows, optimizer)
    after = step_measured(code, widths, rows, optimizer)
    smaller = {part for part in Parts._fields if getattr(after, part) < getattr(before, part)}
    stem = (
        f"A batch has {rows} rows, and `{optimizer}` is made with its defaults after these "
        "lines.\nCompare a step with the same step where nothing is frozen. Which of these become "
        "**smaller**: the\nwork of the forward pass, of the input gradients, of the weight "
        "gradients, the memory of saved\nactivations (from forward until backward), or that of "
        f"the optimizer?\n\n```python\n{code}\n```"
    )
    right = Choice(_told(smaller), _reason(lowest, before.state))
    return Draft(stem, right, _slips(smaller, lowest, before.state), HINT)


def _told(parts: set[str]) -> str:
    """The parts in words, in a fixed order."""
    return ", ".join(words for part, words in WORDS.items() if part in parts)


def _reason(lowest: bool, state: int) -> str:
    """Why these parts shrink."""
    place = "The lowest layer is frozen" if lowest else "The lowest layer learns"
    memory = "keeps state for what learns" if state else "keeps no state"
    return f"{place}, and this optimizer {memory}."


def _slips(right: set[str], lowest: bool, state: int) -> list[Choice]:
    """What wrong ways of thinking about a freeze say."""
    below = "The lowest layer learns, so gradients come down to it through every layer."
    if lowest:
        below = "Below the lowest layer that learns, nothing is handed down and nothing kept."
    memory = "This optimizer keeps something for each tensor that learns."
    if not state:
        memory = "This optimizer keeps nothing between steps."
    flip = {"inputs", "saved"}
    return [
        Choice(_told(right | {"forward"}), "A frozen layer computes its output as before.",
               belief="freezing thought to save forward work"),
        Choice(_told(set(Parts._fields)), "The forward pass costs the same.",
               belief="freezing thought to save everything"),
        Choice(_told(right ^ flip), below, **({"belief": "the place is overlooked"} if lowest
                                              else {"mistake": "F5"})),
        Choice(_told({"weights", "inputs"}), "Work is not all that a freeze can save.",
               belief="backward thought to shrink as one"),
        Choice(_told({"state"}), "Weight gradients of frozen layers are not computed.",
               belief="gradients computed and then skipped"),
        Choice(_told({"forward", "weights"}), "The forward pass costs the same.",
               belief="frozen layers thought to rest"),
        Choice(_told(right ^ {"state"}), memory, belief="every optimizer thought alike"),
        Choice(_told((right ^ flip) | {"forward"}), "The forward pass costs the same.",
               belief="forward thought to shrink as well"),
        Choice(_told((right ^ flip) ^ {"state"}), below, belief="place and memory are mixed up"),
    ]  # fmt: skip


TEMPLATE = Template("parts_of_a_step", EASY, ("06",), ("06.1",), make)
