"""Answers that stand where they would not count: beside a stub, in another answer, in a check.

In the learner's kernel the last definition that was run counts. Grading runs every cell once, in
order, so a stub would overwrite an answer above it, and a check would miss one below it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from autograder.intake import anchors, wording
from autograder.intake.extras import TOP, Extra
from autograder.intake.notes import Notes
from autograder.intake.release import Release

APART = "\n\n\n"


@dataclass
class Draft:
    """The notebook while it is put together: texts of the released cells, extra cells behind."""

    release: Release
    sources: list[str]
    extras: dict[int, list[Extra]]

    def between(self, first: int, last: int) -> Iterator[Extra]:
        """The extra cells of code behind the places from `first` up to, without it, `last`."""
        for at in range(first, last):
            yield from (extra for extra in self.extras[at] if extra.cell_type == "code")

    def is_learners(self, source: str, name: str, at: int | None) -> bool:
        """Whether the learner wrote an answer to `name` into a text; `at` is its place if any."""
        released = "" if at is None else self.release.places[at].cell.source
        ours = anchors.plain(source) in self.release.by_text
        return not ours and anchors.answers(source, name, released)


def fetch_answers(draft: Draft, notes: Notes) -> None:
    """Bring answers into their cells; extra cells that held them are used up."""
    for at, place in enumerate(draft.release.places):
        for name in sorted(place.names):
            if not _counts(at, name, draft) and (text := _found(at, name, draft)) is not None:
                own = draft.sources[at]
                is_stub = anchors.plain(own) == place.text
                draft.sources[at] = text if is_stub else own.rstrip() + APART + text
                notes.add(place.grade_id or place.cell.id, *wording.ELSEWHERE)


def _counts(at: int, name: str, draft: Draft) -> bool:
    """Whether the check of a place meets an answer to `name` as things stand."""
    if draft.is_learners(draft.sources[at], name, at):
        return True
    near = draft.between(at, draft.release.check_of(at))
    return any(draft.is_learners(extra.source, name, None) for extra in near)


def _found(at: int, name: str, draft: Draft) -> str | None:
    """The text of the last other cell that answers to `name`."""
    for other in range(len(draft.sources) - 1, TOP - 1, -1):
        for extra in reversed(draft.extras[other]):
            if extra.is_code and draft.is_learners(extra.source, name, None):
                draft.extras[other].remove(extra)
                return extra.source
        is_code = other != TOP and draft.release.places[other].cell.cell_type == "code"
        if other != at and is_code and draft.is_learners(draft.sources[other], name, other):
            return draft.sources[other]
    return None
