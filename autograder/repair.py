"""Put a submission back into the shape of its release: its cells, its order, its checks.

What learners wrote stays theirs: answers, changed cells and cells of their own. Everything else
comes from the release, so a hurt notebook is graded as the whole one would have been.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass

from nbformat import NotebookNode, from_dict

from autograder.engine.job import DEMO_TAG
from autograder.intake import anchors
from autograder.intake.extras import TOP, extras_of
from autograder.intake.fetching import Draft, fetch_answers
from autograder.intake.matching import matched
from autograder.intake.notes import Notes
from autograder.intake.pairs import Matching
from autograder.intake.reasons import tell
from autograder.intake.release import Place, release_of


@dataclass(frozen=True)
class Repaired:
    """A notebook that can be graded, and what had to be done for it, as parts of sentences."""

    notebook: NotebookNode
    notes: list[str]


def repaired(submitted: NotebookNode, released: NotebookNode) -> Repaired:
    """The learner's work in the cells of the release, in the release's order.

    `submitted` is a notebook as `autograder.submission.taken_in` returns it. Released cells keep
    the ids and the metadata of the release; a demo that was changed is no demo any more.
    """
    release, notes = release_of(released), Notes()
    found = matched(submitted.cells, release)
    tell(submitted.cells, release, found, notes)
    sources = [
        _source(at, place, submitted.cells, found) for at, place in enumerate(release.places)
    ]
    draft = Draft(release, sources, extras_of(submitted.cells, release, found))
    fetch_answers(draft, notes)
    notebook = {
        "cells": list(_cells(draft)),
        "metadata": copy.deepcopy(released.metadata),
        "nbformat": released.nbformat,
        "nbformat_minor": released.nbformat_minor,
    }
    return Repaired(from_dict(notebook), notes.told())


def _source(at: int, place: Place, cells: list[NotebookNode], found: Matching) -> str:
    """The text of a released cell: the learner's, unless there is none or it is ours."""
    if place.is_ours or at not in found.kept:
        return place.cell.source
    source = cells[found.kept[at]].source
    is_old = not source.strip() or anchors.plain(source) == place.text
    return place.cell.source if is_old else source


def _cells(draft: Draft) -> Iterator[dict]:
    """The cells of the repaired notebook, the learner's own among them."""
    number = 0
    for at in range(TOP, len(draft.sources)):
        if at != TOP:
            yield _released_cell(draft.release.places[at], draft.sources[at])
        for extra in draft.extras[at]:
            number += 1
            yield extra.as_cell(f"extra-{number}")


def _released_cell(place: Place, source: str) -> NotebookNode:
    """A released cell with this text in it."""
    cell = copy.deepcopy(place.cell)
    tags = cell.metadata.get("tags", [])
    if DEMO_TAG in tags and anchors.plain(source) != place.text:
        cell.metadata.tags = [tag for tag in tags if tag != DEMO_TAG]
    cell.source = source
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    return cell
