"""Which code sets up a frozen and a tuned network that differ in the freeze only?"""

import random

from torch import nn

from autograder.bank.question import HARD, Choice, Draft, Template
from autograder.bank.running import names_after

BOTH = "{f}, {t} = copy.deepcopy(base), copy.deepcopy(base)\n"
ONE = "{f} = copy.deepcopy(base)\n{f}.head = {new}\n"
RIGHT = (
    ONE + "{t} = copy.deepcopy({f})\n{freeze}",
    "{t} = copy.deepcopy(base)\n{t}.head = {new}\n{f} = copy.deepcopy({t})\n{freeze}",
    BOTH + "{f}.head = {new}\n{t}.head = copy.deepcopy({f}.head)\n{freeze}",
    BOTH + "{t}.head = {new}\n{f}.head = copy.deepcopy({t}.head)\n{freeze}",
)
TWO_HEADS, FLAGS = "two new heads are thought to be equal", "a copy forgets its flags"
WRONG = (
    (BOTH + "{f}.head = {new}\n{t}.head = {new}\n{freeze}", "", TWO_HEADS),
    (ONE + "{t} = {f}\n{freeze}", "A29", ""),
    (BOTH + "{f}.head = {new}\n{t}.head = {f}.head\n{freeze}", "E19", ""),
    (ONE + "{freeze}\n{t} = copy.deepcopy({f})", "", FLAGS),
    ("{t} = base\n{t}.head = {new}\n{f} = copy.deepcopy({t})\n{freeze}", "A29", ""),
    (ONE + "{t} = copy.deepcopy({f})\n{f}.requires_grad_(False)", "C1", ""),
    ("{f} = copy.copy(base)\n{f}.head = {new}\n{t} = copy.deepcopy({f})\n{freeze}", "A32", ""),
    (ONE + "{t} = copy.deepcopy(base)\n{freeze}", "", "the old head is thought to be new"),
)
FREEZES = (
    "{f}.body.requires_grad_(False)",
    "for p in {f}.body.parameters():\n    p.requires_grad = False",
)
NAMES = (("frozen", "tuned"), ("lp", "ft2"), ("still", "moving"), ("probe", "whole"))


def make(rng: random.Random) -> Draft:
    """Widths, names and the spelling vary; what each snippet does is found by running it."""
    inside, width, outside = rng.randint(3, 12), rng.randint(4, 24), rng.randint(2, 9)
    f, t = rng.choice(NAMES)
    names = {"f": f, "t": t, "new": f"nn.Linear({width}, {outside})"}
    base = (
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        f"        self.body = nn.Linear({inside}, {width})\n"
        f"        self.head = nn.Linear({width}, {outside})\n\n"
        "    def forward(self, x):\n        return self.head(self.body(x).relu())\n\n"
        "base = Net()"
    )
    stem = (
        "`base` has learned another task with as many classes, and `copy` is imported:\n\n"
        f"```python\n{base}\n```\n\n"
        f"You want two networks, `{f}` (only its new head learns) and `{t}` (everything learns). "
        "Both\nget the same new weights in the head. They are trained one after the other, each "
        "with an\noptimizer of its own over what asks for a gradient, and `base` is needed later."
        "\nAfter which code do they differ in the freeze only?"
    )
    choices = {True: [], False: []}
    for pattern, *way in ((rng.choice(RIGHT), "", ""), *rng.sample(WRONG, 5)):
        code = pattern.format(**names, freeze=rng.choice(FREEZES).format(**names))
        fault = _fault(base, code, f, t)
        says = fault or f"The values are equal, nothing is shared, `{f}.body` is frozen"
        choices[not fault].append(Choice(code, f"{says}.", *way))
    (right,) = choices[True]
    wrong = choices[False]
    return Draft(stem, right, wrong, HINT)


HINT = "After each line: which tensors are the same object, which have equal values, which flags?"


def _fault(base: str, code: str, f: str, t: str) -> str:
    """What is wrong with the two networks after this code, by running it; "" for nothing."""
    names = names_after(f"import copy\n{base}\n{code}")
    frozen, tuned, source = names[f], names[t], names["base"]
    if _shares(frozen, tuned):
        return f"`{f}` and `{t}` hold the same tensors, so training one changes the other"
    for name, net in ((f, frozen), (t, tuned)):
        if _shares(net, source):
            return f"`{name}` and `base` hold the same tensors, so `base` does not stay as it was"
    if not frozen.head.weight.requires_grad:
        return f"The head of `{f}` is frozen, too"
    if not all(p.requires_grad for p in tuned.parameters()):
        return f"The body of `{t}` is frozen, too"
    if not frozen.head.weight.equal(tuned.head.weight):
        return "The two heads begin with different values"
    return ""


def _shares(one: nn.Module, other: nn.Module) -> bool:
    """Whether two networks have a parameter in common."""
    held = [id(parameter) for parameter in one.parameters()]
    return any(id(parameter) in held for parameter in other.parameters())


TEMPLATE = Template("setup_of_a_pair", HARD, ("08",), ("08.1",), make)
