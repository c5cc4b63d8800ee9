"""The lines of a text around what is shared in it, cut into parts that are marked or not."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

AROUND = 1  # lines shown before and behind a shared one
MOST_LINES = 40
MOST_SIGNS = 200  # of one line
LEFT_OUT = "…"


@dataclass(frozen=True)
class Span:
    """The signs from `start` to, without it, `end` are part of the shared thing `number`."""

    start: int
    end: int
    number: int


@dataclass(frozen=True)
class Part:
    """A piece of a line: `numbers` says which shared things it belongs to, none for the rest."""

    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Excerpt:
    """Lines of what one learner wrote."""

    student: str
    lines: tuple[tuple[Part, ...], ...]


def excerpt(student: str, source: str, spans: Sequence[Span]) -> Excerpt:
    """The lines of `source` that the spans touch, and those around them."""
    lines = list(_lines(source, spans))
    touched = [at for at, line in enumerate(lines) if any(part.numbers for part in line)]
    near = {at + step for at in touched for step in range(-AROUND, AROUND + 1)}
    shown, last = [], -1
    for at in sorted(near & set(range(len(lines))))[:MOST_LINES]:
        if at != last + 1:
            shown.append((Part(LEFT_OUT, ()),))
        shown.append(lines[at])
        last = at
    if last != len(lines) - 1:
        shown.append((Part(LEFT_OUT, ()),))
    return Excerpt(student, tuple(shown))


def _lines(source: str, spans: Sequence[Span]) -> Iterator[tuple[Part, ...]]:
    """Every line of a text as parts: neighbouring signs of the same shared things."""
    things = defaultdict(set)
    for span in spans:
        for sign in range(span.start, span.end):
            things[sign].add(span.number)
    start = 0
    for line in source.split("\n"):
        shown = range(start, start + min(len(line), MOST_SIGNS))
        parts = groupby(shown, key=lambda sign: tuple(sorted(things.get(sign, ()))))
        cut = [Part(LEFT_OUT, ())] if len(line) > MOST_SIGNS else []
        yield (
            *(Part("".join(source[sign] for sign in signs), these) for these, signs in parts),
            *cut,
        )
        start += len(line) + 1
