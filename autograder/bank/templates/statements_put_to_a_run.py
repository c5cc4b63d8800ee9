"""Statements about a partly frozen network, of which a run supports exactly one."""

import random
from itertools import pairwise

from autograder.bank.material.freeze_statements import LOUD, Fact
from autograder.bank.material.quiet_statements import QUIET
from autograder.bank.material.stems import with_code
from autograder.bank.question import EASY, Choice, Draft, Template
from autograder.bank.running import names_after

HINT = "Which few lines would decide each statement, and what would they print?"


def make(rng: random.Random) -> Draft:
    """A Sequential with one frozen layer; six facts, one told as it is and five turned round."""
    widths = [rng.randint(2, 9) for _ in range(rng.choice((3, 4)))]
    layers = [f"nn.Linear({a}, {b})" for a, b in pairwise(widths)]
    places = [2 * at for at in range(len(layers))]
    path = rng.choice(places)
    other = rng.choice([place for place in places if place != path])
    kind = rng.choice(("SGD", "Adam", "AdamW"))
    setup = "\n".join(
        [
            f"net = nn.Sequential({', nn.Tanh(), '.join(layers)})",
            f"net[{path}].requires_grad_(False)",
            f"optimizer = torch.optim.{kind}(net.parameters(), lr=0.1)",
            f"x, y = torch.randn(8, {widths[0]}), torch.arange(8) % {widths[-1]}",
            "loss = F.cross_entropy(net(x), y)",
        ]
    )
    words = {"frozen": f"net[{path}]", "other": f"net[{other}]", "path": path}
    words["fresh"] = f"fresh[{path}]"
    first, *rest = rng.sample(LOUD + QUIET, 6)
    stem = with_code(
        "Which statement does a run in PyTorch 2.13 support?",
        setup,
        "Each statement is about what follows right after these lines.",
    )
    right = _choice(rng, first, words, told=_holds(first, setup, words))
    wrong = [_choice(rng, fact, words, told=not _holds(fact, setup, words)) for fact in rest]
    return Draft(stem, Choice(right.text, right.says), wrong, HINT)


def _holds(fact: Fact, setup: str, words: dict) -> bool:
    """Whether the run supports the fact's first statement."""
    return names_after(f"import copy\n{setup}\n{fact.code.format(**words)}")["fact"]


def _choice(rng: random.Random, fact: Fact, words: dict, *, told: bool) -> Choice:
    """The fact's first statement if `told`, else its second, in one of the two wordings."""
    text = rng.choice(fact.true if told else fact.false).format(**words)
    opening = text if text.startswith("`") else text[0].upper() + text[1:]
    return Choice(f"{opening}.", fact.says.format(**words), fact.mistake, fact.belief)


TEMPLATE = Template("statements_put_to_a_run", EASY, ("11",), ("11.5",), make)
