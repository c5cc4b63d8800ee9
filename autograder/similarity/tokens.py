"""The text of a cell as tokens: read sign by sign and never compiled, so broken text works too."""

import keyword
import re
from builtins import __dict__ as _BUILTINS
from dataclasses import dataclass

# Every alternative takes at least one sign and looks back at none: time is linear in the text.
_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
    | (?P<string>[rRbBuUfF]{0,2}(?:
        \"{3}(?:[^"]|"(?!""))*(?:\"{3})?
        | '{3}(?:[^']|'(?!''))*(?:'{3})?
        | "(?:\\.|[^"\\\n])*"?
        | '(?:\\.|[^'\\\n])*'?))
    | (?P<name>[^\W\d]\w*)
    | (?P<number>\d[\w.]*)
    | (?P<sign>[-+*/%|&^=!<>]=|->|\*\*|//|[^\w\s])
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"\w+")
KEPT = {*keyword.kwlist, *_BUILTINS}
# What a renamed variable and another text in quotes are called.
NAME, TEXT = "a_name", '"text"'


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a text, from the sign at `start` up to, without it, the one at `end`."""

    kind: str
    text: str
    start: int
    end: int


def tokens(source: str) -> list[Token]:
    """The tokens of a piece of Python, or of what was meant to be some."""
    return [
        Token(str(found.lastgroup), found.group(), found.start(), found.end())
        for found in _TOKEN.finditer(source)
    ]


def words(text: str, start: int = 0) -> list[Token]:
    """The words of a text in lower case; `start` is where the text begins."""
    return [
        Token("word", found.group().lower(), start + found.start(), start + found.end())
        for found in _WORD.finditer(text)
    ]


def shapes(found: list[Token]) -> list[str]:
    """What each token is whatever names were chosen: attributes, keywords and signs are kept."""
    shaped, before = [], ""
    for token in found:
        text = token.text
        if token.kind == "name" and before != "." and text not in KEPT:
            shaped.append(NAME)
        else:
            shaped.append(TEXT if token.kind == "string" else text)
        before = text
    return shaped
