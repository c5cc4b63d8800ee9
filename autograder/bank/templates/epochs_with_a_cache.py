"""How many operations some epochs of a new head take, with the features computed once."""

import random

from autograder.bank.material.linear_towers import drawn_widths, product_of, tower_code
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.bank.running import names_after
from course.cost import flops_of

HINT = "What runs once, and what in every epoch? And which product does backward need in the head?"


def make(rng: random.Random) -> Draft:
    """A body of two or three layers under a head; the body runs once or in every epoch."""
    widths = drawn_widths(rng, rng.randint(3, 4), (2, 3, 4, 5, 6, 8, 10))
    rows, epochs = rng.choice([5, 10, 20]), rng.randint(2, 8)
    body = tower_code(widths[:-1], name="body").replace("\n)", "\n    nn.ReLU(),\n)")
    cached = rng.random() < 0.7
    code = (
        f"{body}\nbody.requires_grad_(False)\nhead = nn.Linear({widths[-2]}, {widths[-1]})\n"
        f"X = torch.randn({rows}, {widths[0]})"
    )
    passes, given = ("features = body(X)\n", "features") if cached else ("", "body(X)")
    loop = f"{passes}for epoch in range({epochs}):\n    head({given}).sum().backward()"
    names = names_after(code)
    right = flops_of(lambda: names_after(loop, **names))
    *below, head = product_of([*names["body"], names["head"]], names["X"])
    stem = (
        "How many operations do the matrix products of the lines under the dots take, forward and\n"
        "backward together? A product of matrices (a, b) and (b, c) counts 2 * a * b * c; nothing\n"
        f"else is counted.\n\n```python\n{code}\n# ...\n{loop}\n```"
    )
    times = "once" if cached else f"{epochs} times"
    says = f"The body costs {sum(below)}, {times}; the head 2 * {head} in each of {epochs} epochs."
    return Draft(stem, Choice(str(right), says), _slips(sum(below), head, epochs, cached), HINT)


def _slips(body: int, head: int, epochs: int, cached: bool) -> list[Choice]:
    """What wrong ways of counting give."""
    once, always = body + 2 * epochs * head, epochs * (body + 2 * head)
    place = "The body stands outside the loop." if cached else "The body stands inside the loop."
    counts = [
        (always if cached else once, place, "the place of the body overlooked"),
        (2 * epochs * head, "The body is work, too.", "a frozen body thought free"),
        (body + epochs * head, "The head has a forward and a backward product in each epoch.",
         "the head's backward is forgotten"),
        (body + 3 * epochs * head, "Below the head nothing asks for a gradient.",
         "the head thought to hand down"),
        (epochs * (body + 3 * head), "Below the head nothing asks for a gradient.",
         "the head thought to hand down"),
        (3 * epochs * (body + head), "The body is frozen and needs no gradient.",
         "everything thought to be trained"),
        (epochs * (2 * body + 2 * head), "No gradient goes back through the body.",
         "backward thought to pass below"),
        (body + 2 * head, f"The loop runs {epochs} times.", "one epoch taken for all"),
        (epochs * (body + head), "The head's weight gradient is a product as well.",
         "the head's backward is forgotten"),
    ]  # fmt: skip
    return [Choice(str(count), says, belief=why) for count, says, why in counts]


TEMPLATE = Template("epochs_with_a_cache", MEDIUM, ("06",), ("06.1", "06.4"), make)
