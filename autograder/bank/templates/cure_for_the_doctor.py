"""Which lines leave the `doctor` with nothing to find: a head, an optimizer and a mode to mend."""

import random

from torch.nn import functional as F

from autograder import doctor
from autograder.bank.question import HARD, Choice, Draft, Template
from autograder.bank.running import names_after

HINT = "What is wrong in the set-up, one thing after the other? A cure must answer each of them."
NEW = "optimizer = torch.optim.{o}({m}.head.parameters(), lr={lr})"
SIFTED = (
    "held = [p for p in {m}.parameters() if p.requires_grad]\noptimizer = torch.optim.{o}(held)"
)
# Lines that mend the optimizer, the modes, or nothing.
MENDS = (NEW, SIFTED, "optimizer = torch.optim.{o}({m}.parameters())")
SLEEPS = ("{m}.body.eval()", "{m}.eval()\n{m}.head.train()", "{m}.eval()", "{m}.body.train(False)")
DOES_NOT = (
    "{m}.body.requires_grad_(False)",
    "{m}.body[1].momentum = 0.0",
    "{m}.train()",
    "{m}.requires_grad_(False)",
    "optimizer.zero_grad()",
)
BELIEFS = {
    "C7": {"mistake": "C7"},
    "E2": {"mistake": "E2"},
    "E10": {"mistake": "E10"},
    "E4": {"mistake": "E4"},
    "C2": {"mistake": "C2"},
    "": {"belief": "another cure is expected"},
}


def make(rng: random.Random) -> Draft:
    """A network frozen in a hurry: the optimizer is older than the head, and the body is awake."""
    m, o = rng.choice(["model", "net"]), rng.choice(["Adam", "AdamW", "RMSprop"])
    a, b, c, rows = (rng.randint(3, 9) for _ in range(4))
    drop, lr = rng.choice(["0.2", "0.5"]), rng.choice(["0.1", "0.05", "0.01"])
    code = (
        f"{m} = nn.Sequential()\n{m}.body = nn.Sequential(\n"
        f"    nn.Linear({a}, {b}), nn.BatchNorm1d({b}), nn.ReLU(), nn.Dropout({drop}),\n)\n"
        f"{m}.head = nn.Linear({b}, {c + 1})\n{m}.requires_grad_(False)\n"
        f"optimizer = torch.optim.{o}({m}.parameters(), lr={lr})\n"
        f"{m}.head = nn.Linear({b}, {c})\n"
        f"X, y = torch.randn({rows + 4}, {a}), torch.arange({rows + 4}) % {c}"
    )
    sleep, mend = rng.choice(SLEEPS), rng.choice(MENDS)
    cures = [
        (sleep, mend),
        (rng.choice(MENDS[:2]),),
        (rng.choice(MENDS), rng.choice(DOES_NOT[:3])),
        (rng.choice(SLEEPS),),
        (rng.choice(SLEEPS), rng.choice(DOES_NOT[:3])),
        ("{m}.body[1].eval()", rng.choice(MENDS)),
        (rng.choice(SLEEPS), rng.choice(MENDS), rng.choice(DOES_NOT[2:4])),
        (rng.choice(SLEEPS), DOES_NOT[4]),
    ]
    right, wrong = [], []
    for lines in [cures[0], *rng.sample(cures[1:], 5)]:
        text = "\n".join(lines).format(m=m, o=o, lr=lr)
        found = _found(f"{code}\n{text}", m)
        if found:
            seen, mistake = found[0]
            wrong.append(Choice(text, seen, **BELIEFS[mistake if mistake in BELIEFS else ""]))
        else:
            right.append(Choice(text, "The body sleeps, and the optimizer holds the new head."))
    stem = (
        f"`doctor({m}, optimizer, F.cross_entropy, (X, y))` would find several things amiss "
        "here.\nWhich lines, run after these, leave it with nothing to find?"
        f"\n\n```python\n{code}\n```"
    )
    return Draft(stem, rng.choice(right), wrong, HINT)


def _found(code: str, model: str) -> list[tuple[str, str]]:
    """What the doctor finds after the code, and the mistake's id."""
    names = names_after(code)
    batch = (names["X"], names["y"])
    report = doctor(names[model], names["optimizer"], F.cross_entropy, batch)
    return [(seen.seen, seen.mistake) for seen in report.findings]


TEMPLATE = Template("cure_for_the_doctor", HARD, ("05", "06"), ("05.2", "06.6"), make)
