"""How a question is put on the page: words, then code; and lists of names as one option."""

import textwrap
from collections.abc import Iterable

WIDTH = 96
NOBODY = "none of them"


def with_code(question: str, code: str, after: str = "") -> str:
    """The words of a question, wrapped, with a block of Python below and more words after it."""
    parts = [_wrapped(question), f"```python\n{code.strip()}\n```", _wrapped(after)]
    return "\n\n".join(part for part in parts if part)


def listed(names: Iterable[str]) -> str:
    """Names as one option, such as "`a, b`"; "none of them" where there is no name."""
    return f"`{', '.join(names)}`".replace("``", NOBODY)


def said(names: Iterable[str]) -> str:
    """Names for the middle of a sentence, such as "`a`, `b`"; "nothing" where there is no name."""
    return ", ".join(f"`{name}`" for name in names) or "nothing"


def _wrapped(words: str) -> str:
    """Words in lines that fit on the page, paragraphs kept."""
    paragraphs = words.strip().split("\n\n")
    return "\n\n".join(
        textwrap.fill(" ".join(p.split()), WIDTH, break_on_hyphens=False) for p in paragraphs
    )
