"""From what was found to hand-ins: whose each notebook is, which lesson, and when it came."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from autograder.intake.notes import named
from autograder.mailed import found
from autograder.mailed.claims import GRADESCOPE, PLAIN, Claim
from autograder.mailed.found import NotCollected
from autograder.mailed.gradescope import Submissions
from autograder.mailed.handin import Fate, HandIn, Row
from autograder.mailed.recognising import Lessons
from autograder.mailed.roster import ByName, Roster
from autograder.mailed.shapes import Shapes
from autograder.mailed.units import (
    WHOLE_CLASS,
    Item,
    owner_of,
    whole_classes,
    without_notebook,
)

MAX_FILES = 100  # of one learner, notebooks and what could not be read
MANY = f"There are more than {MAX_FILES} notebooks or archives; ask for those that count."
FUTURE = "its hand-in time lies in the future"
EMPTY = "It holds no notebook; ask for the .ipynb file."
ONLY = "No notebook came, only {}; ask for the .ipynb file."


class Gathering:
    """Asks of each notebook what has to be known; what cannot be answered becomes a row."""

    def __init__(
        self, shapes: Shapes, lessons: Lessons, learners: Roster | ByName, now: datetime
    ) -> None:
        self._shapes, self._lessons, self._class, self._now = shapes, lessons, learners, now
        self._submissions = Submissions()
        self.rows: list[Row] = []

    def hand_ins(self, items: list[Item]) -> list[HandIn]:
        """The hand-ins among these items; `rows` then tells of the rest."""
        classes = whole_classes(items, self._shapes)
        for name in sorted(classes):
            self._left(Item((name,), name), "", WHOLE_CLASS)
        items = [item for item in items if item.way[0] not in classes]
        for item in items:
            if item.way == (found.METADATA,) and item.copy:
                self._read_list(item)
        told = Counter(self._owner(item) for item in items if item.problem or item.is_notebook)
        hand_ins: list[HandIn] = []
        many: set[tuple] = set()
        for item in items:
            claim, owner = self._shapes.claim(item.way), self._owner(item)
            if told[owner] > MAX_FILES:
                if owner not in many:
                    self._left(item, self._learner(claim), MANY)
                many.add(owner)
            elif item.problem:
                self._left(item, self._learner(claim), item.problem)
            elif item.is_notebook:
                hand_ins += self._of(item, claim)
        others = [item for item in items if not (item.problem or item.is_notebook)]
        for item, claim in without_notebook(others, self._shapes, set(told)):
            problem = EMPTY if found.is_zip(item.way[-1]) else ONLY.format(named(item.way[-1]))
            self._left(item, self._learner(claim), problem)
        return hand_ins

    def _owner(self, item: Item) -> tuple:
        """What stands for the learner of something found."""
        return owner_of(self._shapes.claim(item.way), item.way)

    def _read_list(self, item: Item) -> None:
        """Take in Gradescope's list."""
        try:
            self._submissions.add(item.copy.path.read_bytes())
        except NotCollected as problem:
            self._left(item, "", str(problem))

    def _of(self, item: Item, claim: Claim) -> Iterator[HandIn]:
        """The hand-in of each learner whose notebook this is."""
        try:
            claims = self._submissions.claims(claim) if claim.kind == GRADESCOPE else [claim]
        except NotCollected as problem:
            self._left(item, "", str(problem))
            return
        for one in claims:
            learner = ""
            try:
                learner = self._class.learner(one)
                lesson, notes = self._lessons.of(item.copy.path, item.way)
            except NotCollected as problem:
                self._left(item, learner, str(problem))
                continue
            at = one.at or (item.at if one.kind == PLAIN else None)
            if at and at > self._now:
                notes.append(FUTURE)
            yield HandIn(*(learner, lesson, item.source, item.copy, one, at), [*one.notes, *notes])

    def _learner(self, claim: Claim) -> str:
        """The learner of something that is not collected; empty where that is not known."""
        try:
            return self._class.learner(claim)
        except NotCollected:
            return ""

    def _left(self, item: Item, learner: str, problem: str) -> None:
        """Say of something that it stays where it is."""
        self.rows.append(Row(learner, "", item.source, Fate.LEFT, (problem,)))
