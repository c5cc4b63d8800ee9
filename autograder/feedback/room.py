"""How large a feedback page may become: what is ours always fits, then answers, then the rest."""

from collections.abc import Sequence
from dataclasses import dataclass

MOST_BYTES = 450_000  # of a whole page, in UTF-8

# Who goes first.
OURS, ANSWER, OWN = range(3)


@dataclass(frozen=True)
class Piece:
    """A part of the page: `forms` are its HTML, the fullest first."""

    rank: int
    forms: tuple[str, ...]


def fitted(pieces: Sequence[Piece], around_bytes: int) -> tuple[list[str], int]:
    """The HTML of the pieces in their order, and how many found no room.

    `around_bytes` is what the rest of the page takes. Pieces of ours are never left out.
    """
    room, left_out = MOST_BYTES - around_bytes, 0
    chosen = [""] * len(pieces)
    for at in sorted(range(len(pieces)), key=lambda at: pieces[at].rank):
        for form in pieces[at].forms:
            size = len(form.encode("utf-8", "replace"))
            if size <= room or pieces[at].rank == OURS:
                chosen[at] = form
                room -= size
                break
        else:
            left_out += 1
    return chosen, left_out


def cut(text: str, most: int) -> str:
    """The beginning of a text, and how much of it is missing."""
    if len(text) <= most:
        return text
    return f"{text[:most]}\n… and {len(text) - most} characters more"
