"""How many numbers a model with a shared tensor has, or how many of them are frozen."""

import random

from autograder.bank.question import EASY, Choice, Draft, Template
from autograder.bank.running import names_after

WORDS = {
    "has": "How many different **numbers** (scalars) are in the parameters of this model?",
    "frozen": "How many different **numbers** (scalars) of this model are frozen?",
    "learning": "How many different **numbers** (scalars) of this model can still learn?",
}
HINT = "How many different tensors are there? Each of them counts once, and has one flag."
FLAGS, OTHERS = "the flags are overlooked", "the other tensors are counted"
BIASES, PART = "the biases are left out", "the shared tensor is left out"


def make(rng: random.Random) -> Draft:
    """A tied table, or one layer in several places; its first place is frozen, or nothing is."""
    code = rng.choice([_tied, _repeated])(rng)
    asked = rng.choice(list(WORDS))
    if asked != "has":
        code += "\nmodel[0].requires_grad_(False)"
    named = dict(names_after(code)["model"].named_parameters(remove_duplicate=False))
    asks = {
        "has": lambda _: True,
        "frozen": lambda parameter: not parameter.requires_grad,
        "learning": lambda parameter: parameter.requires_grad,
    }[asked]
    each = {name: parameter for name, parameter in named.items() if asks(parameter)}
    once = list({id(parameter): parameter for parameter in each.values()}.values())
    right, by_name, all_names = map(_numbers, (once, each.values(), named.values()))
    every = _numbers({id(parameter): parameter for parameter in named.values()}.values())
    weights = _numbers(parameter for parameter in once if parameter.dim() > 1)
    first = _numbers(p for name, p in named.items() if name.startswith("0."))
    shared = named["0.weight"].numel()
    guesses = [
        (by_name, "{} counts the shared tensor once for each name.", "G3", ""),
        (all_names, "{} is the sum over all names, and a shared tensor has several.", "G3", ""),
        (len(once), "{} is how many tensors these are, not numbers.", "G1", ""),
        (len(each), "{} is how many names these tensors have, not numbers.", "G1", ""),
        (weights, "{} are in the weights; the biases are parameters, too.", "", BIASES),
    ]
    if asked == "has":
        guesses += [
            (every - shared, "{} leaves the shared weight out.", "", PART),
            (every + shared, "{} counts the shared weight twice.", "B13", ""),
        ]
    else:
        guesses += [
            (every, "{} is how many numbers there are, frozen or not.", "", FLAGS),
            (every - right, "{} is the other part, with the other flag.", "", OTHERS),
        ]
    if asked == "learning":
        apart = "{} takes each place for a layer of its own, and only the first for frozen."
        guesses += [(all_names - first, apart, "B14", "")]
    return Draft(
        f"{WORDS[asked]}\n\n```python\n{code}\n```",
        Choice(str(right), f"{right}: a tensor with several names is one tensor, with one flag."),
        [
            Choice(str(value), said.format(value), mistake, belief)
            for value, said, mistake, belief in guesses
            if value not in (0, right)
        ],
        HINT,
    )


def _tied(rng: random.Random) -> str:
    """A table that looks words up and scores them."""
    words, width = rng.randint(5, 20), rng.randint(2, 9)
    bias = rng.choice(["", ", bias=False"])
    return (
        f"model = nn.Sequential(\n    nn.Embedding({words}, {width}),\n"
        f"    nn.Linear({width}, {width}),\n    nn.Linear({width}, {words}{bias}),\n)\n"
        "model[2].weight = model[0].weight"
    )


def _repeated(rng: random.Random) -> str:
    """One layer in two to four places, and a head."""
    width, count, classes = rng.randint(3, 12), rng.randint(2, 4), rng.randint(2, 9)
    return (
        f"layer = nn.Linear({width}, {width})\n"
        f"model = nn.Sequential(*[layer] * {count}, nn.Linear({width}, {classes}))"
    )


def _numbers(parameters) -> int:
    """How many numbers these tensors hold together."""
    return sum(parameter.numel() for parameter in parameters)


TEMPLATE = Template("one_tensor_two_names", EASY, ("03",), ("03.4",), make)
