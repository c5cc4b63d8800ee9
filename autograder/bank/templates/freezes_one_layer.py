"""Which of four snippets freezes one layer of a model, and nothing else."""

import random

from autograder.bank.material.chains import drawn_chain, variable
from autograder.bank.material.effects import LAYER, effect
from autograder.bank.material.freezes import LOUD, PARTIAL, RIGHT, SILENT, TOO_MUCH, Way
from autograder.bank.material.stems import with_code
from autograder.bank.question import EASY, Choice, Draft, Template

HINT = "Where does the flag live, and does each snippet reach all tensors of this one layer?"


def make(rng: random.Random) -> Draft:
    """A right way among silent, partial, loud and too generous ones, on a drawn layer."""
    chain = drawn_chain(rng, rng.randint(3, 4))
    layer, name = rng.choice(chain.layers), variable(rng)

    def choice(way: Way) -> Choice:
        """The way as an option, with what running it does here."""
        code = way.on(layer, name)
        says = f"{effect(way.on(LAYER)).told(layer)}: {way.reason}."
        return Choice(code if "\n" in code else f"`{code}`", says, mistake=way.mistake)

    picked = [
        *rng.sample(SILENT, 5),
        *rng.sample(PARTIAL, 2),
        *rng.sample(LOUD, 2),
        rng.choice(TOO_MUCH),
    ]
    question = f"Which snippet freezes the layer `{layer}` of this model, and nothing else?"
    return Draft(
        with_code(question, chain.code, "The snippet runs once, before training."),
        choice(rng.choice(RIGHT)),
        [choice(way) for way in picked],
        HINT,
    )


TEMPLATE = Template("freezes_one_layer", EASY, ("01", "02"), ("01.1", "02.1"), make)
