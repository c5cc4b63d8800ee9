"""How hard each exercise and each kind of question was, and whom it tells apart.

These are the two numbers of classical item analysis: difficulty (the mean share of the points that
was earned, so 1 is easy) and discrimination, as the corrected item-rest correlation (Pearson's,
between an item and the sum of all others; the plain item-total correlation counts the item itself).
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from autograder.bank.graded import name_of
from autograder.bank.private import Extras
from autograder.report.class_report import Item
from autograder.report.reading import Reading
from autograder.report.titles import exercise_title, own_title, template_title
from autograder.verdict import NOT_ATTEMPTED
from course.outline import Lesson

ENOUGH = 10  # learners who tried; a correlation of fewer says nothing
SPREAD = 1e-9
TENTHS = 10


def exercise_items(
    about: Lesson, points: dict[str, float], readings: list[Reading]
) -> tuple[Item, ...]:
    """The exercises of a lesson, quiz included, in its order."""
    items = []
    for slug, worth in points.items():
        handed_in, tried, rest = [], [], []
        for reading in readings:
            marks = {mark.exercise: mark for mark in reading.submission.exercises}
            if slug in marks:
                handed_in.append(marks[slug].counted)
                if marks[slug].status != NOT_ATTEMPTED:
                    tried.append(marks[slug].counted)
                    rest.append(_total(reading) - marks[slug].counted)
        items.append(_item(slug, exercise_title(about, slug), worth, handed_in, tried, rest))
    return tuple(items)


def question_items(readings: list[Reading], own: Extras) -> tuple[Item, ...]:
    """The kinds of questions that a lesson's quiz asked, by name; none where no record tells.

    The variants of a template count as one, whichever numbers a learner had in theirs. `own` are
    the instructor's questions, which no template names.
    """
    titles = {name_of(question): own_title(question.stem) for question in own.questions}
    handed_in, tried, rest = defaultdict(list), defaultdict(list), defaultdict(list)
    worth = {}
    for reading in readings:
        total = _total(reading)
        for record in reading.records.values():
            questions = record.get("questions", [])
            for question in questions:
                name = question["template"]
                worth[name] = record["points"] / len(questions)
                earned = worth[name] * question["is_right"]
                handed_in[name].append(earned)
                if question["is_answered"]:
                    tried[name].append(earned)
                    rest[name].append(total - earned)
    return tuple(
        _item(
            name,
            titles.get(name) or template_title(name),
            *(worth[name], handed_in[name], tried[name], rest[name]),
        )
        for name in sorted(worth)
    )


def _total(reading: Reading) -> float:
    """All that counts in a submission, before any penalty."""
    return sum(mark.counted for mark in reading.submission.exercises)


def _item(
    slug: str,
    title: str,
    points: float,
    handed_in: list[float],
    tried: list[float],
    rest: list[float],
) -> Item:
    """One item: marks of all who handed it in, of those who tried it, and theirs elsewhere."""
    marks, shares = [0] * (TENTHS + 1), [earned / points if points else 0.0 for earned in tried]
    for share in shares:
        marks[min(TENTHS, max(0, int(share * TENTHS + SPREAD)))] += 1
    return Item(
        slug=slug,
        title=title,
        points=points,
        handed_in=len(handed_in),
        tried=len(tried),
        full=marks[TENTHS],
        mean=round(float(np.mean(handed_in)), 4) if handed_in else 0.0,
        difficulty=round(float(np.mean(shares)), 4) if shares else None,
        discrimination=discrimination(tried, rest),
        marks=tuple(marks),
    )


def discrimination(item: Sequence[float], rest: Sequence[float]) -> float | None:
    """The item-rest correlation, -1 to 1; None below ENOUGH learners or without any spread."""
    if len(item) < ENOUGH or min(np.ptp(item), np.ptp(rest)) < SPREAD:
        return None
    return round(float(np.corrcoef(item, rest)[0, 1]), 4)
