"""A body frozen in a way that fails without a word: which check, by itself, would have told."""

import random

from autograder.bank.material.desk_checks import CHECKS
from autograder.bank.material.desk_freezes import FAULTY, SOUND, STORIES, Freeze
from autograder.bank.material.stems import with_code
from autograder.bank.question import HARD, Choice, Draft, Template
from autograder.bank.running import names_after

NAMES = (("body", "head"), ("base", "top"), ("trunk", "scorer"), ("features", "classifier"))
HINT = "What goes wrong here: a flag, a buffer, a mode, or what the optimizer holds?"
NOTE = """
parameters = [p.detach().clone() for p in net.{body}.parameters()]
buffers = [b.clone() for b in net.{body}.buffers()]
head = net.{head}.weight.detach().clone()
"""


def make(rng: random.Random) -> Draft:
    """A faulty freeze and every check on what it leaves; a check must pass after a sound one."""
    body, head = rng.choice(NAMES)
    a, b, c = (rng.randint(2, 9) for _ in range(3))
    names = {"body": body, "head": head, "b": b, "c": c}
    faulty, steps, rows = rng.choice(FAULTY), rng.randint(3, 5), rng.randint(8, 20)
    setup = "\n".join(
        [
            "from collections import OrderedDict",
            "",
            f"{body} = nn.Sequential(nn.Linear({a}, {b}), nn.BatchNorm1d({b}), nn.ReLU())",
            f"net = nn.Sequential(OrderedDict({body}={body}, {head}=nn.Linear({b}, {c})))",
            f"x, y = torch.randn({rows}, {a}), torch.arange({rows}) % {c}",
        ]
    )
    shown = _code(faulty, names, steps)
    ran, sound = (
        names_after("\n".join([setup, *_with_note(_code(freeze, names, steps), names)]))
        for freeze in (faulty, SOUND)
    )
    good, wrong = [], []
    for check in CHECKS:
        text = rng.choice((check.short, check.long)).format(**names)
        if not check.holds(sound):
            continue
        if check.holds(ran):
            wrong.append(
                Choice(text, f"It passes: {check.why[0].lower()}{check.why[1:]}", faulty.fault)
            )
        else:
            good.append(Choice(text, f"It fails: {STORIES[faulty.fault]}"))
    question = f"""The numbers and statistics of `net.{body}` shall stay as they are, with its
    flags off, and `net.{head}` shall learn. After these lines, which of the checks **fails**, and
    so gives the fault away?"""
    return Draft(with_code(question, f"{setup}\n{shown}"), rng.choice(good), wrong, HINT)


def _code(freeze: Freeze, names: dict, steps: int) -> str:
    """The lines from the freeze to the end of the training."""
    parts = [
        freeze.before.format(**names),
        f"optimizer = torch.optim.AdamW({freeze.given.format(**names)}, lr=0.1)",
        freeze.after.format(**names),
        f"for _ in range({steps}):",
        "    net.train()",
        f"    net.{names['body']}.eval()" if freeze.asleep else "",
        "    optimizer.zero_grad()",
        "    F.cross_entropy(net(x), y).backward()",
        "    optimizer.step()",
    ]
    return "\n".join(part for part in parts if part)


def _with_note(code: str, names: dict) -> tuple[str, str, str]:
    """The same lines, with clones made just before the loop."""
    before, loop, after = code.partition("for _ in range(")
    return before, NOTE.format(**names), loop + after


TEMPLATE = Template("alarm_for_a_bad_freeze", HARD, ("12",), ("12.2",), make)
