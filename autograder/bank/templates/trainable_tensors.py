"""How many tensors, or numbers, of a small Sequential can learn after some layers are frozen."""

import random
from itertools import pairwise

from autograder.bank.material.stems import with_code
from autograder.bank.question import EASY, Choice, Draft, Template
from autograder.bank.running import names_after

HINT = "List the tensors of each layer, then cross out those whose flag is False."
FLAG, FROZEN = "the flag is overlooked", "the frozen ones are counted"
RELU = "ReLU is thought to have parameters"
BIAS = "every Linear is thought to have a bias"


def make(rng: random.Random) -> Draft:
    """Two to four Linear layers with ReLU between them, one or two of them frozen."""
    widths = [rng.randint(2, 12) for _ in range(rng.randint(3, 5))]
    bare = rng.choice((-1, *range(len(widths) - 1)))
    layers = [
        f"nn.Linear({a}, {b}{', bias=False' if at == bare else ''})"
        for at, (a, b) in enumerate(pairwise(widths))
    ]
    places = range(0, 2 * len(layers), 2)
    frozen = sorted(rng.sample(list(places), rng.randint(1, min(2, len(layers) - 1))))
    lines = ["model = nn.Sequential(", "    " + ",\n    nn.ReLU(),\n    ".join(layers) + ",", ")"]
    code = "\n".join([*lines, *(f"model[{at}].requires_grad_(False)" for at in frozen)])
    every = list(names_after(code)["model"].parameters())
    learning = [parameter for parameter in every if parameter.requires_grad]
    asked = _tensors if rng.random() < 0.5 else _numbers
    question, right, wrong = asked(every, learning, widths)
    return Draft(with_code(question, code), right, wrong, HINT)


def _tensors(every: list, learning: list, widths: list[int]) -> tuple[str, Choice, list[Choice]]:
    """The question about tensors."""
    right, total, scalars = len(learning), len(every), sum(p.numel() for p in learning)
    matrices = sum(p.dim() > 1 for p in learning)
    idle = len(widths) - 2
    return (
        "How many parameter **tensors** of this model can still learn?",
        Choice(str(right), f"Weights with the flag on: {matrices}; biases: {right - matrices}."),
        [
            Choice(str(scalars), f"{scalars} is how many numbers those tensors hold.", "G1"),
            Choice(str(total), f"{total} is all tensors, frozen or not.", belief=FLAG),
            Choice(
                str(total - right),
                f"{total - right} is how many tensors are frozen.",
                belief=FROZEN,
            ),
            Choice(str(matrices), f"{matrices} is the number of layers that learn.", "B6"),
            Choice(str(right + idle), f"{right + idle} is {idle} too many.", belief=RELU),
            Choice(
                str(2 * matrices),
                f"{2 * matrices} gives a bias to a layer that has none.",
                belief=BIAS,
            ),
        ],
    )


def _numbers(every: list, learning: list, widths: list[int]) -> tuple[str, Choice, list[Choice]]:
    """The question about numbers."""
    right, total = (sum(p.numel() for p in tensors) for tensors in (learning, every))
    weights = sum(p.numel() for p in learning if p.dim() > 1)
    idle = sum(widths[1:-1])
    missing = sum(p.shape[0] for p in learning if p.dim() > 1) + weights - right
    return (
        "How many **numbers** (scalars) of this model can still learn?",
        Choice(
            str(right), f"Tensors with the flag on: {len(learning)}; they hold {right} numbers."
        ),
        [
            Choice(
                str(len(learning)), f"{len(learning)} is how many tensors hold the numbers.", "G1"
            ),
            Choice(str(total), f"{total} is all numbers, frozen or not.", belief=FLAG),
            Choice(
                str(total - right),
                f"{total - right} is how many numbers are frozen.",
                belief=FROZEN,
            ),
            Choice(str(weights), f"{weights} is how many numbers the weights hold.", "A25"),
            Choice(str(right + idle), f"{right + idle} is {idle} too many.", belief=RELU),
            Choice(
                str(right + missing),
                f"{right + missing} counts a bias that is not there.",
                belief=BIAS,
            ),
        ],
    )


TEMPLATE = Template("trainable_tensors", EASY, ("01",), ("01.2",), make)
