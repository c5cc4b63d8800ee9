"""Which layers have a gradient when the order of the calls is not the order of the layers."""

import random

from autograder.bank.material.chains import SETS
from autograder.bank.material.stems import listed, said, with_code
from autograder.bank.question import HARD, Choice, Draft, Template
from autograder.bank.running import names_after

HINT = "Follow the output backwards through forward(): which layers had a part in it?"
FLAGS = "every layer whose flag is on is thought to have a gradient"
CALLED = "every layer that is called is thought to have a gradient"
REGISTERED = "the order of registration is taken for that of the calls"
PASSING = "a layer that passes a gradient on is thought to keep one"
SWAPPED = "layers with and without a gradient are swapped"
LOSS = "only the layer next to the output is thought to get a gradient"


def make(rng: random.Random) -> Draft:
    """Five layers: one is not called, or its result is dropped; one or two others are frozen."""
    pool = rng.choice(SETS)
    registered = list(pool)
    if rng.random() < 0.5:
        rng.shuffle(registered)
    calls = list(registered)
    rng.shuffle(calls)
    idle = calls.pop(rng.randrange(5))
    twice = rng.choice((*calls[:-1], ""))
    frozen = rng.sample(calls, rng.randint(1, 2))
    width, dropped = rng.randint(2, 9), rng.random() < 0.6
    code = _code(rng, registered, calls, idle if dropped else "", twice, frozen, width)
    model = names_after(code)["model"]
    right = [name for name in registered if getattr(model, name).weight.grad is not None]

    def wrong(names: list[str], **why: str) -> Choice:
        """A wrong list, with what it gets wrong."""
        listing = [name for name in registered if name in names]
        missing = [name for name in right if name not in names]
        extra = [name for name in listing if name not in right]
        faults = [f"{said(missing)} got a gradient"] * bool(missing)
        faults += [f"{said(extra)} got none"] * bool(extra)
        return Choice(listed(listing), f"In fact {', and '.join(faults)}.", **why)

    on = [name for name in registered if name not in frozen]
    last = max(calls.index(name) for name in frozen)
    by_number = max(registered.index(name) for name in frozen)
    lowest = min(calls.index(name) for name in right)
    passing = [name for name in frozen if calls.index(name) > lowest]
    return Draft(
        with_code(
            "This script runs:",
            code,
            "Which layers have a `.grad` that is not `None` on their weight afterwards?",
        ),
        Choice(listed(right), "They had a part in the output, and their flags are on."),
        [
            wrong(on, mistake="F13") if not dropped else wrong(on, belief=CALLED),
            wrong([n for n in calls[last + 1 :] if n in on], mistake="F5"),
            wrong([n for n in registered[by_number + 1 :] if n in on], belief=REGISTERED),
            wrong([*right, *passing], belief=PASSING),
            wrong([*on, *passing], belief=PASSING),
            wrong([*frozen, idle], belief=SWAPPED),
            wrong([n for n in right if n != twice], belief="a second call is thought to clear it"),
            wrong(calls[-1:], belief=LOSS),
            wrong(calls, belief="the flag is thought to matter to the optimizer only"),
        ],
        HINT,
    )


def _code(
    rng: random.Random,
    registered: list[str],
    calls: list[str],
    dropped: str,
    twice: str,
    frozen: list[str],
    width: int,
) -> str:
    """The script: a class, some flags, one backward pass."""
    made = "\n".join(f"        self.{n} = nn.Linear({width}, {width})" for n in registered)
    steps = [f"        x = torch.relu(self.{n}(x))" for n in calls[:-1]]
    if twice:
        at = calls.index(twice)
        steps.insert(at + 1, steps[at])
    if dropped:
        steps.insert(rng.randint(0, len(steps)), f"        extra = self.{dropped}(x)")
    flags = "\n".join(f"model.{n}.requires_grad_(False)" for n in frozen)
    return f"""class Net(nn.Module):
    def __init__(self):
        super().__init__()
{made}

    def forward(self, x):
{chr(10).join(steps)}
        return self.{calls[-1]}(x)

model = Net()
{flags}
model(torch.ones({rng.randint(2, 9)}, {width})).sum().backward()"""


TEMPLATE = Template("path_of_gradients", HARD, ("01",), ("01.3",), make)
