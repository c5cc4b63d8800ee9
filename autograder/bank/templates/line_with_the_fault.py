"""Which line of a training script is wrong: the script should swap a head, train, and thaw."""

import random

from autograder.bank.material.parameter_names import that_learn
from autograder.bank.material.stems import with_code
from autograder.bank.material.swap_and_thaw import FAULTS, LINES, filled
from autograder.bank.question import HARD, Choice, Draft, Template
from autograder.bank.running import names_after

NAMES = (
    ("stem", "body", "head"),
    ("low", "high", "fc"),
    ("enc", "mix", "out"),
    ("embed", "block", "score"),
)
RATES = (("0.1", "0.01"), ("0.2", "0.05"), ("0.1", "0.02"), ("0.5", "0.1"))
HINT = "Run it in your mind: after each line, which flags are on, and what is in the groups?"


def make(rng: random.Random) -> Draft:
    """Three layers, and a script of a dozen lines of which one is exchanged for a wrong one."""
    first, second, head = rng.choice(NAMES)
    a, b, c = (rng.randint(3, 9) for _ in range(3))
    old, classes = rng.sample(range(2, 8), 2)
    fast, slow = rng.choice(RATES)
    thaw = rng.randint(1, 3)
    names = {"first": first, "second": second, "head": head, "fast": fast, "slow": slow}
    names |= {"width": c, "old": old, "classes": classes, "thaw": thaw, "steps": thaw + 2}
    built = (
        "model = nn.Sequential()\n"
        f"model.{first} = nn.Linear({a}, {b})\n"
        f"model.{second} = nn.Linear({b}, {c})\n"
        f"model.{head} = nn.Linear({c}, {old})\n"
        f"batch, labels = torch.randn(4, {a}), torch.randint({min(old, classes)}, (4,))\n"
    )
    lines = [filled(line, **names) for line in LINES]
    place, *fault = rng.choice(FAULTS)
    fault, does = (filled(text, **names) for text in fault)
    code = built + "\n".join([*lines[:place], fault, *lines[place + 1 :]])
    assert _result(code) != _result(built + "\n".join(lines))
    doubts = [[filled(text, **names) for text in said] for said in LINES.values()]
    return Draft(
        with_code(
            f"A new head `{head}` with {classes} outputs should learn at the rate {fast}, in all "
            f"{thaw + 2} steps. From step {thaw} on, counted from 0, `{second}` should learn, too, "
            f"at the rate {slow}. No momentum may be lost, each step has its own gradient, and "
            f"`{first}` stays frozen. Which line is wrong?",
            code,
        ),
        Choice(f"`{fault.strip()}`", does),
        [
            Choice(f"`{line.strip()}`", says, belief=doubt)
            for at, (line, (says, doubt)) in enumerate(zip(lines, doubts, strict=True))
            if at != place
        ],
        HINT,
    )


def _result(code: str) -> tuple:
    """What a script leaves behind: its error, or flags, values, gradients, groups and memory."""
    try:
        given = names_after(code)
    except (RuntimeError, ValueError) as problem:
        return (type(problem).__name__,)
    named, optimizer = list(given["model"].named_parameters()), given["optimizer"]
    groups = [
        (group["lr"], [name for name, p in named if any(p is held for held in group["params"])])
        for group in optimizer.param_groups
    ]
    values = [(name, parameter.tolist(), parameter.grad is None) for name, parameter in named]
    memory = [
        state["momentum_buffer"].tolist() for _, p in named if (state := optimizer.state.get(p))
    ]
    return (that_learn(given["model"]), values, groups, memory)


TEMPLATE = Template("line_with_the_fault", HARD, ("03", "04"), ("03.2", "04.2", "04.3"), make)
