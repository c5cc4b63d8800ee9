"""Mistake cards: one for each id of `autograder.mistakes`, in A.md to H.md.

A card begins with a situation that ends in a question. Its code was run, and what it printed stands
below it, so a test can run it again. Four paragraphs follow: Happens, Why, See it, Instead.
`explain` shows a card whole; flashcards show the front, then the back.
"""

import functools
import re
from dataclasses import dataclass
from importlib.resources import files

LABELS = ("Happens", "Why", "See it", "Instead")
# What every card's code may rely on; shown once, above the cards.
GIVEN = """import copy

import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)
"""
CARD = re.compile(
    r"## (?P<id>[A-H]\d+)\n\n(?P<front>.+?)\n\n"
    r"```python\n(?P<code>.+?)\n```\n\n```text\n(?P<printed>.*?)\n```\n\n(?P<back>.+?)\s*\Z",
    re.DOTALL,
)


@dataclass(frozen=True)
class Card:
    """One mistake: `front` asks, `code` shows it, `printed` is what the code prints.

    `back` holds the four paragraphs by their labels.
    """

    id: str
    front: str
    code: str
    printed: str
    back: dict[str, str]


class BadCard(ValueError):
    """A card that is not in the form; the sentence says which one and what is missing."""


@functools.cache
def cards() -> dict[str, Card]:
    """All cards by id. Raises BadCard."""
    found: dict[str, Card] = {}
    for page in sorted(files(__package__).iterdir(), key=lambda page: page.name):
        if page.name.endswith(".md"):
            for text in re.split(r"^(?=## )", page.read_text(encoding="utf-8"), flags=re.M)[1:]:
                card = _card(text)
                if card.id in found:
                    raise BadCard(f"{page.name} holds card {card.id} twice; delete one of them.")
                found[card.id] = card
    return found


def _card(text: str) -> Card:
    """The card in a piece of Markdown."""
    name = text.partition("\n")[0]
    match = CARD.fullmatch(text)
    if not match:
        raise BadCard(f"{name!r} needs a front, a python block, a text block and four paragraphs.")
    told = re.split(r"^\*\*([^*]+):\*\* ", match["back"], flags=re.M)
    back = dict(zip(told[1::2], map(str.strip, told[2::2]), strict=True))
    if tuple(back) != LABELS:
        raise BadCard(f"{name!r} needs the paragraphs {', '.join(LABELS)}, in this order.")
    return Card(match["id"], match["front"], match["code"], match["printed"], back)
