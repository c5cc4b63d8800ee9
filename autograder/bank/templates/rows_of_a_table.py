"""Which rows of an embedding move when a hook or a padding row puts zeros into the gradient."""

import random

from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.bank.running import names_after

OPTIMIZERS = (
    ("SGD", "lr=0.1"),
    ("SGD", "lr=0.1, momentum=0.9"),
    ("SGD", "lr=0.1, weight_decay=0.1"),
    ("Adam", "lr=0.01"),
    ("AdamW", "lr=0.01, weight_decay=0.1"),
    ("RMSprop", "lr=0.01"),
)
HOOK = """

def held(gradient):
    gradient = gradient.clone()
    gradient[{kept}] = 0
    return gradient


table.weight.register_hook(held)
"""
FLAG = "table.weight.data[{kept}].requires_grad = False\n"
NONE = "no row"
HINT = "Which rows have a gradient of zeros? What does this optimizer do with such a row?"


def make(rng: random.Random) -> Draft:
    """A table of ones, some rows to hold still, some rows looked up, two or three steps."""
    size, width = rng.randint(5, 8), rng.randint(2, 4)
    kept = sorted(rng.sample(range(size), rng.randint(1, 3)))
    looked_up = rng.sample(range(size), rng.randint(3, size - 1))
    padding = rng.choice([None, rng.choice(looked_up)])
    kind, settings = rng.choice(OPTIMIZERS)
    means = rng.choice([HOOK, HOOK, FLAG])
    steps = rng.randint(2, 3)
    asked = "" if padding is None else f", padding_idx={padding}"

    def code(settings: str, means: str, asked: str) -> str:
        return (
            f"table = nn.Embedding({size}, {width}{asked})\n"
            "with torch.no_grad():\n    table.weight.fill_(1.0)\n"
            f"{means.format(kept=kept)}"
            f"optimizer = torch.optim.{kind}(table.parameters(), {settings})\n"
            f"for _ in range({steps}):\n    optimizer.zero_grad()\n"
            f"    table(torch.tensor({looked_up})).sum().backward()\n    optimizer.step()"
        )

    def moved(settings: str, means: str, asked: str) -> list[int]:
        weight = names_after(code(settings, means, asked))["table"].weight
        return [row for row in range(size) if (weight[row] != 1).any()]

    right = moved(settings, means, asked)
    plain = "lr=0.1, weight_decay=0"
    guesses = [
        (moved(plain, HOOK, asked), "D18" if means == FLAG else "D17", ""),
        (moved(plain, "", asked), "", "the hook is overlooked"),
        (moved(plain, "", ""), "", "the zeros are overlooked"),
        ([row for row in range(size) if row not in kept], "D17", ""),
        (kept, "", "resting and moving are swapped"),
        (list(range(size)), "D11", ""),
        ([], "D18", ""),
    ]
    if padding is not None:
        guesses += [
            (moved(plain, HOOK, ""), "", "the padding row is overlooked"),
            ([row for row in range(size) if row != padding], "D20", ""),
        ]
    zero = [row for row in range(size) if row not in moved(plain, means, asked)]
    return Draft(
        "Which rows of the table are no longer made of ones after this code?\n\n"
        f"```python\n{code(settings, means, asked)}\n```",
        Choice(_rows(right), _why(right, size, means)),
        [
            Choice(_rows(rows), _said(rows, right, zero), mistake, belief)
            for rows, mistake, belief in guesses
            if rows != right
        ],
        HINT,
    )


def _rows(rows: list[int]) -> str:
    """The numbers of the rows, in words."""
    if not rows:
        return NONE
    return f"{'row' if len(rows) == 1 else 'rows'} {', '.join(map(str, rows))}"


def _why(right: list[int], size: int, means: str) -> str:
    """Why these rows move."""
    if len(right) == size:
        return "The table has a gradient, so it is not passed over, and decay reaches every row."
    if means == FLAG:
        return "The flag of a slice of `.data` is lost; rows with a gradient other than zero move."
    return "Rows with a gradient of zero rest: this optimizer has no decay, and no memory of them."


def _said(rows: list[int], right: list[int], zero: list[int]) -> str:
    """What happens to a row that the option has too much or lacks."""
    for row in rows:
        if row not in right:
            return f"Row {row} has a gradient of zeros, and this optimizer does nothing with it."
    missing = next(row for row in right if row not in rows)
    if missing in zero:
        return f"Row {missing} has a gradient of zeros, and decay moves it all the same."
    return f"Row {missing} is looked up, and nothing keeps its gradient at zero."


TEMPLATE = Template("rows_of_a_table", MEDIUM, ("04",), ("04.1", "04.4"), make)
