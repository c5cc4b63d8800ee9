"""How far apart two parts learn under geometric rates, with a part without parameters between."""

import random

from autograder.bank.material.stems import with_code
from autograder.bank.question import EASY, Choice, Draft, Template
from autograder.bank.running import names_after

PARTS = ("stem", "low", "mid", "deep", "upper", "top")
HINT = "How many steps lie between the two parts, and what does each step do to the rate?"


def make(rng: random.Random) -> Draft:
    """Four to seven parts in a row; one of the inner ones may hold no parameters."""
    factor = rng.choice([2, 3, 4, 5, 10])
    names = sorted(rng.sample(PARTS, rng.randint(3, 6)), key=PARTS.index)
    empty = rng.choice(["", "flat", "relu"])
    if empty:
        names.insert(rng.randint(1, len(names) - 1), empty)
    names.append("head")
    slow, fast = sorted(rng.sample([n for n in names if n != empty], 2), key=names.index)
    steps = names.index(fast) - names.index(slow)
    top = rng.choice([0.1, 0.05, 0.02, 0.01])
    layer = {"flat": "nn.Flatten()", "relu": "nn.ReLU()"}
    listed = "".join(f'    "{n}": {layer.get(n, "nn.Linear(4, 4)")},\n' for n in names)
    code = (
        f"parts = {{  # from input to output\n{listed}}}\n"
        f"rates = {{name: {top} / {factor}**k for k, name in enumerate(reversed(parts))}}\n"
        'groups = [{"params": parts[n].parameters(), "lr": r} for n, r in rates.items()]\n'
        f"optimizer = torch.optim.{rng.choice(['SGD', 'Adam', 'AdamW'])}(groups)"
    )
    held = names_after(code)["optimizer"].param_groups
    rates = {name: group["lr"] for name, group in zip(reversed(names), held, strict=True)}
    right = round(rates[fast] / rates[slow])
    told = f"from `{slow}` to `{fast}` it is {steps} step{'s' if steps > 1 else ''}"
    between = empty in names[names.index(slow) : names.index(fast)]
    wrong = [
        (factor * steps, f"Each step multiplies by {factor}; it does not add {factor}.",
         "the steps are added up"),
        (factor ** (steps + 1), f"That is one step too many: {told}.", "both ends are counted"),
        (factor ** (steps - 1), f"Also `{empty}` is a step: {told}." if between
         else f"That is one step too few: {told}.", "one step is left out"),
        (factor ** (steps + 2), f"That is two steps too many: {told}.", "both ends are added"),
        (factor, f"One step is {factor}, and {told}.", "one factor for all parts"),
        (steps, f"The rate is divided by {factor} each time, and {told}.",
         "steps are taken for the ratio"),
        (factor ** (len(names) - 1), f"That is `head` against `{names[0]}`, but {told}.",
         "the whole network is counted"),
        (factor ** names.index(fast), f"That is `{fast}` against `{names[0]}`, but {told}.",
         "rates are counted from the input"),
    ]  # fmt: skip
    return Draft(
        with_code(
            f"By their rates, how many times faster does `{fast}` learn than `{slow}`?", code
        ),
        Choice(str(right), f"{told.capitalize()}, and each divides the rate by {factor}."),
        [Choice(str(value), says, belief=belief) for value, says, belief in wrong],
        HINT,
    )


TEMPLATE = Template("slower_than_the_head", EASY, ("09",), ("09.3",), make)
