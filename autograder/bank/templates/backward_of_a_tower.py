"""How many operations the backward pass of a small tower takes, with some layers frozen."""

import random

from autograder.bank.material.linear_towers import (
    backward_work,
    drawn_widths,
    product_of,
    tower_code,
)
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.bank.running import names_after

HINT = "Take each layer by itself: does it learn, and does anything below it learn?"


def make(rng: random.Random) -> Draft:
    """Three or four layers, one or two of them frozen, and a batch of a few rows."""
    widths = drawn_widths(rng, rng.randint(3, 4), (2, 3, 4, 5, 6, 8, 10))
    layers, rows = len(widths) - 1, rng.choice([5, 10, 20, 50])
    frozen = set(rng.sample(range(layers), rng.randint(1, 2)))
    code = tower_code(widths, frozen)
    batch = f"X = torch.randn({rows}, {widths[0]})\nloss = model(X).sum()"
    names = names_after(f"{code}\n{batch}")
    model, inputs = names["model"], names["X"]
    right, costs = backward_work(model, inputs), product_of(model, inputs)
    stem = (
        "How many operations do the matrix products of `loss.backward()` take? A product of "
        "matrices\n(a, b) and (b, c) counts 2 * a * b * c; nothing else is counted.\n\n"
        f"```python\n{code}\n{batch}\n```"
    )
    learns = [layer not in frozen for layer in range(layers)]
    return Draft(stem, Choice(str(right), _reason(learns)), _slips(costs, learns, right), HINT)


def _below(learns: list[bool]) -> list[bool]:
    """Of each layer, whether anything below it learns."""
    return [any(learns[:layer]) for layer in range(len(learns))]


def _reason(learns: list[bool]) -> str:
    """Which layers compute which product, as a sentence."""
    own = [str(layer) for layer, one in enumerate(learns, start=1) if one]
    down = [str(layer) for layer, one in enumerate(_below(learns), start=1) if one]
    sent = f"Linear {', '.join(down)} hand a gradient down" if down else "none hands one down"
    return f"Weight gradients: Linear {', '.join(own)}; {sent}, counted from the input."


def _slips(costs: list[int], learns: list[bool], right: int) -> list[Choice]:
    """What wrong ways of counting give."""
    pairs = list(zip(costs, learns, _below(learns), strict=True))
    own = sum(cost for cost, learn, _ in pairs if learn)
    reached, stopped = 0, False
    for cost, learn, below in reversed(pairs):
        stopped = stopped or not learn
        reached += 0 if stopped else cost * (1 + below)
    everything = 2 * sum(costs)
    counts = [
        (own, "Gradients must also be handed down to lower layers that learn.",
         {"belief": "only weight gradients are counted"}),
        (reached, "A frozen layer hands the gradient down.", {"mistake": "F5"}),
        (everything, "Frozen layers compute no weight gradient.",
         {"belief": "gradients computed and then skipped"}),
        (everything - costs[0], "That is the backward pass with nothing frozen.",
         {"belief": "the flags are overlooked"}),
        (own + sum(costs), "Not every layer has something to hand down to.",
         {"belief": "every layer thought to hand down"}),
        (2 * own, "A frozen layer may have to hand a gradient down, and the lowest need not.",
         {"belief": "both products where a layer learns"}),
        (sum(costs), "That is the forward pass.", {"belief": "backward thought equal to forward"}),
        (right // 2, "An addition and a multiplication count one each.",
         {"belief": "the additions are forgotten"}),
        (right + costs[0], "The batch asks for no gradient, or the first layer is frozen.",
         {"belief": "a product of layer one added"}),
    ]  # fmt: skip
    return [Choice(str(count), says, **why) for count, says, why in counts]


TEMPLATE = Template("backward_of_a_tower", MEDIUM, ("06",), ("06.1", "06.2"), make)
