"""`make lint-lessons`: what is missing in and around the lessons, in sentences.

Nothing here refuses a lesson: `make build` does that for mistakes, and `make test` proves the rest.
"""

import time
from collections.abc import Collection, Iterator
from pathlib import Path

from course.authoring import around_rules, text_rules
from course.authoring.lesson_facts import Facts, facts
from course.build import known_slug
from course.execute import execute
from course.lesson_text import lesson_notebook
from course.outline import START

LONGEST_S = 60.0


def lint(root: Path, lessons: Collection[str] = ()) -> dict[str, list[str]]:
    """The sentences about each lesson of the project at `root`, by slug; all lessons by default.

    Lessons are run, one at a time, to see how long that takes. Raises LessonError for a lesson that
    does not exist, cannot be read, or fails.
    """
    paths = {path.stem: path for path in sorted(root.glob("course/lessons/*.py"))}
    slugs = [known_slug(lesson, paths) for lesson in lessons] or list(paths)
    return {slug: [*lacks(facts(root, paths[slug])), *_too_long(paths[slug])] for slug in slugs}


def lacks(lesson: Facts) -> Iterator[str]:
    """What every rule finds missing, without running anything."""
    rules = (*text_rules.RULES, *around_rules.RULES)
    if lesson.slug == START:
        # It teaches nothing by itself.
        rules = (text_rules.unwritten, text_rules.figures)
    for rule in rules:
        yield from (f"{lesson.slug}: {told}." for told in rule(lesson))
    if not lesson.shown:
        yield f"{lesson.slug}: it was not built yet; run `make build LESSON={lesson.slug}`."


def _too_long(path: Path) -> Iterator[str]:
    """A lesson whose cells take longer than learners wait."""
    began = time.perf_counter()
    execute({path.name: lesson_notebook(path)}, workers=1)
    took = time.perf_counter() - began
    if took > LONGEST_S:
        yield (
            f"{path.stem}: its cells ran for {took:.0f} s on this machine; keep it below "
            f"{LONGEST_S:.0f} s, for instance with results that a recipe made."
        )
