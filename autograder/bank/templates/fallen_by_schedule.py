"""How far a part has moved when its rate and the epoch in which it thaws both count."""

import random

from autograder.bank.material.stems import with_code
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.bank.running import names_after

TRIPLES = (("low", "mid", "top"), ("stem", "body", "neck"), ("block1", "block2", "block3"))
HINT = "In how many epochs does that part learn, and which rate is in force for it?"


def make(rng: random.Random) -> Draft:
    """Three parts and a head; every gradient is 1, so a fall is a rate times the epochs."""
    names = [*rng.choice(TRIPLES), "head"]
    factor, top, default = rng.choice([2, 3]), rng.choice([1, 2, 3]), rng.choice([5, 7, 9, 11])
    rates = {name: top * factor**place for place, name in enumerate(names)}
    epochs = rng.randint(4, 7)
    begins = sorted(rng.sample(range(1, epochs), 3), reverse=True)
    starts = dict(zip(names, [*begins, 0], strict=True))
    asked = rng.choice(names[:3])
    unread = rng.choice(["", asked, asked, rng.choice(names)])
    groups = "".join(
        f'    {{"params": model["{name}"].parameters(), '
        f'"{"learning_rate" if name == unread else "lr"}": {rate}}},\n'
        for name, rate in rates.items()
    )
    thaw = ", ".join(f'"{name}": {start}' for name, start in starts.items())
    code = (
        f"model = nn.ModuleDict({{name: nn.Linear(2, 2) for name in {names}}})\n"
        f"groups = [\n{groups}]\noptimizer = torch.optim.SGD(groups, lr={default})\n"
        f"starts = {{{thaw}}}\n"
        f"for epoch in range({epochs}):\n    for name, part in model.items():\n"
        "        part.requires_grad_(epoch >= starts[name])\n    optimizer.zero_grad()\n"
        "    sum(p.sum() for p in model.parameters()).backward()\n    optimizer.step()"
    )
    bias = f'before = model["{asked}"].bias.detach().clone()\nfor epoch'
    after = names_after(code.replace("for epoch", bias, 1))
    right = round((after["before"] - after["model"][asked].bias)[0].item())
    learned, written = epochs - starts[asked], rates[asked]
    force = default if asked == unread else written
    times = f"{learned} epoch{'s' if learned > 1 else ''}"
    told = f"`{asked}` learns in {times} out of {epochs}, at the rate {force}"
    wrong = [
        (force * epochs, f"It learns in {times} only, not in all {epochs}.",
         "the schedule is overlooked"),
        (force * starts[asked], f"Before epoch {starts[asked]} it is frozen.",
         "frozen epochs are counted"),
        (force * (learned - 1), f"Epoch {starts[asked]} counts, too.", "the first epoch is lost"),
        (force * (learned + 1), f"{told}.", "an epoch is counted too many"),
        (force, f"{force} is what one step takes off, and it learns in {times}.",
         "one step is taken for all"),
        (rates["head"] * learned, f"{rates['head']} is written for the head.",
         "one rate for all parts"),
    ]  # fmt: skip
    if asked == unread:
        says = "Nobody reads the key `learning_rate`, so the default rate is in force."
        wrong.append((written * learned, says, "D22"))
    else:
        says = f"Its group has a rate of its own, {written}: the default does not count."
        wrong.append((default * learned, says, "the default is thought to win"))
    return Draft(
        with_code(
            "In each epoch below there is one step, and every gradient is 1, because the loss is "
            f"the sum of all parameters. By how much has each number of `{asked}` fallen at the "
            "end?",
            code,
        ),
        Choice(str(right), f"{told}."),
        [_choice(*case) for case in wrong],
        HINT,
    )


def _choice(value: int, says: str, why: str) -> Choice:
    """A wrong choice; `why` is the id of a mistake or a belief in words."""
    if " " in why:
        return Choice(str(value), says, belief=why)
    return Choice(str(value), says, mistake=why)


TEMPLATE = Template("fallen_by_schedule", MEDIUM, ("09",), ("09.3", "09.4"), make)
