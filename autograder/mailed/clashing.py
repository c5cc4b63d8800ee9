"""Hand-ins that might be two learners' under one name: their work must not be mixed."""

from collections import defaultdict

from autograder.intake.notes import named
from autograder.mailed.claims import MOODLE
from autograder.mailed.handin import HandIn
from autograder.mailed.naming import folded, spelled
from autograder.mailed.shelf import Shelf


class Clashes:
    """What the hand-ins of one collecting say about each other."""

    def __init__(self, handed_in: list[HandIn], shelf: Shelf) -> None:
        self._shelf = shelf
        self._folders: dict[str, set[str]] = defaultdict(set)
        self._people: dict[tuple, set[str]] = defaultdict(set)
        self._names: dict[tuple, set[str]] = defaultdict(set)
        for one in handed_in:
            self._folders[folded(one.learner)].add(one.learner)
            self._names[_within(one)].add(spelled(one.claim.name))
            if one.claim.person:
                self._people[_within(one)].add(one.claim.person)

    def problem(self, one: HandIn) -> str:
        """Why it is not certain whose a hand-in is, as a sentence; empty where it is."""
        if len(folders := self._folders[folded(one.learner)]) > 1:
            return f"{_listed(folders)} differ only by capitals; rename one of them."
        if rival := self._shelf.rival(one.learner):
            told = f"submitted/ has {named(rival)}, which differs only by capitals or by accents"
            return f"{told}; rename one of them."
        if len(people := self._people[_within(one)]) > 1:
            told = f"Several learners are called {named(one.learner)} ({', '.join(sorted(people))})"
            return f"{told}; tell them apart in the roster, by a number or an address."
        return ""

    def note(self, one: HandIn) -> str:
        """Under which other names a learner's work came; empty where it was one."""
        others = self._names[_within(one)] - {spelled(one.claim.name)}
        return f"{_listed(others)} was taken for the same learner" if others else ""


def _within(one: HandIn) -> tuple[str, str, str]:
    """Where names and numbers can be compared: Moodle's number people anew in each assignment."""
    return one.claim.kind, one.learner, one.lesson if one.claim.kind == MOODLE else ""


def _listed(names: set[str]) -> str:
    """Names in one phrase."""
    return " and ".join(named(name) for name in sorted(names))
