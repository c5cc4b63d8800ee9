"""What the course's `doctor` says about a set-up: its one finding, or that there is none."""

import random

from torch.nn import functional as F

from autograder import doctor
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.bank.running import names_after
from autograder.mistakes import MISTAKES

HINT = "Check in turn: flags, modes of the frozen part, and whose tensors the optimizer holds."
NOTHING = "nothing at all"
# Lines that freeze, and lines that make the optimizer, by what may be wrong with them.
FREEZES = (
    "{m}.body.requires_grad_(False).eval()",
    "{m}.body.requires_grad_(False)\n{m}.body[1].eval()",
    "{m}.body.eval()\nfor p in {m}.body.parameters():\n    p.requires_grad = False",
    "{m}.body.requires_grad_(False)",
    "{m}.requires_grad_(False).eval()",
    "{m}.eval()\n{m}.body.requires_grad = False",
    "{m}.body.requires_grad_(False)\n{m}.body[1].momentum = 0.0",
    "{m}.body.requires_grad_(False).eval()\n{m}.train()",
)
OPTIMIZERS = (
    "optimizer = torch.optim.{o}({m}.parameters(), lr={lr})",
    "optimizer = torch.optim.{o}({m}.head.parameters(), lr={lr})",
    "optimizer = torch.optim.{o}({m}.parameters(), lr={lr})\n{m}.head = nn.Linear({b}, {c})",
    "{m}.head = nn.Linear({b}, {c})\noptimizer = torch.optim.{o}({m}.parameters(), lr={lr})",
)
# Findings, and what is true of a set-up in which they are absent.
ABSENT = {
    "E2": "No BatchNorm layer of a frozen part is in train mode with statistics that move.",
    "E4": "No frozen BatchNorm layer has its momentum at 0.",
    "C2": "Some parameter of the model still asks for a gradient.",
    "C7": "Every parameter that asks for a gradient is one that the optimizer holds.",
    "A6": "No module has an attribute `requires_grad` of its own.",
    "E10": "Dropout does not draw in a frozen part here, or there is none.",
}


def make(rng: random.Random) -> Draft:
    """One way to freeze and one to make the optimizer, with one finding or none."""
    m, o = rng.choice(["model", "net"]), rng.choice(["Adam", "AdamW", "SGD"])
    a, b, c, rows = (rng.randint(3, 9) for _ in range(4))
    rows, lr = rows + 4, rng.choice(["0.1", "0.05", "0.01"])
    layers = f"nn.Linear({a}, {b}), nn.BatchNorm1d({b}), nn.ReLU()"
    layers += rng.choice(["", ", nn.Dropout(0.5)", ", nn.Dropout(0.2)"])
    freeze, optimizer = rng.choice(FREEZES), rng.choice(OPTIMIZERS)
    code = (
        f"{m} = nn.Sequential()\n"
        f"{m}.body = nn.Sequential({layers})\n"
        f"{m}.head = nn.Linear({b}, {c})\n"
        f"X, y = torch.randn({rows}, {a}), torch.arange({rows}) % {c}\n"
        f"{freeze.format(m=m)}\n{optimizer.format(m=m, o=o, lr=lr, b=b, c=c)}"
    )
    names = names_after(code)
    report = doctor(names[m], names["optimizer"], F.cross_entropy, (names["X"], names["y"]))
    found = [seen.mistake for seen in report.findings]
    if len(found) > 1 or not set(found) <= set(ABSENT):
        return make(rng)
    stem = (
        f"What does `doctor({m}, optimizer, F.cross_entropy, (X, y))` find after these lines? It "
        "takes a few\nsteps on a copy, in the modes that it meets."
        f"\n\n```python\n{code}\n```"
    )
    wrong = [
        Choice(MISTAKES[one].name, says, mistake=one)
        for one, says in ABSENT.items()
        if one not in found
    ]
    if found:
        wrong.append(Choice(NOTHING, report.findings[0].seen, belief="the set-up is thought sound"))
        return Draft(stem, Choice(MISTAKES[found[0]].name, report.findings[0].seen), wrong, HINT)
    sound = "Nothing frozen moves or draws, and the optimizer holds all that learns."
    return Draft(stem, Choice(NOTHING, sound), wrong, HINT)


TEMPLATE = Template("doctor_sees", MEDIUM, ("06",), ("06.6",), make)
