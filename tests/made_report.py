"""A class report made by hand: invented learners with planted mistakes, always the same."""

import random
from collections import Counter
from itertools import product

from autograder.mistakes import MISTAKES
from autograder.report.class_report import (
    ClassReport,
    Example,
    Item,
    LessonReport,
    Mark,
    Misconception,
    Place,
    Submission,
)
from course.outline import outline

FIRST = ("ada", "ben", "chloe", "dmitri", "eva", "farid", "grace", "hana", "igor", "jun", "kofi")
LAST = ("adler", "brook", "costa", "dahl", "engel", "frost", "grant", "hale", "ito", "jansen")
WAYS = (
    "def freeze(module):\n    module.requires_grad = False",
    "def freeze(module):\n    module.eval()\n    module.requires_grad = 0",
    'def freeze(module):\n    setattr(module, "requires_grad", False)',
)
PLANTED = ["A5", "A6", "A25"]
SEEN = (
    "the module got an attribute 'requires_grad', and 4 of 4 parameters still ask for a gradient."
)
QUESTIONS = {
    "all_or_some": "Which of these lines freezes every parameter?",
    "how_many_tensors": "How many tensors can still learn?",
    "what_moves": "What does one step move?",
    "which_flag": "Whose flag does this line set?",
}


def made_report(learners: int = 120, of_lessons: int = 3, *, is_anonymous: bool = False):
    """The report on a class of so many; about one in twelve hands in nothing."""
    lot = random.Random(2)
    names = [f"{first}-{last}" for last, first in product(LAST, FIRST)][:learners]
    names += [f"learner-{number}" for number in range(len(names), learners)]
    found = tuple(_lesson(lot, about, names) for about in outline()[:of_lessons])
    levels = Counter(one.isolation for lesson in found for one in lesson.submissions)
    return ClassReport(learners, found, tuple(sorted(levels.items())), is_anonymous)


def _lesson(lot, about, names):
    """One lesson of the class."""
    points = about.points
    here = sorted(lot.sample(names, max(1, round(len(names) * 11 / 12))))
    handed_in = tuple(_submission(lot, about.slug, name, points) for name in here)
    items = [_item(lot, slug, about.heading_of(slug), points[slug], len(here)) for slug in points]
    asked = [_item(lot, name, stem, 1, len(here)) for name, stem in QUESTIONS.items()]
    return LessonReport(
        *(about.slug, about.title, sum(points.values()), tuple(items), tuple(asked)),
        tuple(_mistakes(lot, about, here, list(points))),
        handed_in,
    )


def _item(lot, slug, title, points, learners):
    """An exercise or a question, somewhere between easy and hard."""
    tried = max(1, learners - lot.randint(0, learners // 5))
    full, telling = round(tried * lot.uniform(0.2, 0.9)), round(lot.uniform(-0.1, 0.75), 4)
    marks = [0] * 11
    for _ in range(tried - full):
        marks[lot.randint(0, 9)] += 1
    marks[10] = full
    hard = sum(tenth * many for tenth, many in enumerate(marks)) / 10 / tried
    told = telling if tried >= 10 else None
    title = title.replace("`", "").partition(" (about")[0]
    mean = round(points * hard * tried / learners, 2)
    return Item(slug, title, points, learners, tried, full, mean, hard, told, tuple(marks))


def _mistakes(lot, about, here, slugs):
    """Known mistakes that the lesson explains, and a belief."""
    known = [name for name, one in MISTAKES.items() if one.lesson == about.slug]
    if about.number == "01":
        known = PLANTED + known
    place = Place(about.slug, about.title, "Who has a flag", PARAGRAPH)
    for rank, name in enumerate(known[:9], start=2):
        asked = lot.randint(len(here) // 2, len(here)) or 1
        shown = max(1, asked // rank)
        pairs = list(zip(here, WAYS, strict=False))[:shown]
        examples = [Example(who, slugs[0], code, SEEN) for who, code in pairs]
        yield Misconception(
            *(name, MISTAKES[name].name, shown, asked, shown / asked),
            *((slugs[0],), tuple(examples), place),
        )
    belief, chosen = "a frozen layer computes nothing", 'question 3: "it is skipped" was chosen.'
    seen = (Example(here[0], slugs[-1], "", chosen),)
    many = max(1, len(here) // 7)
    yield Misconception("", belief, many, len(here), many / len(here), (slugs[-1],), seen, None)


PARAGRAPH = """A flag belongs to a *parameter*. `module.requires_grad = False` makes a new
attribute of the module, and no parameter hears of it. Loop over `module.parameters()`, or call
`module.requires_grad_(False)`, which does that for you."""


def _submission(lot, lesson, name, points):
    """A submission by somebody more or less able; few are late, repaired or in trouble."""
    able = lot.betavariate(4, 2)
    marks = tuple(_mark(lot, slug, worth, able) for slug, worth in points.items())
    penalty = 2.0 if lot.random() < 0.03 else 0.0
    return Submission(
        *(name, lesson, max(0.0, sum(mark.counted for mark in marks) - penalty)),
        *(sum(points.values()), penalty, marks, 2 if lot.random() < 0.05 else 1),
        ("cell-07 had no id, and got one",) if lot.random() < 0.02 else (),
        ("freeze gave no answer within 30 s",) if lot.random() < 0.01 else (),
        *(round(lot.uniform(3, 9), 2), round(lot.uniform(280, 420), 1)),
        "none" if lot.random() < 0.01 else "bwrap",
    )


def _mark(lot, slug, worth, able):
    """The marks of one exercise."""
    share, status = 1.0, "correct"
    if lot.random() > able:
        share, status = lot.choice([(0.5, "partly"), (0, "incorrect"), (0, "not attempted")])
    judged, is_by_hand = worth * share, lot.random() < 0.01
    counted = min(worth, judged + 1) if is_by_hand else judged
    return Mark(slug, status, judged, counted, worth, is_by_hand, lot.randrange(10**9))
