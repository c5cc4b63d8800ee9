"""Which line keeps the numbers that a weight has now, while the network takes a step."""

import random
from collections.abc import Sequence
from itertools import pairwise

import torch

from autograder.bank.material.stems import with_code
from autograder.bank.question import EASY, Choice, Draft, Template
from autograder.bank.running import names_after

LINES = (
    "{layer}.weight",
    "{layer}.weight.data",
    "{layer}.weight.detach()",
    "{layer}.weight.view_as({layer}.weight)",
    "next({layer}.parameters())",
    "dict(net.named_parameters())[{name}]",
    "net.state_dict()[{name}]",
    "dict(net.state_dict())[{name}]",
    "copy.copy(net.state_dict())[{name}]",
    "{layer}.weight.clone()",
    "{layer}.weight.data.clone()",
    "{layer}.weight.detach().clone()",
    "copy.deepcopy({layer}).weight",
    "copy.deepcopy({layer}.weight)",
    "copy.deepcopy(net.state_dict())[{name}]",
    "torch.tensor({layer}.weight.tolist())",
)
HINT = "Which of the lines makes new memory, and which only looks at the old?"


def make(rng: random.Random) -> Draft:
    """Two or three Linear layers, one step, and lines that all look as if they kept something."""
    widths = [rng.randint(2, 12) for _ in range(rng.choice((3, 4)))]
    layers = [f"nn.Linear({a}, {b})" for a, b in pairwise(widths)]
    place = 2 * rng.randrange(len(layers))
    names = {"layer": f"net[{place}]", "name": f'"{place}.weight"'}
    lines = [line.format(**names) for line in LINES]
    rate, rows = rng.choice(("0.1", "0.2", "0.5")), rng.randint(3, 9)
    kind = rng.choice(("SGD", "Adam", "AdamW"))
    before = f"import copy\n\nnet = nn.Sequential({', nn.Tanh(), '.join(layers)})"
    after = "\n".join(
        [
            f"optimizer = torch.optim.{kind}(net.parameters(), lr={rate})",
            f"net(torch.ones({rows}, {widths[0]})).sum().backward()",
            "optimizer.step()",
        ]
    )
    keeping, watching = _sorted(lines, before, after, names)
    question = (
        f"Between the two parts, `kept = ...` shall keep the numbers of `{names['layer']}.weight` "
        f"as they are before the step. Which right-hand side does?"
    )
    stem = with_code(question, f"{before}\n\n# kept = ...\n\n{after}")
    right = rng.choice(keeping)
    says = f"`{right}` has memory of its own, which no step writes to."
    return Draft(stem, Choice(f"`{right}`", says), [_wrong(line) for line in watching], HINT)


def _sorted(lines: Sequence[str], before: str, after: str, names: dict) -> tuple[list, list]:
    """The lines that keep the old numbers, and those that hold the new ones after the step."""
    keep = "\n".join(f"kept{at} = {line}" for at, line in enumerate(lines))
    ran = names_after(f"{before}\nold = {names['layer']}.weight.tolist()\n{keep}\n{after}")
    old = torch.tensor(ran["old"])
    kept = [line for at, line in enumerate(lines) if torch.equal(ran[f"kept{at}"], old)]
    return kept, [line for line in lines if line not in kept]


def _wrong(line: str) -> Choice:
    """A line that shows the weight of after the step."""
    says = f"`{line}` is a window on the weight's memory: after the step it shows the new numbers."
    return Choice(f"`{line}`", says, "F24" if "state_dict" in line else "F25")


TEMPLATE = Template("kept_through_a_step", EASY, ("11",), ("11.4",), make)
