"""What the page says of a whole class that stands in no single field of its report."""

from dataclasses import dataclass
from statistics import median

from autograder.report.class_report import (
    ClassReport,
    LessonReport,
    Mark,
    Misconception,
    Submission,
)
from autograder.report.page.shown import lesson_number


@dataclass(frozen=True)
class Ranked:
    """A misconception, its place in the whole class from 1 on, and the lesson it showed in."""

    place: int
    lesson: LessonReport
    found: Misconception


def ranked(report: ClassReport) -> list[Ranked]:
    """The misconceptions of all lessons, those of most learners first."""
    pairs = [(lesson, found) for lesson in report.lessons for found in lesson.misconceptions]
    pairs.sort(key=lambda pair: (-pair[1].learners, -pair[1].share))
    return [Ranked(place, *pair) for place, pair in enumerate(pairs, start=1)]


def labelled(found: list[Ranked]) -> list[tuple[str, Misconception]]:
    """Misconceptions with a label that says which lesson they showed in."""
    return [(f"{one.found.name}, {lesson_number(one.lesson.slug)}", one.found) for one in found]


def handed_in(report: ClassReport) -> int:
    """How many submissions there are."""
    return sum(len(lesson.submissions) for lesson in report.lessons)


def changed_by_hand(lesson: LessonReport) -> int:
    """How many marks of exercises an instructor set."""
    return sum(mark.is_by_hand for one in lesson.submissions for mark in one.exercises)


def middle(lesson: LessonReport) -> float | None:
    """The median of a lesson's marks; None without submissions."""
    marks = [submission.marks for submission in lesson.submissions]
    return median(marks) if marks else None


def columns(lesson: LessonReport) -> list[str]:
    """The exercises that submissions of a lesson have marks in, in its own order first."""
    known = dict.fromkeys(item.slug for item in lesson.exercises)
    marked = {mark.exercise: None for one in lesson.submissions for mark in one.exercises}
    return list(known | marked)


def by_exercise(submission: Submission) -> dict[str, Mark]:
    """The marks of a submission, by exercise."""
    return {mark.exercise: mark for mark in submission.exercises}
