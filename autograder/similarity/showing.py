"""What the learners of a group share, in words and as excerpts, for whoever is to look at it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from autograder.similarity.excerpts import Excerpt, Span, excerpt
from autograder.similarity.groups import Group
from autograder.similarity.pieces import Work
from autograder.similarity.rarity import CELL, FINDING, Key, Place, Rare

KINDS = {
    "word": "the text",
    "phrase": "the text",
    "spacing": "the spaces in",
    "wording": "the code",
    "turn": "the code",
    FINDING: "the mistake",
}

BETWEEN = " .,"  # signs between neighbours


@dataclass
class Common:
    """One thing that is shared: `text` is how the first learner wrote it.

    `kind` is one of KINDS' values; `others` is how many outside the group have it.
    """

    number: int
    kind: str
    text: str
    others: int
    keys: list[Key] = field(default_factory=list)


@dataclass(frozen=True)
class Spot:
    """One answer in which a group shares something; `place` is its exercise, or OWN."""

    place: str
    commons: tuple[Common, ...]
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True)
class Likeness:
    """A group as it is shown; `cells` is how many cells came into all their files from one."""

    students: tuple[str, ...]
    spots: tuple[Spot, ...]
    cells: int


def likeness(group: Group, works: Sequence[Work], rare: Rare) -> Likeness:
    """What a group shares, answer by answer in the order of the lesson."""
    by_place: dict[str, list[Key]] = {}
    for key in sorted(group.places, key=lambda key: (_first(group, key), key)):
        learner, place = _first(group, key)
        if key[0] != CELL:
            by_place.setdefault(works[learner].pieces[place.piece].place, []).append(key)
    return Likeness(
        tuple(works[learner].student for learner in group.learners),
        tuple(_spot(place, keys, group, works, rare) for place, keys in by_place.items()),
        sum(key[0] == CELL for key in group.places),
    )


def _first(group: Group, key: Key) -> tuple[int, Place]:
    """The first learner of a group who holds a trace, and where."""
    learner = min(group.places[key])
    return learner, group.places[key][learner]


def _spot(place: str, keys: Sequence[Key], group: Group, works: Sequence[Work], rare: Rare) -> Spot:
    """What is shared in one answer."""
    commons = _commons(keys, group, works, rare)
    numbers = {key: common.number for common in commons for key in common.keys}
    excerpts = []
    for learner in group.learners:
        spans: dict[int, list[Span]] = {}
        for key in keys:
            if (at := group.places[key].get(learner)) and at.end:
                spans.setdefault(at.piece, []).append(Span(at.start, at.end, numbers[key]))
        for piece, found in sorted(spans.items()):
            source = works[learner].pieces[piece].source
            excerpts.append(excerpt(works[learner].student, source, found))
    return Spot(place, tuple(commons), tuple(excerpts))


def _commons(keys: Sequence[Key], group: Group, works: Sequence[Work], rare: Rare) -> list[Common]:
    """The shared things, numbered from 1: neighbours of one kind in the same hands are one."""
    made: list[Common] = []
    last: dict[tuple, tuple[Common, int]] = {}
    for key in keys:
        learner, place = _first(group, key)
        source = works[learner].pieces[place.piece].source
        hands = KINDS[key[0]], place.piece, tuple(sorted(group.places[key]))
        others = len(rare.held[key].keys() - set(group.learners))
        common, end = last.get(hands, (None, 0))
        if common and place.end and not source[end : place.start].strip(BETWEEN):
            common.text += source[end : place.end]
            common.others = max(common.others, others)
        else:
            text = source[place.start : place.end] if place.end else key[1].partition(": ")[2]
            common = Common(len(made) + 1, hands[0], text, others)
            made.append(common)
        common.keys.append(key)
        last[hands] = common, max(end, place.end)
    return made
