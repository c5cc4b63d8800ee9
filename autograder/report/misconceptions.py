"""Which known mistakes a lesson's submissions show, and beliefs that only a question names.

A share is of those who could have shown the mistake: of two learners, one of whom never tried the
exercise, one with the mistake is all of them.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from autograder.classroom import Course
from autograder.mistakes import MISTAKES
from autograder.report.class_report import Misconception
from autograder.report.examples import examples_of
from autograder.report.places import Places
from autograder.report.reading import Reading
from autograder.verdict import NOT_ATTEMPTED

ASKED = re.compile(r"question (\d+) \(")  # how findings on a question begin


@dataclass(frozen=True)
class Sighting:
    """A mistake in one submission: `unit` is the exercise, or the kind of question, it showed in.

    Of `mistake` and `belief` one is empty.
    """

    mistake: str
    belief: str
    student: str
    exercise: str
    unit: str
    seen: str

    @property
    def is_question(self) -> bool:
        """Whether a question showed it, not an exercise with code."""
        return self.unit != self.exercise


def misconceptions(
    course: Course, places: Places, readings: list[Reading]
) -> tuple[Misconception, ...]:
    """The mistakes of a lesson, those of most learners first."""
    tried, sightings = defaultdict(set), defaultdict(list)
    for reading in readings:
        for slug, record in reading.records.items():
            student = reading.submission.student
            for unit in _tried(slug, record):
                tried[unit].add(student)
            for sighting in _sightings(student, slug, record):
                sightings[sighting.mistake, sighting.belief].append(sighting)
    lesson = readings[0].submission.lesson
    found = []
    for (mistake, belief), seen in sightings.items():
        learners = {sighting.student for sighting in seen}
        asked = learners.union(*(tried[unit] for unit in {s.unit for s in seen}))
        known = MISTAKES.get(mistake)
        found.append(
            Misconception(
                mistake=mistake,
                name=known.name if known else mistake or belief,
                learners=len(learners),
                asked=len(asked),
                share=len(learners) / len(asked),
                exercises=tuple(sorted({sighting.exercise for sighting in seen})),
                examples=examples_of(course, lesson, seen),
                place=places.of(mistake),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.learners, -one.share, _order(one))))


def _tried(slug: str, record: dict[str, Any]) -> Iterator[str]:
    """What a learner tried of an exercise: itself, or the kinds of questions that were answered."""
    if "questions" in record:
        yield from (_unit(slug, one) for one in record["questions"] if one["is_answered"])
    elif record["status"] != NOT_ATTEMPTED:
        yield slug


def _sightings(student: str, slug: str, record: dict[str, Any]) -> Iterator[Sighting]:
    """The mistakes in the verdict on one exercise."""
    questions = record.get("questions", [])
    for finding in record["findings"]:
        asked = ASKED.match(finding["seen"]) if questions else None
        if asked:
            question = questions[int(asked[1]) - 1]
            told = question["mistake"], "" if question["mistake"] else question["belief"]
            unit = _unit(slug, question)
        else:
            told, unit = (finding["mistake"], ""), slug
        if any(told):
            yield Sighting(*told, student, slug, unit, finding["seen"])


def _unit(slug: str, question: dict[str, Any]) -> str:
    """A kind of question in a quiz."""
    return f"{slug} {question['template']}"


def _order(one: Misconception) -> tuple:
    """Ids as people read them, A2 before A10; beliefs after them, by name."""
    return not one.mistake, one.mistake[:1], int(one.mistake[1:] or 0), one.name
