"""Which of four snippets ran before the step of training that made a table."""

import functools
import random

import torch

from autograder.bank.material.chains import Chain, drawn_chain
from autograder.bank.material.effects import learning
from autograder.bank.material.stems import said, with_code
from autograder.bank.question import HARD, Choice, Draft, Template
from autograder.bank.running import names_after
from course.step import as_table, one_step

HINT = "Go through a snippet line by line and write down the flag of each tensor after it."
ALL = "model.requires_grad_(False)\n"
EACH = "for p in model.parameters():\n    "
NAMED = "for name, p in model.named_parameters():\n    "
OVER = "the last word about a tensor is overlooked"
TEST = "a test that sets flags is read the other way round"
# Code on two layers, and what it is mistaken in or what leads to a wrong opinion of it.
SNIPPETS = (
    (ALL + "model.{a}.requires_grad_(True)", OVER),
    (ALL + "model.{a}.requires_grad_()", "A24"),
    (ALL + "model.{a}.{kind}.requires_grad_()", "A24"),
    (ALL + "model.{a}.requires_grad = True", "A6"),
    (ALL + "model.{a}.weight.requires_grad = True", "A25"),
    (ALL + "for p in model.{a}.parameters():\n    p.require_grad = True", "A8"),
    ("model.{a}.requires_grad_(True)\nmodel.requires_grad_(False)", "A30"),
    ("model.{a}.requires_grad_(False)\nmodel.{b}.requires_grad = False", "A6"),
    ("model.{a}.requires_grad_(False)\nmodel.{b}.requires_grad_(False)", OVER),
    ("model.{a}.requires_grad_(False)\nmodel.{b}.weight.requires_grad = False", "A25"),
    ("model.{a}.requires_grad_(False)\nmodel.{a}.bias.requires_grad = True", OVER),
    (
        "model.{b}.requires_grad_(False)\n[p.requires_grad_() for p in model.{a}.parameters()]",
        "A24",
    ),
    (EACH + "p.requires_grad = p is model.{a}.{kind}", TEST),
    (EACH + "p.requires_grad = p.dim() == 1", TEST),
    (NAMED + 'p.requires_grad = name.endswith("{kind}")', TEST),
    (NAMED + 'p.requires_grad = not name.startswith("{a}.")', TEST),
    (NAMED + 'p.requires_grad_(name.startswith(("{a}.", "{b}.")))', TEST),
    ("for p in model.{a}.parameters():\n    p.requires_grad = False\n    break", "A22"),
    (EACH + "p.requires_grad = False\n    break", "A22"),
    (EACH + "p.requires_grad = False\n    if p is model.{a}.bias:\n        break", "A22"),
    ("for p in model.{a}.state_dict().values():\n    p.requires_grad = False", "A18"),
    ("for p in model.{a}.parameters():\n    p.grad = None\nmodel.{b}.requires_grad_(False)", "A2"),
    ("map(lambda p: p.requires_grad_(False), model.parameters())", "A21"),
)


def make(rng: random.Random) -> Draft:
    """Three layers, snippets about two of them, and the table that one of them leads to."""
    chain = drawn_chain(rng, 3)
    sorts: dict[tuple[int, ...], list[Choice]] = {}
    for code, why in rng.sample(SNIPPETS, 14):
        first, second = rng.sample(range(3), 2)
        kind = rng.choice(("weight", "bias"))
        able = _able(code, first, second, kind)
        names = [chain.tensors[at] for at in able]
        lines = code.format(a=chain.layers[first], b=chain.layers[second], kind=kind)
        says = f"After it {said(names)} can learn."
        led = {"mistake": why} if len(why) < 4 else {"belief": why}
        text = lines if "\n" in lines else f"`{lines}`"
        sorts.setdefault(able, []).append(Choice(text, says, **led))
    behind = rng.choice(list(sorts))
    right = rng.choice(sorts[behind])
    others = [rng.choice(choices) for able, choices in sorts.items() if able != behind]
    stem = with_code(
        "A fresh model, then a snippet, then one step of AdamW, which was given all parameters:",
        chain.code,
        "The table shows each tensor: its flag, whether it has a gradient, and whether it moved.",
    )
    table = _table(rng, chain, right.text.strip("`"))
    stem += f"\n\n```text\n{table}\n```\n\nWhich snippet was it?"
    return Draft(stem, Choice(right.text, right.says), others, HINT)


def _table(rng: random.Random, chain: Chain, snippet: str) -> str:
    """What one step does to the tensors of the model after the snippet."""
    model = names_after(f"{chain.code}\n{snippet}")["model"]
    rows = rng.randint(4, 8)
    labels = torch.zeros(rows, dtype=torch.long)
    return as_table(one_step(model, torch.ones(rows, chain.widths[0]), labels))


@functools.cache
def _able(code: str, first: int, second: int, kind: str) -> tuple[int, ...]:
    """The places of the tensors that can learn after a snippet; names and widths play no part."""
    model = Chain(("x", "y", "z"), (2, 2, 2, 2))
    lines = code.format(a=model.layers[first], b=model.layers[second], kind=kind)
    names = learning(names_after(f"{model.code}\n{lines}")["model"])
    return tuple(model.tensors.index(name) for name in names)


TEMPLATE = Template("snippet_behind_the_table", HARD, ("01", "02"), ("01.1", "02.1"), make)
