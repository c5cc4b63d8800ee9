"""Which line keeps some rows of a table as they are, with a given optimizer."""

import random

import torch

from autograder.bank.material.stems import with_code
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.bank.running import names_after

OPTIMIZERS = (
    "SGD(table.parameters(), lr=0.1)",
    "SGD(table.parameters(), lr=0.1, momentum=0.9)",
    "SGD(table.parameters(), lr=0.1, weight_decay=0.1)",
    "Adam(table.parameters(), lr=0.01)",
    "AdamW(table.parameters(), lr=0.01, weight_decay=0.1)",
    "RMSprop(table.parameters(), lr=0.01)",
)
# A place in the script, a line for it, and what leads to it where it does not do.
LINES = (
    (1, "table.weight.register_hook(lambda gradient: gradient * mask)", "D17"),
    (1, "table.weight[rows].requires_grad = False", "D18"),
    (1, "table.weight.data[rows].requires_grad = False", "D18"),
    (1, "table.requires_grad_(False)", "C2"),
    (1, "table.weight.data[rows] = kept", ""),
    (2, "table.weight.grad[rows] = 0", "D17"),
    (1, "table.weight.register_hook(lambda grad: grad * mask)", "D17"),
    (1, "table.weight.register_hook(mask.mul)", "D17"),
    (2, "table.weight.grad *= mask", "D17"),
    (2, "table.weight.grad.index_fill_(0, torch.tensor(rows), 0)", "D17"),
    (2, "table.weight.grad = None", "A3"),
    (2, "table.weight.data[rows] = kept", ""),
    (3, "table.weight.data[rows] = kept", ""),
    (3, "table.weight.detach()[rows] = kept", ""),
    (3, "table.weight.data.index_copy_(0, torch.tensor(rows), kept)", ""),
    (3, "table.weight.data[rows].requires_grad_(False)", "D18"),
    (3, "table.weight.grad[rows] = 0", "D17"),
    (3, "table.weight.grad *= mask", "D17"),
    (3, "table.weight.grad = None", "A3"),
    (3, "table.weight[rows].detach_()", "A20"),
)
BELIEF = "what is written before the step is thought to last"
ENOUGH = 9
FITS = "fits"
HINT = "What does the optimizer do with a row of zeros? And which line has the last word in a step?"


def make(rng: random.Random) -> Draft:
    """A table, rows to keep, rows to look up, an optimizer, and three places for a line."""
    size, width = rng.randint(5, 9), rng.randint(2, 5)
    rows = sorted(rng.sample(range(size), rng.randint(1, 3)))
    others = [row for row in range(size) if row not in rows]
    looked_up = rng.sample([rows[0], *rng.sample(others, 2)], 3)
    optimizer = rng.choice(OPTIMIZERS)

    def script(place: int, line: str) -> str:
        at = {n: line if n == place else f"# place {n}" for n in (1, 2, 3)}
        return (
            f"table = nn.Embedding({size}, {width})\nrows = {rows}\n"
            "kept = table.weight[rows].detach().clone()\n"
            f"mask = torch.ones({size}, 1)\nmask[rows] = 0\n{at[1]}\n"
            f"optimizer = torch.optim.{optimizer}\n"
            "for step in range(2):\n    optimizer.zero_grad()\n"
            f"    table(torch.tensor({looked_up})).sum().backward()\n"
            f"    {at[2]}\n    optimizer.step()\n    {at[3]}"
        )

    learning = [row for row in looked_up if row not in rows]
    lines = rng.sample(LINES, len(LINES))
    # Where an early line may do, it comes first, lest the last place be right all the time.
    if "decay" not in optimizer:
        lines.sort(key=lambda line: line[0] == 3 and line[2] == "")
    found: dict[tuple[int, str, str], str] = {}
    for place, line, mistake in lines:
        if len(found) < ENOUGH or FITS not in found.values():
            found[place, line, mistake] = _told(script(place, line), rows, learning)
    right = next(key for key, told in found.items() if told == FITS)
    return Draft(
        with_code(
            f"The rows {rows} of this table must stay as they are, to the last bit, and the other "
            "rows that are looked up must learn. Which line does that, put into its place?",
            script(0, ""),
        ),
        Choice(
            _shown(*right[:2]), "After the last step these rows are the same; the others moved."
        ),
        [
            Choice(_shown(place, line), told, mistake, "" if mistake else BELIEF)
            for (place, line, mistake), told in found.items()
            if told != FITS
        ],
        HINT,
    )


def _shown(place: int, line: str) -> str:
    """An option."""
    return f"place {place}: `{line}`"


def _told(code: str, rows: list[int], learning: list[int]) -> str:
    """What comes of the script in a sentence, or that it does what is asked."""
    try:
        given = names_after(code)
    except RuntimeError:
        return "A RuntimeError is raised, in this line or by `backward()`."
    start = names_after("\n".join(code.splitlines()[:1]))["table"].weight
    weight = given["table"].weight
    if not torch.equal(weight[rows], start[rows]):
        return "At least one of the rows to keep has moved after the last step."
    if any(torch.equal(weight[row], start[row]) for row in learning):
        return "The rows to keep rest, and the others rest as well."
    return FITS


TEMPLATE = Template("rows_held_by", MEDIUM, ("04",), ("04.4",), make)
