"""Which buffers of two BatchNorm layers one pass changes; each layer was treated in its own way."""

import random

from autograder.bank.material.batchnorm_treatments import (
    AFTER,
    BEFORE,
    COUNT,
    KINDS,
    MEAN,
    SLIPS,
    TRUE,
    VARIANCE,
)
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.bank.running import names_after

SHORT = {MEAN: "mean", VARIANCE: "variance", COUNT: "count"}
PLACES = (1, 4)
HINT = "Take each layer by itself: in which mode is it when the batch arrives, and what moves then?"


def make(rng: random.Random) -> Draft:
    """Two BatchNorm layers in a network whose flags are off; one batch passes in train mode."""
    treated = dict(zip(PLACES, rng.sample([*BEFORE, *AFTER], 2), strict=True))
    code, rows = _code(rng, treated)
    model = names_after(code)["model"]
    old = {name: value.clone() for name, value in model.named_buffers()}
    new = dict(names_after(rows, model=model)["model"].named_buffers())
    changed = tuple(name for name, value in new.items() if not value.equal(old[name]))
    question = (
        "Which buffers does the last statement change, in PyTorch 2.13?\n"
        "(Mean, variance and count are `running_mean`, `running_var`, `num_batches_tracked`.)"
    )
    stem = f"{question}\n\n```python\n{code}\n{rows}\n```"
    reasons = "; ".join(TRUE[how].format(at) for at, how in treated.items())
    right = Choice(_told(changed), f"Here {reasons}.")
    return Draft(stem, right, _slips(treated, changed), HINT)


def _code(rng: random.Random, treated: dict[int, str]) -> tuple[str, str]:
    """The network with its two layers treated, and the pass."""
    a, b, c, d = (rng.randint(3, 9) for _ in range(4))
    lines = [
        "model = nn.Sequential(",
        f"    nn.Linear({a}, {b}), nn.BatchNorm1d({b}), nn.ReLU(),",
        f"    nn.Linear({b}, {c}), nn.BatchNorm1d({c}), nn.ReLU(),",
        f"    nn.Linear({c}, {d}),",
        ")",
        "model.requires_grad_(False)",
        *(BEFORE[how].format(at) for at, how in treated.items() if how in BEFORE),
        "model.train()",
        *(AFTER[how].format(at) for at, how in treated.items() if AFTER.get(how)),
    ]
    call = f"model(torch.randn({rng.randint(4, 32)}, {a}))"
    rows = f"with torch.no_grad():\n    {call}" if rng.random() < 0.5 else call
    return "\n".join(lines), rows


def _told(names: tuple[str, ...]) -> str:
    """The buffers layer by layer, in short words, or that there are none."""
    kept = {at: [SHORT[k] for k in KINDS if f"{at}.{k}" in names] for at in PLACES}
    parts = [f"layer {at}: {', '.join(words)}" for at, words in kept.items() if words]
    return "; ".join(parts) or "none of them"


def _slips(treated: dict[int, str], changed: tuple[str, ...]) -> list[Choice]:
    """What wrong ways of thinking about one of the layers, or about both, say."""
    every = tuple(f"{at}.{kind}" for at in PLACES for kind in KINDS)
    wrong = [
        Choice(_told(()), "In this pass some buffers do change.", "E2"),
        Choice(_told(every), "In this pass some buffers keep their values.",
               belief="every pass thought to update"),
        Choice(_told(tuple(n for n in changed if COUNT not in n)), "The count changes, too.",
               belief="the count is forgotten"),
        Choice(_told(tuple(n for n in changed if MEAN in n)), "Not only the mean is kept.",
               belief="one statistic is expected"),
    ]  # fmt: skip
    for at in PLACES:
        other = tuple(name for name in changed if not name.startswith(f"{at}."))
        for how, moved, says, why in SLIPS:
            if treated[at] == how:
                names = {*other, *(f"{at}.{kind}" for kind in moved)}
                told = _told(tuple(name for name in every if name in names))
                kind = {"mistake": why} if len(why) == 2 else {"belief": why}
                wrong.append(Choice(told, says.format(at), **kind))
    return wrong


TEMPLATE = Template("buffers_that_drift", MEDIUM, ("05",), ("05.1", "05.2"), make)
