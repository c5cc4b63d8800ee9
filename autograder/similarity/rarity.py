"""How much it says that two learners share a trace: the fewer others have it, the more.

A trace that m of n learners hold counts log2((n + UNSEEN) / m) bits: as if UNSEEN more learners had
been asked and none had it. What more than a few learners hold counts nothing: it was taught, or is
the natural thing to write.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2

from autograder.similarity.background import Background
from autograder.similarity.pieces import Work
from autograder.similarity.traces import traces

UNSEEN = 16
SMALL = 20  # learners; in a smaller class nobody can say how rare a way to write code is
CELL, FINDING = "cell", "finding"
# Three tokens are short: with three holders they show chance more often than copies (measured).
OF_TWO = ("turn",)
Key = tuple[str, str]
Findings = Mapping[str, frozenset[tuple[str, str]]]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a trace stands: in which piece of a learner's work, and between which signs.

    A finding stands nowhere in its piece, and the id of a cell in no piece: that is -1.
    """

    piece: int
    start: int
    end: int


@dataclass(frozen=True)
class Rare:
    """The traces that a few learners of a class of `size` share.

    `held` has, for each trace, where it stands in the work of each learner who holds it; learners
    are counted from 0.
    """

    held: Mapping[Key, Mapping[int, Sequence[Place]]]
    size: int

    def bits(self, key: Key) -> float:
        """What sharing a trace says."""
        return bits_of(len(self.held[key]), self.size)


def bits_of(holders: int, size: int) -> float:
    """What sharing a trace says that this many learners of a class hold."""
    return log2((size + UNSEEN) / holders)


def few(size: int) -> int:
    """How many learners of a class of this size may hold a trace that counts."""
    return 2 if size < SMALL else min(10, 3 + size // 75)


def rare_traces(works: Sequence[Work], known: Background, findings: Findings) -> Rare:
    """The traces that at least two and only a few of these learners hold."""
    held: dict[Key, dict[int, list[Place]]] = defaultdict(lambda: defaultdict(list))
    for learner, work in enumerate(works):
        found = findings.get(work.student, frozenset())
        for number, piece in enumerate(work.pieces):
            for trace in traces(piece, known.usual):
                if (key := (trace.kind, trace.key)) not in known.known:
                    held[key][learner].append(Place(number, trace.start, trace.end))
            for exercise, seen in found:
                if exercise == piece.place:
                    held[FINDING, f"{exercise}: {seen}"][learner].append(Place(number, 0, 0))
        for cell_id in work.cell_ids:
            held[CELL, cell_id][learner].append(Place(-1, 0, 0))
    most = few(len(works))
    kept = {
        key: by for key, by in held.items() if 2 <= len(by) <= (2 if key[0] in OF_TWO else most)
    }
    return Rare(kept, len(works))
