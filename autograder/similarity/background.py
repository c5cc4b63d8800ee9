"""What the course itself explains is no likeness between two learners, as with MOSS's base file."""

from collections.abc import Iterable
from dataclasses import dataclass

from autograder.similarity.pieces import Piece
from autograder.similarity.tokens import words
from autograder.similarity.traces import traces
from autograder.similarity.usual import usual_words


@dataclass(frozen=True)
class Background:
    """Words that anybody may use, and the traces that the course leaves, by kind and key."""

    usual: frozenset[str]
    known: frozenset[tuple[str, str]]


def background(pieces: Iterable[Piece]) -> Background:
    """What these texts explain."""
    pieces = list(pieces)
    usual = usual_words() | {word.text for piece in pieces for word in words(piece.source)}
    known = {(trace.kind, trace.key) for piece in pieces for trace in traces(piece, usual)}
    return Background(usual, frozenset(known))
