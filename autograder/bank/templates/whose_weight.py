"""Updates of two customers, merged and taken out: whose layer is a copy, and whose is not?"""

import copy
import random

from autograder.bank.material.stems import with_code
from autograder.bank.question import HARD, Choice, Draft, Template
from autograder.bank.running import names_after, printed_by

PAIRS = (("anna", "bert"), ("lena", "omar"), ("iris", "paul"), ("mona", "theo"))
HINT = "Which names stand for one and the same tensor? Then follow one entry through the lines."


def make(rng: random.Random) -> Draft:
    """Two customers, each with a copy or an alias, and three changes; one entry is printed."""
    one, two = rng.choice(PAIRS)
    numbers = {name: [rng.randint(1, 6) for _ in range(4)] for name in ("base", one, two)}
    scales = {one: rng.randint(2, 4), two: rng.randint(2, 4)}
    source = {one: "base", two: rng.choice(["base", one])}
    copied = {name: rng.random() < 0.5 for name in (one, two)}
    begin, end = _written(numbers, scales, source, copied)
    last = rng.choice([(one, "-=", one), (two, "-=", one), (two, "-=", two)])
    changes = [(one, "+=", one), (two, "+=", two), last]
    row, column = rng.randrange(2), rng.randrange(2)
    # Nobody touches a base that has only copies.
    asked = rng.choice([one, two] if copied[one] else [one, two, "base"])
    lines = [_change(change, scales) for change in changes]
    made = {name: f"{name} = {end[name]}" for name in (one, two)}
    body = [made[one], f"with torch.no_grad():\n    {lines[0]}", made[two],
            "with torch.no_grad():\n" + "\n".join(f"    {line}" for line in lines[1:])]  # fmt: skip
    show = f"print(int({asked}.weight[{row}, {column}]))"
    code = "\n".join([begin, *body, show])
    names = names_after(code, copy=copy)
    right = int(names[asked].weight[row, column])
    variants = {
        "each name is thought to be a copy": code.replace(made[one], f"{one} = copy.deepcopy(base)")
        .replace(made[two], f"{two} = copy.deepcopy({source[two]})"),
        "a copy is thought to follow its source": code.replace("copy.deepcopy(", "("),
        "the last line is overlooked": code.replace(f"    {lines[2]}\n", ""),
        "scales are forgotten": code.replace(f"{scales[one]} * ", "").replace(
            f"{scales[two]} * ", ""),
        "rows and columns are exchanged": code.replace(show, show.replace(
            f"[{row}, {column}]", f"[{column}, {row}]")),
        "the second customer is thought to begin at the base": code.replace(
            f"({source[two]})", "(base)").replace(f"{two} = {one}\n", f"{two} = base\n"),
        "only the first update is thought to count": code.replace(f"    {lines[1]}\n", "").replace(
            f"    {lines[2]}\n", "    pass\n"),
    }  # fmt: skip
    others = [name for name in (one, two, "base") if name != asked]
    wrong = [
        Choice(value, f"{value} would be printed if {_reason(belief)}.", belief=belief)
        for belief, changed in variants.items()
        if changed != code and (value := printed_by(changed, copy=copy)) != str(right)
    ]
    for name in others:
        value = int(names[name].weight[row, column])
        says = f"{value} stands there in `{name}`."
        wrong.append(Choice(str(value), says, belief="two customers are confused"))
    held = [name for name in others if names[name] is names[asked]]
    told = (
        f"`{asked}` and `{held[0]}` are one layer, so changes through either name count."
        if held
        else f"`{asked}` is a layer of its own: later changes through other names do not reach it."
    )
    return Draft(
        with_code("`copy` is imported. What does the last line print?", code),
        Choice(str(right), told),
        wrong,
        HINT,
    )


def _written(numbers: dict, scales: dict, source: dict, copied: dict) -> tuple[str, dict]:
    """The lines that make base and factors, and where each customer's layer comes from."""
    lines = ["base = nn.Linear(2, 2, bias=False)", "with torch.no_grad():"]
    a, b, c, d = numbers["base"]
    lines.append(f"    base.weight.copy_(torch.tensor([[{a}.0, {b}.0], [{c}.0, {d}.0]]))")
    for name in scales:
        a, b, c, d = numbers[name]
        lines.append(f"{name}_up = torch.tensor([[{a}.0], [{b}.0]])")
        lines.append(f"{name}_down = torch.tensor([[{c}.0, {d}.0]])")
    end = {
        name: f"copy.deepcopy({source[name]})" if copied[name] else source[name] for name in scales
    }
    return "\n".join(lines), end


def _change(change: tuple[str, str, str], scales: dict) -> str:
    """One line that adds an update to a weight or takes it out."""
    target, sign, update = change
    return f"{target}.weight {sign} {scales[update]} * ({update}_up @ {update}_down)"


def _reason(belief: str) -> str:
    """A belief as a condition."""
    return {
        "each name is thought to be a copy": "each customer had a copy",
        "a copy is thought to follow its source": "nobody had a copy",
        "the last line is overlooked": "the last change were left out",
        "scales are forgotten": "the updates had no scale",
        "rows and columns are exchanged": "row and column were exchanged",
        "the second customer is thought to begin at the base": "both began at `base`",
        "only the first update is thought to count": "only the first change were made",
    }[belief]


TEMPLATE = Template("whose_weight", HARD, ("10",), ("10.2",), make)
