"""Which run would show that the line that freezes was missing: evidence that is able to fail."""

import random
from itertools import pairwise

from autograder.bank.material.rulers import BLIND, COMPARES, KEEPS, STEP, UNMOVED
from autograder.bank.material.stems import with_code
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.bank.running import printed_by

TRIED = 7
HINT = "What would each run print if the layer did move?"


def make(rng: random.Random) -> Draft:
    """Two or three Linear layers, one to be frozen, and a dozen runs tried with and without it."""
    widths = [rng.randint(2, 9) for _ in range(rng.choice((3, 4)))]
    layers = [f"nn.Linear({a}, {b})" for a, b in pairwise(widths)]
    at, two = rng.sample([2 * place for place in range(len(layers))], 2)
    words = {"one": f"net[{at}]", "two": f"net[{two}]", "at": at}
    freeze = f"net[{at}].requires_grad_(False)"
    setup = "\n".join(
        [
            "import copy",
            "",
            f"net = nn.Sequential({', nn.Tanh(), '.join(layers)})",
            freeze,
            f"optimizer = torch.optim.{rng.choice(('SGD', 'Adam'))}(net.parameters(), lr=0.1)",
            f"x, y = torch.randn(8, {widths[0]}), torch.arange(8) % {widths[-1]}",
        ]
    )
    without = setup.replace(freeze, "pass")
    right = "\n".join([rng.choice(KEEPS), STEP, rng.choice(COMPARES)])
    runs = [("\n".join([was, STEP, end or rng.choice(COMPARES)]), *why) for was, end, *why in BLIND]
    runs += [
        ("\n".join([rng.choice(KEEPS), moved, rng.choice(COMPARES)]), *why)
        for moved, *why in UNMOVED
    ]
    right = right.format(**words)
    shown, missed = (printed_by(f"{start}\n{right}") for start in (setup, without))
    wrong = []
    for code, says, belief in rng.sample(runs, TRIED):
        run = code.format(**words)
        if printed_by(f"{setup}\n{run}") == printed_by(f"{without}\n{run}"):
            wrong.append(Choice(run, says.format(**words), **belief))
    if shown == missed:
        # The step did not move the layer at all: no run can tell.
        wrong = []
    question = (
        f"Somebody says that `net[{at}]` keeps still here. A run is evidence if it prints "
        f"something **else** once the line `{freeze}` is taken out. Which of these runs, put "
        "below, is evidence?"
    )
    says = f"With the line it prints {shown}, without it {missed}."
    return Draft(with_code(question, setup), Choice(right, says), wrong, HINT)


TEMPLATE = Template("run_that_can_fail", MEDIUM, ("11",), ("11.5",), make)
