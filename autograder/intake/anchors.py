"""What the text of a cell says about where it belongs: the names it defines, the checks it calls.

Texts are read line by line and never compiled: they may be broken, huge, or no Python at all.
"""

import re
from collections import Counter

_FUNCTION = re.compile(r"^(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", re.MULTILINE)
_ASSIGNED = re.compile(r"^(\w+(?:[ \t]*,[ \t]*\w+)*)[ \t]*(?::[^=\n]*)?=(?!=)", re.MULTILINE)
_CALL = re.compile(r"""^(?:check|practice)\([ \t]*["']([\w-]{1,80})["']""", re.MULTILINE)
_TOKEN = re.compile(r"\w+|[^\w\s]")
_CODE = re.compile(r"@|(?:async|class|def|from|import)\b")
_EMPTY = {"...", "pass", "return", "return None", "raise NotImplementedError()"}
_EMPTY_LINE = (": ...", ": pass", ": return None")
COMPARED = 5_000  # signs of a text
_QUOTES = ('"""', "'''")


def plain(source: str) -> str:
    """The text without what no reader sees: spaces at line ends, blank lines around it."""
    return "\n".join(line.rstrip() for line in source.strip().split("\n"))


def functions(source: str) -> set[str]:
    """Names of the functions and classes that are defined at the left margin."""
    return set(_FUNCTION.findall(source))


def assigned(source: str) -> set[str]:
    """Names that are assigned at the left margin."""
    return {name.strip() for names in _ASSIGNED.findall(source) for name in names.split(",")}


def calls(source: str) -> set[str]:
    """What is checked or practised by calls at the left margin."""
    return set(_CALL.findall(source))


def looks_like_code(source: str) -> bool:
    """Whether text of another kind of cell begins as Python does."""
    return _CODE.match(source.lstrip()) is not None


def answers(source: str, name: str, released: str) -> bool:
    """Whether the text gives `name` a meaning that is neither the stub nor what was released."""
    if name in functions(source):
        body = _body(source, name)
        if _written(body) and body != _body(released, name):
            return True
    return name in assigned(source) and name not in assigned(released)


def likeness(tokens: Counter, others: Counter) -> float:
    """How much two texts have in common, from 0 to 1, whatever the order."""
    both = tokens.total() + others.total()
    return 2 * (tokens & others).total() / both if both else 1.0


def tokens(source: str) -> Counter:
    """Words and signs of a text, counted; its beginning says enough."""
    return Counter(_TOKEN.findall(source[:COMPARED]))


def _body(source: str, name: str) -> list[str]:
    """The lines of the last definition of a function, without comments and blank lines."""
    lines = source.split("\n")
    begins = re.compile(rf"(?:async[ \t]+)?(?:def|class)[ \t]+{re.escape(name)}\b")
    starts = [number for number, line in enumerate(lines) if begins.match(line)]
    body: list[str] = []
    for line in lines[starts[-1] :] if starts else []:
        if body and line[:1] not in (" ", "\t", ")", "#", ""):
            break
        # A sign inside a string cuts it short; both texts that are compared are cut alike.
        if bare := line.partition("#")[0].rstrip():
            body.append(bare)
    return body


def _written(body: list[str]) -> list[str]:
    """What a learner wrote into a function: its lines without signature, docstring and stub."""
    ends = next((n for n, line in enumerate(body) if line.endswith(":")), None)
    if ends is None:
        return [line for line in body if not line.endswith(_EMPTY_LINE)]
    lines = [line.strip() for line in body[ends + 1 :]]
    if lines and lines[0].startswith(_QUOTES):
        quotes = lines[0][:3]
        closing = 0 if lines[0].count(quotes) > 1 else 1
        while closing and closing < len(lines) and quotes not in lines[closing]:
            closing += 1
        lines = lines[closing + 1 :]
    return [line for line in lines if line not in _EMPTY]
