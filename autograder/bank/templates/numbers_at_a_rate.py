"""How many numbers an optimizer trains at one of its rates."""

import random

from autograder.bank.material.stems import with_code
from autograder.bank.question import EASY, Choice, Draft, Template
from autograder.bank.running import names_after

NAMES = (("body", "neck", "head"), ("low", "high", "fc"), ("enc", "mix", "out"))
RATES = ("0.5", "0.1", "0.05", "0.02", "0.01", "0.005", "0.001")
WRONG_KEYS = ("learning_rate", "rate", "Lr", "eta")
NONE = "some group is thought to have no rate"
ONE = "one layer alone is counted"
OTHER, ALL = "the groups are swapped", "one rate is thought to hold for all"
HINT = "Which key does the optimizer read, and which rate has a group without that key?"


def make(rng: random.Random) -> Draft:
    """Three layers in two or three groups; a key may be missing, or be none that is read."""
    names = rng.choice(NAMES)
    widths = [rng.randint(2, 9) for _ in range(4)]
    rows = "".join(
        f'    "{name}": nn.Linear({a}, {b}),\n'
        for name, a, b in zip(names, widths, widths[1:], strict=False)
    )
    default, *rates = rng.sample(RATES, 4)
    keys = [rng.choice(["lr", "lr", "", rng.choice(WRONG_KEYS)]) for _ in names]
    present = rng.sample(range(3), rng.choice([2, 3, 3]))
    kind = rng.choice(["AdamW", "Adam", "SGD"])
    groups = "".join(
        f'        {{"params": model["{names[at]}"].parameters()'
        + (f', "{keys[at]}": {rates[at]}' if keys[at] else "")
        + "},\n"
        for at in present
    )
    code = (
        f"model = nn.ModuleDict({{\n{rows}}})\n"
        f"optimizer = torch.optim.{kind}(\n    [\n{groups}    ],\n    lr={default},\n)"
    )
    asked = rng.choice([default, default, *(rates[at] for at in present if keys[at])])
    given = names_after(code)
    held = {
        name: group["lr"]
        for name in names
        for group in given["optimizer"].param_groups
        if any(group["params"][0] is p for p in given["model"][name].parameters())
    }
    sizes = {name: sum(p.numel() for p in given["model"][name].parameters()) for name in names}
    as_written = {names[at]: float(rates[at]) if keys[at] else None for at in present}

    def numbers(rate_of: dict) -> int:
        return sum(sizes[name] for name, rate in rate_of.items() if rate == float(asked))

    right = numbers(held)
    everything = sum(sizes.values())
    inside = sum(sizes[name] for name in held)
    chosen = [name for name in held if held[name] == float(asked)]
    tensors = 2 * len(chosen)
    weights = sum(given["model"][name].weight.numel() for name in chosen)
    guesses = [
        (
            numbers(as_written),
            "Only the key `lr` is read; other groups get the default.",
            "D22",
            "",
        ),
        (inside - right, "So many numbers are trained at other rates.", "", OTHER),
        (inside, "So many numbers are in all groups together.", "", ALL),
        (everything, "So many numbers the model has.", "", ALL),
        (everything - inside + right, "A layer in no group is not trained.", "", NONE),
        (tensors, "So many tensors, not numbers, are trained at this rate.", "G1", ""),
        (weights, "So many are in the weights; the biases are in the groups, too.", "A25", ""),
        *((sizes[name], f"So many numbers are in `{name}`.", "", ONE) for name in names),
        (0, "At least one group has this rate.", "D22", ""),
    ]
    return Draft(
        with_code(
            "How many **numbers** (scalars) of the model does this optimizer train at the rate "
            f"{asked}?",
            code,
        ),
        Choice(str(right), _why(chosen, asked, held)),
        [
            Choice(str(value), said, mistake, belief)
            for value, said, mistake, belief in guesses
            if value != right
        ],
        HINT,
    )


def _why(chosen: list[str], asked: str, held: dict[str, float]) -> str:
    """Which groups have the rate."""
    if not chosen:
        rates = " and ".join(map(str, dict.fromkeys(held.values())))
        return f"No group has the rate {asked}: in force are {rates}."
    layers = " and ".join(f"`{name}`" for name in chosen)
    return f"The rate {asked} is in force for {layers}, weights and biases."


TEMPLATE = Template("numbers_at_a_rate", EASY, ("04",), ("04.2",), make)
