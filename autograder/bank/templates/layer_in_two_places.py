"""How many numbers a model has, or can train, when one layer stands in several places."""

import random

from autograder.bank.material.counts import (
    FLAG,
    GONE,
    LEARNING,
    NO_BIAS,
    NUMBERS,
    SWAPPED,
    TENSORS,
    counted,
    what_it_prints,
)
from autograder.bank.question import MEDIUM, Draft, Template
from autograder.bank.running import names_after


def make(rng: random.Random) -> Draft:
    """A square layer in two or three places, something frozen, and one of two counts."""
    a, b, c = (rng.randint(2, 9) for _ in range(3))
    places, name = rng.randint(2, 3), rng.choice(("shared", "block", "again", "middle"))
    inner = f"    {name},\n    nn.ReLU(),\n" * places
    frozen = rng.choice(("model[0]", "model[2]", f"model[{2 + 2 * places}]", name))
    code = f"""{name} = nn.Linear({b}, {b})
model = nn.Sequential(
    nn.Linear({a}, {b}),
    nn.ReLU(),
{inner}    nn.Linear({b}, {c}),
)
{frozen}.requires_grad_(False)"""
    asked = rng.choice((LEARNING, NUMBERS))
    left = names_after(code)
    counts = counted(left["model"])
    right, learning, numbers = counts[asked], counts[LEARNING], counts[NUMBERS]
    one = sum(p.numel() for p in left[name].parameters())
    more, idle, lost = (places - 1) * one, b * (places + 1), numbers - learning
    says = f"`{name}` stands in {places} places and holds {one} numbers, which count once."
    if asked == LEARNING and frozen in ("model[2]", name):
        says = f"`{name}` stands in {places} places and is frozen in all of them."
    candidates = [
        (right + more, f"{right + more} is {more} too many.", "G3"),
        (right + one, f"{right + one} is {one} too many.", "G3"),
        (numbers, f"{numbers} numbers stand in parameters, frozen or not.", FLAG),
        (learning, f"{learning} numbers can learn.", GONE),
        (counts[TENSORS], f"{counts[TENSORS]} is how many tensors can learn.", "G1"),
        (lost, f"{lost} numbers are frozen.", SWAPPED),
        (right - b - c, f"{right - b - c} is {b + c} too few.", NO_BIAS),
        (right + idle, f"{right + idle} is {idle} too many.", "ReLU is thought to hold numbers"),
    ]
    return what_it_prints(code, asked, right, says, candidates)


TEMPLATE = Template("layer_in_two_places", MEDIUM, ("01",), ("01.2",), make)
