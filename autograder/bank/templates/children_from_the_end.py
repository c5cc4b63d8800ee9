"""How many tensors learn where some children are frozen or thawed by their place."""

import random
import re

from autograder.bank.material.parameter_names import that_learn
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.bank.running import names_after

NAMES = (
    ("stem", "stage1", "stage2", "pool", "fc"),
    ("first", "block1", "block2", "flat", "head"),
    ("embed", "lower", "upper", "drop", "score"),
    ("front", "early", "late", "act", "out"),
)
# Layers without a tensor, by what they stand for.
EMPTY = {
    "pool": "nn.Flatten()",
    "flat": "nn.Flatten()",
    "drop": "nn.Dropout(0.1)",
    "act": "nn.ReLU()",
}
ORDERS = ((0, 1, 2, 3, 4), (4, 0, 1, 2, 3), (0, 1, 2, 4, 3), (3, 4, 0, 1, 2), (4, 3, 2, 1, 0))
NO_PLACE = "the places are overlooked"
HINT = "Which lines of `__init__` does the slice pick, and how many tensors does each of them own?"


def make(rng: random.Random) -> Draft:
    """A class with five children, registered in the order in which they run, or in another one."""
    names, order = rng.choice(NAMES), rng.choice(ORDERS)
    width, classes = rng.randint(3, 9), rng.randint(2, 9)
    parts = {name: _part(rng, name, width) for name in names[:4]}
    parts[names[4]] = f"nn.Linear({width}, {classes})"
    code = _class([names[i] for i in order], parts, names)
    thaws = rng.random() < 0.6
    count = rng.randint(1, 3)
    chosen = rng.choice(
        [f"[-{count}:]", f"[:{count}]"] if thaws else [f"[:-{count}]", f"[:{count}]"]
    )
    before = "model.requires_grad_(False)\n" if thaws else ""
    loop = f"for child in list(model.children()){chosen}:\n    child.requires_grad_({thaws})"

    def learning(ordered: list[str], body: str = loop) -> list[str]:
        built = _class(ordered, parts, names)
        return that_learn(names_after(f"{built}\nmodel = Net()\n{before}{body}")["model"])

    registered = [names[i] for i in order]
    right = len(learning(registered))
    every = len(that_learn(names_after(f"{code}\nmodel = Net()")["model"]))
    owning = "[c for c in model.children() if list(c.parameters())]"
    layers = "[m for m in model.modules() if m._parameters]"
    as_owning = len(learning(registered, loop.replace("list(model.children())", owning)))
    as_layers = len(learning(registered, loop.replace("list(model.children())", layers)))
    as_tensors = len(learning(registered, loop.replace("children()", "parameters()")))
    as_run = len(learning(list(names)))
    as_single = 2 * count if thaws else max(every - 2 * len(eval(f"registered{chosen}")), 0)
    guesses = [
        (as_run, "{} learn if the slice is taken from the order in `forward`.", "B8", ""),
        (as_owning, "{} learn if children without a tensor are left out of the list.", "B7", ""),
        (as_layers, "{} learn if the slice is taken from all layers with tensors.", "B5", ""),
        (as_tensors, "{} learn if the slice is taken from the tensors.", "B6", ""),
        (as_single, "{} learn if each child that is picked has two tensors.", "B5", ""),
        (
            every - right,
            "{} is the number of frozen tensors.",
            "",
            "frozen and learning are swapped",
        ),
        (every, "{} is the number of all tensors.", "", NO_PLACE),
    ]
    picked = ", ".join(f"`{name}`" for name in eval(f"registered{chosen}"))
    does = "thaws" if thaws else "freezes"
    return Draft(
        "How many parameter **tensors** of `model` learn after this code?\n\n"
        f"```python\n{code}\n\nmodel = Net()\n{before}{loop}\n```",
        Choice(str(right), f"The loop {does} {picked}, whatever the order in `forward`."),
        [
            Choice(str(value), said.format(value), mistake, belief)
            for value, said, mistake, belief in guesses
            if value != right
        ],
        HINT,
    )


def _part(rng: random.Random, name: str, width: int) -> str:
    """What stands under a name: nothing to learn, one layer, or several."""
    if name in EMPTY:
        return EMPTY[name]
    layer = f"nn.Linear({width}, {width})"
    if not re.search(r"\d|lower|upper|early|late", name):
        return layer
    return rng.choice(
        [
            f"nn.Sequential({layer}, nn.ReLU(), {layer})",
            f"nn.Sequential({layer}, nn.LayerNorm({width}), nn.ReLU())",
            f"nn.Sequential({layer}, {layer}, {layer})",
            f"nn.Sequential({layer}, nn.ReLU())",
        ]
    )


def _class(registered: list[str], parts: dict[str, str], running: tuple[str, ...]) -> str:
    """The class, with its children registered in one order and called in another."""
    assigned = "\n".join(f"        self.{name} = {parts[name]}" for name in registered)
    calls = "\n".join(f"        x = self.{name}(x)" for name in running)
    return (
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        f"{assigned}\n\n    def forward(self, x):\n{calls}\n        return x\n"
    )


TEMPLATE = Template("children_from_the_end", MEDIUM, ("03",), ("03.3",), make)
