"""Which layers move after a thaw, where flag and optimizer must agree."""

import random

from autograder.bank.material.parameter_names import (
    layers_that_learn,
    moved_since,
    quoted,
    snapshot,
)
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.bank.running import error_of, names_after

NAMES = (("stem", "body", "head"), ("low", "high", "fc"), ("enc", "mix", "out"))
ASKING = "[p for p in model.parameters() if p.requires_grad]"
STEP = """optimizer.zero_grad()
sum(p.square().sum() for p in model.parameters()).backward()
optimizer.step()"""
ERROR = "a `ValueError` is raised"
HINT = "For each layer: is its flag on at the end, and is its own tensor in a group?"


def make(rng: random.Random) -> Draft:
    """Three layers, an optimizer for some of them, and lines that thaw, add, replace or refuse."""
    names = rng.choice(NAMES)
    a, b, c, d = (rng.randint(2, 9) for _ in range(4))
    sizes = {names[0]: (a, b), names[1]: (b, c), names[2]: (c, d)}
    rows = "".join(f'    "{name}": nn.Linear({m}, {n}),\n' for name, (m, n) in sizes.items())
    cold = rng.sample(names[:2], rng.randint(1, 2))
    held = rng.choice([ASKING, "model.parameters()", f'model["{names[2]}"].parameters()'])
    setup = (
        f"model = nn.ModuleDict({{\n{rows}}})\n"
        + "".join(f'model["{name}"].requires_grad_(False)\n' for name in cold)
        + f"optimizer = torch.optim.SGD({held}, lr=0.1)\n"
    )
    part, other = cold[0], rng.choice(names)
    flag = f'model["{part}"].requires_grad_(True)\n'
    group = f'optimizer.add_param_group({{"params": model["{part}"].parameters()}})\n'
    add_asking = f'asking = {ASKING}\noptimizer.add_param_group({{"params": asking}})\n'
    spent = (
        f'new = filter(lambda p: p.requires_grad, model["{part}"].parameters())\n'
        'print(len(list(new)), "tensors")\noptimizer.add_param_group({"params": new})\n'
    )
    m, n = sizes[other]
    fresh = f'model["{other}"] = nn.Linear({m}, {n})\n'
    thaw = rng.choice(
        [flag, group, flag + group, flag + group, group + flag, flag + add_asking, flag + spent]
    )
    thaw += rng.choice(["", "", fresh])
    right = _moving(setup + thaw, names)

    model = names_after(setup)["model"]
    asking = (
        names if error_of(setup + thaw) else layers_that_learn(names_after(setup + thaw)["model"])
    )
    guesses = [
        (quoted(asking), "D6", ""),
        (quoted(layers_that_learn(model)), "D6", ""),
        (_moving(setup + flag + group, names), "D6", ""),
        (_moving(setup + flag, names), "D6", ""),
        (_moving(setup + thaw.replace(fresh, ""), names), "C7", ""),
        (_moving(setup + thaw.replace(spent, group), names), "D9", ""),
        (quoted(name for name in names if name != part), "", "the thaw is overlooked"),
        (quoted(names), "D16", ""),
        (quoted([names[2]]), "", "only the head is thought to move"),
        (quoted([part]), "", "only the new group is thought to move"),
        (ERROR, "D7", ""),
        ("none of them", "", "a new optimizer is thought necessary"),
    ]
    return Draft(
        "Which layers does the last line change, or does a line before it fail?\n\n"
        f"```python\n{setup}{thaw}{STEP}\n```",
        Choice(right, _why(right)),
        [
            Choice(text, _said(text, right, names), mistake, belief)
            for text, mistake, belief in guesses
            if text != right
        ],
        HINT,
    )


def _moving(code: str, names: tuple[str, ...]) -> str:
    """The layers that one step changes, or that there is an error."""
    if error_of(code) == "ValueError":
        return ERROR
    given = names_after(code)
    before = snapshot(given["model"])
    exec(STEP, given)
    moved = moved_since(before, given["model"])
    return quoted(name for name in names if f"{name}.weight" in moved)


def _why(right: str) -> str:
    """Why these move."""
    if right == ERROR:
        return "The optimizer holds one of these tensors already, and refuses to take it twice."
    return "A layer moves where its flag is on and the optimizer holds its own tensors."


def _said(text: str, right: str, names: tuple[str, ...]) -> str:
    """What really happens."""
    if text == ERROR:
        return "No tensor is put into the optimizer twice, and no line fails."
    if right == ERROR:
        return "A tensor would stand in two groups, so `add_param_group` fails."
    resting = [f"`{name}`" for name in names if f"`{name}`" in text and f"`{name}`" not in right]
    if resting:
        return f"{', '.join(resting)}: the flag is off, or the optimizer lacks the tensors."
    lacking = [f"`{name}`" for name in names if f"`{name}`" in right and f"`{name}`" not in text]
    return f"{', '.join(lacking)}: the flag is on, and the optimizer holds the tensors."


TEMPLATE = Template("layers_moved_after_a_thaw", MEDIUM, ("04",), ("04.2", "04.3"), make)
