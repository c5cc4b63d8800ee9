"""Whether a snippet raises, does nothing, does half of it, or freezes a layer."""

import random

from autograder.bank.material.chains import drawn_chain, variable
from autograder.bank.material.effects import LAYER, Effect, effect
from autograder.bank.material.freezes import LOUD, PARTIAL, RIGHT, SILENT
from autograder.bank.material.stems import with_code
from autograder.bank.question import EASY, Choice, Draft, Template

HINT = "Ask two things: does Python or PyTorch object, and whose flag is False afterwards?"
BELIEFS = {
    "raises": "PyTorch is expected to object",
    "nothing": "a real effect is overlooked",
    "weight": "the bias is thought to be left over",
    "bias": "the weight is thought to be left over",
    "freezes": "code that means to freeze is believed",
    "whole": "the whole model is thought to be hit",
}


def make(rng: random.Random) -> Draft:
    """A snippet of a drawn kind, and the sentences that could describe it."""
    chain = drawn_chain(rng, 3)
    layer = rng.choice(chain.layers)
    way = rng.choice(rng.choice((LOUD, SILENT, PARTIAL, RIGHT)))
    code = way.on(layer, variable(rng))
    seen = effect(way.on(LAYER))
    outcomes = {
        "nothing": Effect("", ("weight", "bias")),
        "weight": Effect("", ("bias",)),
        "bias": Effect("", ("weight",)),
        "freezes": Effect("", ()),
        "whole": Effect("", (), rest=False),
    }
    errors = {error: Effect(error, ()) for error in ("TypeError", "AttributeError", "RuntimeError")}
    says = f"{seen.told(layer)}: {way.reason}."
    wrong = [
        Choice(f"{other.told(layer)}.", says, **_why(kind, way.mistake))
        for kind, other in (outcomes | errors).items()
        if other.told(layer) != seen.told(layer)
    ]
    return Draft(
        with_code("A model is made like this:", chain.code)
        + "\n\n"
        + with_code("Then this code runs once, before training. What does it do?", code),
        Choice(f"{seen.told(layer)}.", says),
        wrong,
        HINT,
    )


def _why(kind: str, mistake: str) -> dict[str, str]:
    """What leads to this wrong outcome: the mistake of the snippet where it is believed."""
    if kind == "freezes" and mistake:
        return {"mistake": mistake}
    return {"belief": BELIEFS.get(kind, BELIEFS["raises"])}


TEMPLATE = Template("loud_or_silent", EASY, ("02",), ("02.1",), make)
