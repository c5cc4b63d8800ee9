"""How much two learners share that few others have, in bits, with every text counted once.

Bits may be added only for what is independent. So a trace counts where none that was counted before
of its sort stands, in either text; a way of spacing counts once, however often it shows; and the
code of one answer counts little, however long: whoever comes to a rare way writes all of it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from autograder.similarity.pieces import Piece, Work
from autograder.similarity.rarity import CELL, FINDING, SMALL, Key, Place, Rare

SAID, SPACING = ("word", "phrase"), ("spacing",)
WORDINGS, TURNS, CELLS = (FINDING, "wording"), ("turn",), (CELL,)
# What the code of one answer can count at most, in traces of each kind. Measured on classes where
# all work alone: without a limit, two who come to one rare way outweigh copies.
MOST_WORDINGS, MOST_TURNS = 1.5, 4


@dataclass(frozen=True)
class Shared:
    """A trace that two learners share, and where it stands in the work of each."""

    key: Key
    bits: float
    places: tuple[Place, Place]


@dataclass(frozen=True)
class Pair:
    """Two learners, counted from 0, and what they share; `bits` is the sum of what counts."""

    learners: tuple[int, int]
    bits: float
    shared: tuple[Shared, ...]

    @property
    def is_one_file(self) -> bool:
        """Whether both files hold a cell that was made once: its id is one of 2**32 or more."""
        return any(one.key[0] == CELL for one in self.shared)


def pairs(works: list[Work], rare: Rare) -> list[Pair]:
    """Every two learners who share a rare trace.

    Found through the traces, so the time grows with what is shared and not with the number of
    pairs in the class.
    """
    together: dict[tuple[int, int], list[Key]] = defaultdict(list)
    for key in sorted(rare.held):
        if rare.size >= SMALL or key[0] not in (*WORDINGS, *TURNS):
            for both in combinations(sorted(rare.held[key]), 2):
                together[both].append(key)
    return [_pair(both, keys, works, rare) for both, keys in sorted(together.items())]


def _pair(both: tuple[int, int], keys: list[Key], works: list[Work], rare: Rare) -> Pair:
    """What two learners share of these traces."""
    said, code, turns, gaps, cells = (
        list(_apart([key for key in keys if key[0] in kinds], both, rare))
        for kinds in (SAID, WORDINGS, TURNS, SPACING, CELLS)
    )
    pieces = works[both[0]].pieces
    bits = sum(one.bits for one in said) + max((one.bits for one in gaps), default=0)
    bits += _limited(code, pieces, MOST_WORDINGS)
    bits += _limited(turns, pieces, MOST_TURNS)
    return Pair(both, bits, (*said, *code, *turns, *gaps, *cells))


def _limited(shared: list[Shared], pieces: Sequence[Piece], most: float) -> float:
    """The bits of traces of code, in each answer no more than `most` of the rarest have."""
    answers: dict[str, list[float]] = defaultdict(list)
    for one in shared:
        answers[pieces[one.places[0].piece].place].append(one.bits)
    return sum(min(sum(found), most * max(found)) for found in answers.values())


def _apart(keys: list[Key], both: tuple[int, int], rare: Rare) -> Iterator[Shared]:
    """The traces that overlap in neither text, the rarest first, short ones before long ones."""
    # One bit of a number for each sign of a piece that was counted.
    taken: tuple[dict[int, int], ...] = (defaultdict(int), defaultdict(int))

    def order(key: Key) -> tuple:
        return key[0] == "phrase", -rare.bits(key), rare.held[key][both[0]][0], key

    for key in sorted(keys, key=order):
        free = [
            next((at for at in rare.held[key][learner] if not used[at.piece] & _signs(at)), None)
            for learner, used in zip(both, taken, strict=True)
        ]
        if None not in free:
            for place, used in zip(free, taken, strict=True):
                used[place.piece] |= _signs(place)
            yield Shared(key, rare.bits(key), (free[0], free[1]))


def _signs(place: Place) -> int:
    """The signs of a place, a bit for each."""
    return ((1 << (place.end - place.start)) - 1) << place.start
