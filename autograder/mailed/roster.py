"""Whose work it is: by the class's roster, or by the name alone where there is none.

The column `student` of a roster names the learner's folder; what stands in any other column may be
what a platform or a mail calls the learner. Capitals, accents, signs and the order of first and
last names are looked at only where nothing fits better.
"""

from collections import defaultdict
from pathlib import Path

from rapidfuzz import fuzz, process

from autograder.classroom import GradingError
from autograder.intake.notes import named
from autograder.mailed.claims import CANVAS, Claim
from autograder.mailed.found import NotCollected
from autograder.mailed.listing import CANVAS_ID, STUDENT, letters, misread, names_in, orders, rows
from autograder.mailed.naming import folded, folder_of, is_safe

NEAR = 60  # of 100; below that names have little in common
SHOWN = 3


class ByName:
    """A class without a roster: learners are called as their files are."""

    def learner(self, claim: Claim) -> str:
        """The learner's folder; NotCollected where nothing names one."""
        if not claim.name:
            raise NotCollected(
                "Nothing in its name says whose it is; put it into a folder of that name."
            )
        return folder_of(claim.name)


class Roster:
    """Who is in a class, and what they may be called."""

    def __init__(self, path: Path) -> None:
        """Reads the table; raises GradingError where it is none, or names no students."""
        self._file = path.name
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._loose: dict[str, set[str]] = defaultdict(set)
        self._written: dict[str, str] = {}
        self._on_canvas: dict[str, set[str]] = defaultdict(set)
        for row in rows(path):
            self._on_canvas[row.get(CANVAS_ID, "")].add(row[STUDENT])
            for name in names_in(row):
                self._exact[folded(name)].add(row[STUDENT])
                for order in orders(name):
                    self._loose[order].add(row[STUDENT])
                    self._written.setdefault(order, name)
        if not self._exact:
            raise GradingError(f"{path.name} names no students; fill its column {STUDENT!r}.")

    def learner(self, claim: Claim) -> str:
        """The learner's folder; NotCollected where nobody, or more than one, is meant."""
        if not claim.name:
            return ByName().learner(claim)
        meant = self._meant(claim)
        if not meant:
            told = f"Nobody in {self._file} is called {named(claim.name)}"
            raise NotCollected(f"{told}{self._near(claim.name)}; add the learner, or rename it.")
        if len(meant) > 1:
            told = " and ".join(named(student) for student in sorted(meant)[:SHOWN])
            raise NotCollected(f"{named(claim.name)} may be {told}; rename it to one of them.")
        (student,) = meant
        if not is_safe(student):
            told = f"{self._file} has {named(student)} as a student, which cannot be a folder's"
            raise NotCollected(f"{told} name; change it there.")
        return student

    def _meant(self, claim: Claim) -> set[str]:
        """The students who may be meant; what is said later only decides between several."""
        if claim.kind == CANVAS and claim.person in self._on_canvas:
            return self._on_canvas[claim.person]
        meant: set[str] = set()
        for said in [*claim.says, *misread(claim.name)]:
            hits = self._exact.get(folded(said)) or self._loose.get(letters(said)) or set()
            meant = (meant & hits) or meant or hits
            if len(meant) == 1:
                return meant
        # Moodle's number may by chance be another one's in the roster.
        return (meant & self._exact.get(claim.person, set())) or meant

    def _near(self, name: str) -> str:
        """The students with the nearest names, as part of a sentence."""
        found = process.extract(
            letters(name), list(self._loose), scorer=fuzz.ratio, limit=9, score_cutoff=NEAR
        )
        near: dict[str, str] = {}
        for key, *_ in found:
            for student in sorted(self._loose[key]):
                written = self._written[key]
                whole = written if written == student else f"{student}, {written}"
                near.setdefault(student, named(whole))
        shown = ", ".join(list(near.values())[:SHOWN])
        return f" (nearest: {shown})" if near else ""
