"""How many tensors a freeze by name catches in a model with numbered layers."""

import random

from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.bank.running import names_after

WORDS = ("layer", "block", "conv", "stage", "unit", "cell", "part")
# What stands under each number, and how many tensors that has.
PARTS = {
    "nn.Linear(4, 4)": 2,
    "nn.Linear(4, 4, bias=False)": 1,
    "nn.LayerNorm(4)": 2,
    "nn.Sequential(nn.Linear(4, 4), nn.LayerNorm(4))": 4,
    "nn.Sequential(nn.Linear(4, 4), nn.ReLU())": 2,
    "nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 4, bias=False))": 3,
    "nn.Sequential(nn.Linear(4, 4, bias=False), nn.LayerNorm(4))": 3,
}
CONDITIONS = {
    "letters": 'name.startswith("{0}")',
    "part": 'name.startswith("{0}.")',
    "inside": '"{0}" in name',
    "first part": 'name.split(".")[0] == "{0}"',
    "or": '"{0}" or "{1}" in name',
    "two": 'name.startswith(("{0}.", "{1}"))',
    "whole": 'name == "{0}"',
}
WRAP = "model = nn.DataParallel(model)\n"
HINT = (
    "Write down a few full names. Which of them meet the condition, and how many tensors is that?"
)


def make(rng: random.Random) -> Draft:
    """Ten to forty numbered layers, maybe wrapped, and one condition."""
    word, part = rng.choice(WORDS), rng.choice(list(PARTS))
    start, count = rng.randint(0, 1), rng.randint(11, 39)
    one, other = (f"{word}{n}" for n in rng.sample([1, 2, 3], 2))
    wrap = rng.choice(["", "", WRAP])
    kind = rng.choice(list(CONDITIONS))

    code = _code(word, part, start, count, CONDITIONS[kind].format(one, other), wrap)
    parameters = dict(names_after(code)["model"].named_parameters())
    right = sum(not parameter.requires_grad for parameter in parameters.values())
    names = [name.removeprefix("module.") for name in parameters]

    def caught(kind: str) -> int:
        condition = CONDITIONS[kind].format(one, other)
        return sum(bool(eval(condition, {"name": name})) for name in names)

    each, everything = PARTS[part], len(names)
    letters, exact, two = caught("letters"), caught("part"), caught("two")
    guesses = [
        (letters, f"{letters} tensors lie in layers whose own names begin so.", "B1", ""),
        (exact, f"{exact} tensors lie in `{one}` itself; compare the full names.", "B1", ""),
        (2 * exact, f"`{one}` and `{other}` have {2 * exact} tensors together.", "B3", ""),
        (letters // each, f"{letters // each} is a number of layers, not of tensors.", "B6", ""),
        (two, f"{two} lie in `{one}`, or in layers whose names begin with `{other}`.", "B1", ""),
        (everything, f"{everything} is all tensors of the model.", "B3", ""),
        (everything - letters, f"{everything - letters} lie in the other layers.", "", SWAPPED),
        (count, f"{count} is how many layers the model has.", "B6", ""),
        (0, "At least one name meets the condition.", "B4", ""),
    ]
    return Draft(
        f"How many parameter **tensors** does this code freeze?\n\n```python\n{code}\n```",
        Choice(str(right), _why(right, everything, kind, one, wrap)),
        [
            Choice(str(value), said, mistake, belief)
            for value, said, mistake, belief in guesses
            if value != right
        ],
        HINT,
    )


SWAPPED = "met and not met are swapped"


def _code(word: str, part: str, start: int, count: int, condition: str, wrap: str) -> str:
    """The model and the loop."""
    return (
        f"numbers = range({start}, {start + count})\n"
        f'layers = {{\n    f"{word}{{n}}": {part}\n    for n in numbers\n}}\n'
        f"model = nn.ModuleDict(layers)\n{wrap}"
        "for name, parameter in model.named_parameters():\n"
        f"    if {condition}:\n        parameter.requires_grad_(False)"
    )


def _why(right: int, everything: int, kind: str, one: str, wrap: str) -> str:
    """Why this many."""
    if right == 0:
        front = (
            "the wrapper puts `module.` in front" if wrap else "full names go on after the layer"
        )
        return f"No name meets the condition: {front}."
    if kind == "or":
        return "A text that is not empty counts as true, so every name meets the condition."
    if right == everything:
        return "Every name meets the condition."
    return f"{right} tensors have names that meet the condition, letter by letter."


TEMPLATE = Template("tensors_caught_by_name", MEDIUM, ("03",), ("03.1",), make)
