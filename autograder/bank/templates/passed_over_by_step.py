"""Which of four parameters one step of an optimizer changes, by flag and gradient."""

import random

from autograder.bank.material.parameter_names import quoted
from autograder.bank.question import EASY, Choice, Draft, Template
from autograder.bank.running import names_after

LETTERS = ("abcd", "pqrs", "uvwx", "ghkm")
OPTIMIZERS = (
    "SGD({}, lr=0.1)",
    "SGD({}, lr=0.1, weight_decay=0.1)",
    "SGD({}, lr=0.1, momentum=0.9)",
    "Adam({}, lr=0.1)",
    "AdamW({}, lr=0.1, weight_decay=0.1)",
    "RMSprop({}, lr=0.1)",
)
NONE, ZEROS, ONES = "None", "torch.zeros(2)", "torch.ones(2)"
HINT = "Which parameters have a gradient at all? What does this optimizer do with one of zeros?"


def make(rng: random.Random) -> Draft:
    """Four parameters of ones; each has a flag, and a gradient that somebody made by hand."""
    names = list(rng.choice(LETTERS))
    kinds = rng.sample([NONE, ZEROS, ONES, rng.choice([NONE, ZEROS, ONES])], 4)
    gradients = dict(zip(names, kinds, strict=True))
    flags = {name: rng.random() < 0.5 for name in names}
    # Somewhere flag and gradient must disagree, or the flag alone would do.
    told = [name for name in names if gradients[name] == ONES]
    flags[told[0]] = False
    optimizer = rng.choice(OPTIMIZERS).format(f"[{', '.join(names)}]")
    made = "\n".join(
        f"{name} = nn.Parameter(torch.ones(2){'' if flags[name] else ', requires_grad=False'})"
        for name in names
    )
    given = "\n".join(f"{name}.grad = {gradients[name]}" for name in names)
    code = f"{made}\n{given}\noptimizer = torch.optim.{optimizer}\noptimizer.step()"
    after = names_after(code)
    right = [name for name in names if (after[name] != 1).any()]

    def having(*kinds: str) -> list[str]:
        return [name for name in names if gradients[name] in kinds]

    guesses = [
        ([name for name in names if flags[name]], "D16", ""),
        ([name for name in right if flags[name]], "D16", ""),
        (having(ONES), "D2", ""),
        (having(ONES, ZEROS), "D2", ""),
        ([name for name in names if name in having(ONES, NONE)], "D11", ""),
        (names, "D11", ""),
        ([name for name in names if name not in right], "", "moving and resting are swapped"),
        (having(NONE), "D11", ""),
        ([], "D16", ""),
        ([name for name in names if flags[name] or name in right], "D16", ""),
    ]
    return Draft(
        f"Which of the four parameters does `step()` change?\n\n```python\n{code}\n```",
        Choice(quoted(right), _why(right, gradients)),
        [
            Choice(quoted(moving), _said(moving, right, gradients), mistake, belief)
            for moving, mistake, belief in guesses
            if moving != right
        ],
        HINT,
    )


def _why(right: list[str], gradients: dict[str, str]) -> str:
    """What the optimizer does with zeros, if it meets any."""
    zeros = [name for name, gradient in gradients.items() if gradient == ZEROS]
    rule = "The optimizer looks at `.grad`, not at the flag"
    if not zeros:
        return f"{rule}."
    return f"{rule}; zeros {'bring decay' if zeros[0] in right else 'move nothing here'}."


def _said(moving: list[str], right: list[str], gradients: dict[str, str]) -> str:
    """What is wrong with the first name that should not be there, or that is missing."""
    for name in moving:
        if name not in right and gradients[name] == NONE:
            return f"The gradient of `{name}` is None, so `{name}` is passed over."
        if name not in right:
            return f"With a gradient of zeros, this optimizer leaves `{name}` as it is."
    missing = next(name for name in right if name not in moving)
    kind = "zeros, and decay acts on it" if gradients[missing] == ZEROS else "ones"
    return f"`{missing}` moves: its gradient is made of {kind}, whatever its flag."


TEMPLATE = Template("passed_over_by_step", EASY, ("04",), ("04.1",), make)
