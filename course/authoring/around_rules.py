"""What is missing around a lesson: wrong answers, hints, questions, mistakes that nothing catches.

The one place where the course looks into `tests/`: what a lesson owes is proved there.
"""

import importlib
import importlib.util
from collections.abc import Iterator

from course.authoring.lesson_facts import Facts

FEWEST_WRONG, FEWEST_RIGHT = 6, 3
FEWEST_QUESTIONS = {"easy": 2, "medium": 3, "hard": 3}
FEWEST_TEMPLATES = 2
CAPSTONE = "12"  # all its points are for exercises


def wrong_answers(lesson: Facts) -> Iterator[str]:
    """What each exercise is tried on."""
    for slug in lesson.exercises:
        name = f"tests.wrong_answers.{slug}"
        if importlib.util.find_spec(name) is None:
            yield f"{slug!r} has no wrong answers; add tests/wrong_answers/{slug}.py"
            continue
        known = importlib.import_module(name)
        for kind, given, fewest in (
            ("wrong answers", known.WRONG, FEWEST_WRONG),
            ("right styles", known.RIGHT, FEWEST_RIGHT),
        ):
            if len(given) < fewest:
                yield (
                    f"{slug!r} is tried on {len(given)} {kind}; {fewest} or more belong into "
                    f"tests/wrong_answers/{slug}.py"
                )


def hints(lesson: Facts) -> Iterator[str]:
    """The steps that learners may ask for."""
    from autograder.hints import hints as given

    for slug in lesson.exercises:
        if slug not in given():
            yield f"{slug!r} has no hints; add them to autograder/hints/{lesson.slug}.md"
        elif any("TODO" in step for step in given()[slug].steps):
            yield f"the hints of {slug!r} still say TODO; write them"


def questions(lesson: Facts) -> Iterator[str]:
    """Ten questions, and templates enough to draw them from."""
    from autograder.bank.catalog import own, templates

    number = lesson.slug[:2]
    if number == CAPSTONE:
        return
    if not any(cell.metadata.get("exercise") == f"quiz_{number}" for cell in lesson.cells):
        yield f"it does not end with ten questions; add quiz_{number}, as other lessons have it"
    for level, fewest in FEWEST_QUESTIONS.items():
        count = len(own(number, level))
        if count < fewest:
            yield f"{count} templates ask {level} questions; {fewest} or more are needed"
    for at, point in enumerate(lesson.objectives, start=1):
        asked = sum(f"{number}.{at}" in template.objectives for template in templates().values())
        if asked < FEWEST_TEMPLATES:
            told = " ".join(point.split()).rstrip(".")
            yield f"{asked} templates ask about '{told}'; {FEWEST_TEMPLATES} or more are needed"


def uncaught(lesson: Facts) -> Iterator[str]:
    """Known mistakes that the lesson explains and nothing catches."""
    from autograder.mistakes import MISTAKES
    from tests.mistake_table import ONLY_SHOWN, caught

    for name, mistake in MISTAKES.items():
        if mistake.lesson == lesson.slug and name not in caught() | set(ONLY_SHOWN):
            yield (
                f"it explains {name} ({mistake.name}), which no exercise catches; add a wrong "
                "answer that meets it, or the reason to ONLY_SHOWN in tests/mistake_table.py"
            )


RULES = (wrong_answers, hints, questions, uncaught)
