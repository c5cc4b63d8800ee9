"""Cells of the learner's own, and where they stand: behind the released cell they stood behind."""

from dataclasses import dataclass

from nbformat import NotebookNode

from autograder.intake import anchors
from autograder.intake.pairs import Matching
from autograder.intake.release import Place, Release

TOP = -1  # in front of the first released cell


@dataclass(eq=False)
class Extra:
    """A cell of the learner's own."""

    cell_type: str
    source: str

    @property
    def is_code(self) -> bool:
        """Whether it can hold an answer, be it code or code in a cell of another type."""
        return self.cell_type == "code" or anchors.looks_like_code(self.source)

    def as_cell(self, cell_id: str) -> dict:
        """As a cell of a notebook, without metadata."""
        cell = {"cell_type": self.cell_type, "id": cell_id, "metadata": {}, "source": self.source}
        return cell | (
            {"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else {}
        )


def extras_of(
    cells: list[NotebookNode], release: Release, found: Matching
) -> dict[int, list[Extra]]:
    """The learner's own cells by the place that they follow, every place and TOP included."""
    extras: dict[int, list[Extra]] = {at: [] for at in range(TOP, len(release.places))}
    places = {position: at for at, position in found.kept.items()}
    behind = TOP
    for position, cell in enumerate(cells):
        at = places.get(position)
        if at is None:
            if position not in found.idle:
                extras[behind].append(Extra(cell.cell_type, cell.source))
            continue
        behind = at
        place = release.places[at]
        if place.is_locked and (source := _beside(cell.source, place.text)):
            # What was typed into a check runs before it, as it did there.
            if anchors.plain(source) not in release.by_text:
                extras[at - 1].append(Extra("code", source))
        elif place.is_ours and not place.is_locked and _is_new(cell.source, place):
            extras[at].append(Extra(cell.cell_type, cell.source))
    return extras


def _is_new(source: str, place: Place) -> bool:
    """Whether somebody wrote into a cell of prose."""
    return bool(source.strip()) and anchors.plain(source) != place.text


def _beside(source: str, check: str) -> str:
    """What else stands in a cell that was a check."""
    lines = [line for line in source.split("\n") if line.strip() != check]
    written = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    return "\n".join(lines).strip() if written else ""
