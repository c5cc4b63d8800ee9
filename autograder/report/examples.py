"""Up to three examples of a mistake: different ones, and always the same for the same class.

Only the notebooks of the chosen are opened.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.classroom import Course
from autograder.report.class_report import Example
from autograder.report.excerpts import excerpt

if TYPE_CHECKING:
    from autograder.report.misconceptions import Sighting

MOST = 3
OPENED = 6  # notebooks for one mistake, at most


def examples_of(course: Course, lesson: str, sightings: list["Sighting"]) -> tuple[Example, ...]:
    """The examples of one mistake, no two with the same learner or the same code."""
    found: list[Example] = []
    for sighting in _varied(sightings)[:OPENED]:
        code = "" if sighting.is_question else _code(course, lesson, sighting)
        alike = [one for one in found if one.code and one.code == code]
        if not alike:
            found.append(Example(sighting.student, sighting.exercise, code, sighting.seen))
        if len(found) == MOST:
            break
    return tuple(found)


def _varied(sightings: list["Sighting"]) -> list["Sighting"]:
    """One sighting for each learner; those in another exercise or with other words come first."""
    drawn: dict[str, Sighting] = {}
    # Not by name: the same few learners would stand as examples of everything.
    for sighting in sorted(sightings, key=lambda one: (one.is_question, _lot(one))):
        drawn.setdefault(sighting.student, sighting)
    rounds: dict[int, list[Sighting]] = {}
    places, words = set(), set()
    for sighting in drawn.values():
        news = (sighting.exercise not in places) + (sighting.seen not in words)
        places.add(sighting.exercise)
        words.add(sighting.seen)
        rounds.setdefault(news, []).append(sighting)
    return [sighting for news in sorted(rounds, reverse=True) for sighting in rounds[news]]


def _lot(sighting: "Sighting") -> str:
    """A number that depends on learner and mistake, and says nothing about either."""
    about = f"{sighting.student} {sighting.mistake}{sighting.belief} {sighting.exercise}"
    return hashlib.sha256(about.encode("utf-8", "backslashreplace")).hexdigest()


def _code(course: Course, lesson: str, sighting: "Sighting") -> str:
    """The part of a learner's answer that shows the mistake; "" where it cannot be read."""
    graded = course.gradebook / "autograded" / sighting.student / lesson / f"{lesson}.ipynb"
    released = {cell.id: cell.source for cell in course.released[lesson].cells}
    for source in _sources(graded, sighting.exercise):
        stub = released.get(sighting.exercise, "")
        return excerpt(source, stub, sighting.seen, sighting.mistake)
    return ""


def _sources(path: Path, cell_id: str) -> Iterator[str]:
    """The source of a cell in a graded notebook."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError):
        return
    for cell in cells:
        if cell.get("id") == cell_id:
            yield "".join(cell["source"])
