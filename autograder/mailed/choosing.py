"""Which of several hand-ins of one learner for one lesson counts: the last.

Hand-in times decide; where they are equal or one is missing, the numbers of platform and copies do,
as long as all are of one kind. Where nothing decides, none counts until somebody says which.
"""

from collections.abc import Iterator

from autograder.mailed.handin import Fate, HandIn
from autograder.mailed.shelf import ASIDE, EARLIER, Shelf, Standing

UNDECIDED = (
    "nothing says which of {} notebooks is the last; put the right one into submitted/ yourself"
)
SAME = "the same notebook again"
BEFORE = "it was replaced before"
OLDER = "what is in submitted/ was handed in later"
TIMED = "its hand-in time was added"


def decided(group: list[HandIn], shelf: Shelf) -> Iterator[tuple[HandIn, Fate]]:
    """What becomes of each hand-in of a learner's lesson; says why in their notes.

    Raises NotCollected where the place in the class is not free to be used.
    """
    learner, lesson = group[0].learner, group[0].lesson
    standing = shelf.standing(learner, lesson)
    for room in (EARLIER, ASIDE):
        shelf.kept(room, learner, lesson)
    last = _last(group)
    if len({one.copy.digest for one in last}) > 1:
        yield from _undecided(group, last, standing)
        return
    chosen = last[0]
    for one in group:
        if one is chosen:
            yield one, _against(one, standing, shelf)
        elif one.copy.digest == chosen.copy.digest:
            one.notes.append(SAME)
            yield one, Fate.THERE
        else:
            yield one, Fate.EARLIER


def _last(group: list[HandIn]) -> list[HandIn]:
    """Those that may be the last; of one that was handed in again unchanged, the first time."""
    keys = _keys(group)
    latest = max(keys)
    if len({one.copy.digest for one, key in zip(group, keys, strict=True) if key == latest}) > 1:
        return [one for one, key in zip(group, keys, strict=True) if key == latest]
    ordered = [one for _, one in sorted(zip(keys, group, strict=True), key=lambda pair: pair[0])]
    first = len(ordered) - 1
    while first and ordered[first - 1].copy.digest == ordered[-1].copy.digest:
        first -= 1
    return [ordered[first]]


def _keys(group: list[HandIn]) -> list[tuple]:
    """What puts hand-ins into order, as far as anything does."""
    is_timed = all(one.at for one in group)
    is_alike = len({one.claim.kind for one in group}) == 1
    return [
        ((one.at,) if is_timed else ()) + ((one.claim.order,) if is_alike else ()) for one in group
    ]


def _undecided(
    group: list[HandIn], last: list[HandIn], standing: Standing | None
) -> Iterator[tuple[HandIn, Fate]]:
    """What becomes of hand-ins of which several may be the last: one in submitted/ stays."""
    for one in group:
        if standing and one.copy.digest == standing.digest:
            yield one, Fate.THERE
        elif one in last:
            one.notes.append(UNDECIDED.format(len(last)))
            yield one, Fate.ASIDE
        else:
            yield one, Fate.EARLIER


def _against(one: HandIn, standing: Standing | None, shelf: Shelf) -> Fate:
    """What becomes of the hand-in that counts among those that came now."""
    if standing is None:
        return Fate.COLLECTED
    if one.copy.digest == standing.digest:
        if one.at and not standing.at:
            one.notes.append(TIMED)
            return Fate.COLLECTED
        return Fate.THERE
    later = bool(one.at and standing.at and one.at > standing.at)
    if one.at and standing.at and one.at < standing.at:
        one.notes.append(OLDER)
        return Fate.EARLIER
    if not later and shelf.has(EARLIER, one.learner, one.lesson, one.copy.digest):
        one.notes.append(BEFORE)
        return Fate.EARLIER
    return Fate.REPLACING
