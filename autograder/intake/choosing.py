"""Which of several submitted cells counts as a released one.

Of several copies of an answer it is the last one that holds an answer and stands above its check.
"""

from collections.abc import Iterable

from autograder.intake import anchors
from autograder.intake.pairs import Matching
from autograder.intake.release import Place, Release

ALIKE = 0.6
COMPARED = 300  # cells without a place that are compared by likeness


def holds_answer(source: str, place: Place) -> bool:
    """Whether a text answers an exercise, or at least differs from a stub without functions."""
    if place.names:
        return any(anchors.answers(source, name, place.cell.source) for name in place.names)
    return bool(source.strip()) and anchors.plain(source) != place.text


def choose_answer(at: int, cells: list, release: Release, found: Matching) -> None:
    """Settle which submitted cell holds the answer of a place; copies of the stub are idle."""
    place = release.places[at]
    claimants, sayers = found.claimants(at), found.sayers(at)
    check = release.check_of(at)
    ends = max([*found.claimants(check), *found.sayers(check)], default=len(cells))
    good: list[int] = []
    for candidates in (claimants, sayers):
        if good := [p for p in candidates if holds_answer(cells[p].source, place)]:
            break
    if not (good or claimants or sayers):
        return
    chosen = max((p for p in good if p < ends), default=(good or claimants or sayers)[-1])
    found.kept[at] = chosen
    found.copies[at] = claimants if chosen in claimants else sayers
    for position in [*claimants, *sayers]:
        same = cells[position].source == cells[chosen].source
        is_idle = same or not holds_answer(cells[position].source, place)
        if position != chosen and is_idle and found.said[position] <= {at, check}:
            found.idle.add(position)


def choose_first(at: int, cells: list, release: Release, found: Matching) -> None:
    """Settle which submitted cell is a place without an answer; copies of a check are idle."""
    place = release.places[at]
    claimants, sayers = found.claimants(at), found.sayers(at)
    if chosen := (claimants or sayers)[:1]:
        found.kept[at] = chosen[0]
    if place.is_locked:
        found.copies[at] = claimants
        same = (p for p in [*claimants, *sayers] if anchors.plain(cells[p].source) == place.text)
        found.idle.update(p for p in same if p not in chosen)


def choose_by_likeness(cells: list, release: Release, found: Matching) -> None:
    """Match what is left over with the places that are left, the most alike first."""
    taken = set(found.kept.values()) | found.idle
    left = [p for p in range(len(cells)) if p not in taken and p not in found.claims][:COMPARED]
    missing = [
        at
        for at, place in enumerate(release.places)
        # The stubs of two exercises are much alike; what they define tells them apart.
        if at not in found.kept and not place.is_locked and not place.names
    ]
    counted = {p: anchors.tokens(cells[p].source) for p in left} if missing else {}
    pairs = []
    for at in missing:
        ours = anchors.tokens(release.places[at].cell.source)
        for position in _of_type(release.places[at].cell.cell_type, left, cells):
            if (score := anchors.likeness(ours, counted[position])) >= ALIKE:
                pairs.append((-score, position, at))
    for _, position, at in sorted(pairs):
        if at not in found.kept and position not in taken:
            found.kept[at] = position
            taken.add(position)


def _of_type(cell_type: str, positions: Iterable[int], cells: list) -> Iterable[int]:
    """Those positions that hold a cell of this type."""
    return (position for position in positions if cells[position].cell_type == cell_type)
