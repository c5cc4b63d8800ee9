"""What a text could share with another one: traces, each with the signs where it stands.

word      an unusual name, number or word of a comment
phrase    four words of a comment or of prose, or a whole comment of two or three
spacing   an odd gap between two signs
wording   a run of code with the names that the course itself uses
turn      three neighbouring tokens of code, whatever its names
"""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import pairwise

from autograder.similarity.pieces import Piece
from autograder.similarity.tokens import NAME, Token, shapes, tokens, words
from autograder.similarity.winnowing import fingerprints

PHRASE = 4
WORDING, TURN = 8, 3  # tokens
SHORTEST = 3  # signs of a word that can be unusual
# Two or more spaces, or a tab; one space is odd only where nobody puts one.
_WIDE = re.compile(r"[ \t]*\t[ \t]*| {2,}")
_CLOSING = tuple(",;:)]")
_HEADS, _OPENING, _CLOSED = ("def", "class"), tuple("([{"), tuple(")]}")


@dataclass(frozen=True, slots=True)
class Trace:
    """Something in a text: `key` is the same wherever it comes up."""

    kind: str
    key: str
    start: int
    end: int


def traces(piece: Piece, usual: Set[str]) -> Iterator[Trace]:
    """The traces in a text; `usual` words are none, and neither are names of less than SHORTEST."""
    if not piece.is_code:
        yield from _said(words(piece.source), usual)
        return
    found = tokens(piece.source)
    code = [token for token in found if token.kind != "comment"]
    for token in found:
        if token.kind in ("comment", "string"):
            yield from _said(words(token.text, token.start), usual)
        elif token.kind in ("name", "number") and _is_odd(token.text, usual):
            yield Trace("word", token.text.lower(), token.start, token.end)
    yield from _gaps(found, piece.source)
    for row in _rows(code):
        for at, run in fingerprints([_worded(token, usual) for token in row], WORDING):
            yield Trace("wording", run, row[at].start, row[at + WORDING - 1].end)
        shaped = shapes(row)
        for at in range(len(row) - TURN + 1):
            turn = "\0".join(shaped[at : at + TURN])
            yield Trace("turn", turn, row[at].start, row[at + TURN - 1].end)


def _rows(code: list[Token]) -> Iterator[list[Token]]:
    """The tokens of each function without its head, which comes from the release."""
    begins = [at for at, token in enumerate(code) if token.text in _HEADS]
    for begin, end in pairwise([0, *begins, len(code)]):
        row = code[begin:end]
        yield row[_head(row) :] if row and row[0].text in _HEADS else row


def _head(row: list[Token]) -> int:
    """How many tokens the head of a function takes, its docstring included."""
    depth = 0
    for at, token in enumerate(row):
        depth += (token.text in _OPENING) - (token.text in _CLOSED)
        if token.text == ":" and depth <= 0:
            return at + 2 if row[at + 1 : at + 2] and row[at + 1].kind == "string" else at + 1
    return len(row)


def _worded(token: Token, usual: Set[str]) -> str:
    """A token as written, whatever its quotes; names that the course lacks are all the same."""
    if token.kind == "name" and token.text.lower() not in usual:
        return NAME
    return token.text.replace("'", '"') if token.kind == "string" else token.text


def _is_odd(word: str, usual: Set[str]) -> bool:
    """Whether a word says something about who wrote it."""
    return len(word) >= SHORTEST and word.lower() not in usual


def _said(row: list[Token], usual: Set[str]) -> Iterator[Trace]:
    """The unusual words and the phrases of what was written for people."""
    for word in row:
        if _is_odd(word.text, usual):
            yield Trace("word", word.text, word.start, word.end)
    length = PHRASE if len(row) >= PHRASE else max(len(row), 2)
    for at in range(len(row) - length + 1):
        text = " ".join(word.text for word in row[at : at + length])
        yield Trace("phrase", text, row[at].start, row[at + length - 1].end)


def _gaps(found: list[Token], source: str) -> Iterator[Trace]:
    """The odd gaps in a text, each with the signs around it."""
    for left, right in pairwise(found):
        gap = source[left.end : right.start]
        wide = _WIDE.fullmatch(gap) and right.kind != "comment"
        if wide or (gap == " " and right.text in _CLOSING):
            key = f"{source[left.end - 1]}{gap}{source[right.start]}"
            yield Trace("spacing", key, left.end, right.start)
