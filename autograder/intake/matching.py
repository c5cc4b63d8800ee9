"""Which submitted cell is which released one: by nbgrader's id, by the cell's id, by its text.

What a text says outweighs an id, because ids get swapped and texts do not.
"""

from nbformat import NotebookNode

from autograder.intake import anchors
from autograder.intake.choosing import choose_answer, choose_by_likeness, choose_first
from autograder.intake.pairs import Matching
from autograder.intake.release import Release
from autograder.intake.settings import GIVEN_ID

UNLIKE = 0.3


def matched(cells: list[NotebookNode], release: Release) -> Matching:
    """The submitted `cells` matched with the places of a release."""
    found = Matching()
    for position, cell in enumerate(cells):
        is_text = cell.cell_type != "code" and not anchors.looks_like_code(cell.source)
        same = release.by_text.get(anchors.plain(cell.source))
        told = release.spoken_for(cell.source) if not is_text else set() if same is None else {same}
        found.said[position] = told
        claim = claimed(cell, release)
        if claim is not None and not _contradicted(cell, claim, told, release):
            found.claims[position] = claim
    answers = [at for at, place in enumerate(release.places) if place.is_answer]
    others = [at for at, place in enumerate(release.places) if not place.is_answer]
    for at in answers:
        choose_answer(at, cells, release, found)
    for at in others:
        choose_first(at, cells, release, found)
    choose_by_likeness(cells, release, found)
    return found


def claimed(cell: NotebookNode, release: Release) -> int | None:
    """The place that a cell claims by an id."""
    grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
    if grade_id in release.by_grade_id:
        return release.by_grade_id[grade_id]
    return release.by_id.get(cell.metadata.get(GIVEN_ID, cell.id))


def _contradicted(cell: NotebookNode, claim: int, told: set[int], release: Release) -> bool:
    """Whether the text of a cell shows that the id it carries is another's."""
    place = release.places[claim]
    if claim in told or not (told or cell.cell_type != place.cell.cell_type):
        return False
    if place.grade_id:
        return bool(told)
    return anchors.likeness(anchors.tokens(cell.source), anchors.tokens(place.cell.source)) < UNLIKE
