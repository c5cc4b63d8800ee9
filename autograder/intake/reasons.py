"""What was wrong with the cells of a submission, told cell by cell."""

from nbformat import NotebookNode

from autograder.intake import anchors, wording
from autograder.intake.choosing import holds_answer
from autograder.intake.matching import claimed
from autograder.intake.notes import Notes
from autograder.intake.pairs import Matching
from autograder.intake.release import Release

_SETTINGS = ("grade", "solution", "locked", "points", "task", "cell_type")


def tell(cells: list[NotebookNode], release: Release, found: Matching, notes: Notes) -> None:
    """Add a note for everything that the repair of `cells` has to put right, exercises first."""
    moved = _moved(found)
    for at in sorted(range(len(release.places)), key=lambda at: not release.places[at].is_exercise):
        place = release.places[at]
        name = place.grade_id or place.cell.id
        if at not in found.kept:
            notes.add(name, *wording.MISSING)
            continue
        cell = cells[found.kept[at]]
        if place.cell.source.strip() and not cell.source.strip():
            notes.add(name, *wording.EMPTY)
        elif place.is_locked and anchors.plain(cell.source) != place.text:
            notes.add(name, *wording.LOCKED)
        if cell.cell_type != place.cell.cell_type:
            notes.add(name, *wording.RETYPED)
        if at in moved:
            notes.add(name, *wording.MOVED)
        if found.stands_apart(at):
            notes.add(name, *wording.APART)
        elif place.grade_id:
            _tell_settings(name, cell, place.cell, notes)
        if len(found.copies.get(at, [])) > 1:
            _tell_copies(at, cells, release, found, notes)
    _tell_strangers(cells, release, found, notes)


def _tell_settings(name: str, cell: NotebookNode, ours: NotebookNode, notes: Notes) -> None:
    """Say in which way nbgrader's settings are not those of the release."""
    settings, released = cell.metadata.get("nbgrader", {}), ours.metadata.nbgrader
    if not settings:
        notes.add(name, *wording.STRIPPED)
    elif settings.get("grade_id") != name:
        notes.add(name, *wording.RENAMED)
    elif any(settings.get(key) != released.get(key) for key in _SETTINGS):
        notes.add(name, *wording.CHANGED)
    elif settings.get("checksum", released.get("checksum")) != released.get("checksum"):
        notes.add(name, *wording.OLDER)


def _tell_copies(
    at: int, cells: list[NotebookNode], release: Release, found: Matching, notes: Notes
) -> None:
    """Say which of several copies was graded."""
    place, copies = release.places[at], found.copies[at]
    if place.is_locked:
        told = f"stood there {len(copies)} times; the release's was used"
    elif len({cells[p].source for p in copies}) == 1 or not any(
        holds_answer(cells[p].source, place) for p in copies
    ):
        told = f"stood there {len(copies)} times, all alike"
    else:
        which = copies.index(found.kept[at]) + 1
        told = f"stood there {len(copies)} times; copy {which} was graded"
    notes.add(place.grade_id, told, told)


def _tell_strangers(
    cells: list[NotebookNode], release: Release, found: Matching, notes: Notes
) -> None:
    """Name the cells that claim to be exercises and are not."""
    kept = set(found.kept.values())
    for position, cell in enumerate(cells):
        if position in kept or position in found.idle or position in found.claims:
            continue
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if grade_id and grade_id not in release.by_grade_id:
            notes.add(grade_id, *wording.UNKNOWN)
        elif (claim := claimed(cell, release)) is not None and release.places[claim].grade_id:
            notes.add(release.places[claim].grade_id, *wording.TAKEN)


def _moved(found: Matching) -> set[int]:
    """The places whose cells stand out of order; as few as possible are said to have moved."""
    alone = (at for at in sorted(found.kept) if len(found.copies.get(at, [])) < 2)
    places = [at for at in alone if not found.stands_apart(at)]
    best: list[list[int]] = []
    for at in places:
        before = [row for row in best if found.kept[row[-1]] < found.kept[at]]
        best.append([*max(before, key=len, default=[]), at])
    return set(places) - set(max(best, key=len, default=[]))
