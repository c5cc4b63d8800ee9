"""Parameters and buffers of a model with BatchNorm, counted apart."""

import random

from autograder.bank.material.counts import (
    BUFFERS,
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

COUNTER = "the counter of batches is left out"
PARTS = "parameters and buffers are mixed up"
STATS = "only one statistic per channel is counted"


def make(rng: random.Random) -> Draft:
    """Linear, BatchNorm, ReLU, Linear, one of them frozen, and one of three counts."""
    a, b, c = (rng.randint(2, 12) for _ in range(3))
    frozen = rng.choice((0, 1, 3))
    code = f"""model = nn.Sequential(
    nn.Linear({a}, {b}),
    nn.BatchNorm1d({b}),
    nn.ReLU(),
    nn.Linear({b}, {c}),
)
model[{frozen}].requires_grad_(False)"""
    asked = rng.choice((LEARNING, NUMBERS, BUFFERS))
    model = names_after(code)["model"]
    counts = counted(model)
    right, learning, numbers = counts[asked], counts[LEARNING], counts[NUMBERS]
    buffers, tensors = counts[BUFFERS], counts[TENSORS]
    lost = sum(p.numel() for p in model[frozen].parameters())
    says = {
        LEARNING: f"{numbers} numbers stand in parameters, and {lost} of them are frozen.",
        NUMBERS: f"Two Linears and two tensors of {b} in BatchNorm hold {numbers} numbers.",
        BUFFERS: f"A mean and a variance of {b} each and one counter make {buffers}.",
    }
    over, under = (PARTS, PARTS) if asked == BUFFERS else (FLAG, GONE)
    candidates = [
        (numbers, f"{numbers} numbers stand in parameters, frozen or not.", over),
        (learning, f"{learning} numbers can learn.", under),
        (tensors, f"{tensors} is how many tensors can learn.", "G1"),
        (lost, f"{lost} is how many numbers are frozen.", SWAPPED),
    ]
    if asked == BUFFERS:
        candidates += [
            (4 * b + 1, f"{4 * b + 1} counts BatchNorm's parameters, too.", "G4"),
            (2 * b, f"{2 * b} lacks the counter of batches.", COUNTER),
            (b + 1, f"{b + 1} has one statistic for each channel, but there are two.", STATS),
            (b, f"{b} is the number of channels.", STATS),
        ]
    else:
        candidates += [
            (right + buffers, f"{right + buffers} counts {buffers} numbers in buffers.", "G4"),
            (right - 2 * b, f"{right - 2 * b} is {2 * b} too few.", PARTS),
            (right - b - c, f"{right - b - c} is {b + c} too few.", NO_BIAS),
            (buffers, f"{buffers} numbers stand in buffers.", PARTS),
        ]
    return what_it_prints(code, asked, right, says[asked], candidates)


TEMPLATE = Template("numbers_and_buffers", MEDIUM, ("01",), ("01.2",), make)
