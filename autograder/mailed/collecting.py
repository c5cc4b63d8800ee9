"""`python -m autograder collect`: work from mails and platforms into the folders of a class."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from autograder.classroom import Course, GradingError
from autograder.mailed import spool
from autograder.mailed.choosing import decided
from autograder.mailed.clashing import Clashes
from autograder.mailed.found import NotCollected
from autograder.mailed.gathering import Gathering
from autograder.mailed.handin import Fate, HandIn, Row
from autograder.mailed.placing import Placing
from autograder.mailed.recognising import Lessons
from autograder.mailed.roster import ByName, Roster
from autograder.mailed.shapes import Shapes
from autograder.mailed.shelf import Shelf
from autograder.mailed.spool import Spool
from autograder.mailed.times import zone_of
from autograder.mailed.units import items_in

Decision = tuple[HandIn, Fate]


def collect(
    course: Course, source: Path, lesson: str, roster: Path | None, now: datetime
) -> list[Row]:
    """Put what lies in `source` into the class's folders; one row for each thing found.

    `lesson` is the only one wanted, or empty. `roster` is the table of the class; without one
    learners are called as their files are. Hand-in times after `now` are noted. Raises
    GradingError where nothing can be collected, OSError where the class cannot be written.
    """
    _check(course, source, lesson)
    with spool.in_class(course.gradebook) as kept:
        decisions, rows = _settled(course, source, lesson, roster, now, kept)
        placing = Placing(Shelf(course), kept.folder)
        for one, fate in decisions:
            placing.carry_out(one, fate)
    return _in_order(decisions, rows)


def rehearse(
    course: Course, source: Path, lesson: str, roster: Path | None, now: datetime
) -> list[Row]:
    """The rows that `collect` would give, with nothing written into the class."""
    _check(course, source, lesson)
    with spool.elsewhere() as kept:
        return _in_order(*_settled(course, source, lesson, roster, now, kept))


def _settled(
    course: Course, source: Path, lesson: str, roster: Path | None, now: datetime, kept: Spool
) -> tuple[list[Decision], list[Row]]:
    """What becomes of each hand-in, and rows on what is none."""
    zone = zone_of(course)
    shapes = Shapes(list(course.released), zone)
    learners = Roster(roster) if roster else ByName()
    items = items_in(source, shapes, zone, kept)
    if not items:
        raise GradingError(f"There is nothing to collect in {source.name}.")
    gathering = Gathering(shapes, Lessons(course.released, shapes, lesson), learners, now)
    hand_ins = gathering.hand_ins(items)
    return list(_decisions(hand_ins, Shelf(course))), gathering.rows


def _decisions(hand_ins: list[HandIn], shelf: Shelf) -> Iterator[Decision]:
    """What becomes of each hand-in, learner by learner."""
    clashes = Clashes(hand_ins, shelf)
    groups: dict[tuple[str, str], list[HandIn]] = defaultdict(list)
    for one in hand_ins:
        if problem := clashes.problem(one):
            one.notes.append(problem)
            yield one, Fate.LEFT
            continue
        if note := clashes.note(one):
            one.notes.append(note)
        groups[one.learner, one.lesson].append(one)
    for group in groups.values():
        try:
            yield from decided(group, shelf)
        except NotCollected as problem:
            for one in group:
                one.notes.append(str(problem))
                yield one, Fate.LEFT


def _in_order(decisions: list[Decision], rows: list[Row]) -> list[Row]:
    """One row each, by lesson and learner; what was left out comes last."""
    told = [
        Row(one.learner, one.lesson, one.source, fate, tuple(one.notes)) for one, fate in decisions
    ]
    return sorted(
        told + rows, key=lambda row: (row.fate is Fate.LEFT, row.lesson, row.learner, row.source)
    )


def _check(course: Course, source: Path, lesson: str) -> None:
    """Raise GradingError for a lesson that does not exist and a source that is the class itself."""
    if lesson:
        course.lessons([lesson])
    here, book = source.resolve(), course.gradebook.resolve()
    rooms = [book / room for room in ("submitted", "earlier", "aside", "autograded", "feedback")]
    if book.is_relative_to(here) or any(here.is_relative_to(room) for room in rooms):
        raise GradingError(f"{source.name} is the class itself; collect from another folder.")
