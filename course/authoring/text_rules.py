"""What is missing in a lesson's own text and figures, each as one sentence with what to do."""

import re
from collections.abc import Iterator

from course.authoring.lesson_facts import Facts

FEWEST_OBJECTIVES = 3
POINTS = 100
# A text alternative shorter than this names a figure, and does not say what it shows.
FEWEST_WORDS = 8
# How fast people read prose and code, and how long they look at a figure. The twelve lessons state
# between .9 and 1.6 times what this gives, because their demos also run.
WORDS_A_MINUTE, LINES_A_MINUTE, MINUTES_A_FIGURE = 200, 30, 0.5
FURTHEST = 1.75
MINUTES = re.compile(
    r"It takes about (\d+) minutes: reading and watching (\d+), \w+ exercises? (\d+), "
    r"looking back (\d+)\."
)


def unwritten(lesson: Facts) -> Iterator[str]:
    """Words of the skeleton that still stand there."""
    for cell in lesson.cells:
        for left in re.findall(r"TODO: *(.*)", cell.source):
            yield f"cell {cell.id} still says TODO ({left.rstrip('.')}); write it"


def objectives(lesson: Facts) -> Iterator[str]:
    """What learners can do afterwards."""
    count = len(lesson.objectives)
    if count < FEWEST_OBJECTIVES:
        yield (
            f"'What you can now do' has {_several(count, 'point')}; write {FEWEST_OBJECTIVES} or "
            "more, each beginning with what learners can do"
        )


def prediction(lesson: Facts) -> Iterator[str]:
    """A guess before a run, and its answer."""
    guesses = [c for c in lesson.cells if str(c.metadata.get("practice", "")).startswith("guess")]
    if not guesses:
        yield 'nothing is guessed before it is run; add a cell practice="guess-NAME" above a demo'
    elif not any("reveal(" in cell.source for cell in lesson.cells):
        yield "a guess is never answered; show it beside the run with reveal()"


def points(lesson: Facts) -> Iterator[str]:
    """Every lesson is worth the same."""
    total = sum(cell.metadata.get("points", 0) for cell in lesson.cells)
    if lesson.exercises and total != POINTS:
        yield f"its checks give {total:g} points; share out {POINTS}"


def figures(lesson: Facts) -> Iterator[str]:
    """Figures without words for those who do not see them."""
    for cell in lesson.shown:
        for data in [output.get("data", {}) for output in cell.get("outputs", [])]:
            page = "".join(data.get("text/html", ""))
            bare = any(mime.startswith("image/") for mime in data) and not page
            told = [re.search(r'alt="([^"]*)"', tag) for tag in re.findall(r"<img\b[^>]*>", page)]
            short = [alt for alt in told if alt is None or len(alt[1].split()) < FEWEST_WORDS]
            if bare or short:
                yield (
                    f"cell {cell.id} shows a figure without words; return a "
                    "course.described.Described that says in sentences what it shows"
                )


def reading_time(lesson: Facts) -> Iterator[str]:
    """How long a lesson says it takes, against its length."""
    if not lesson.exercises:
        return
    said = MINUTES.search(" ".join(lesson.prose.split()))
    if not said:
        yield (
            "it does not say how long it takes; write 'It takes about 50 minutes: reading and "
            "watching 20, four exercises 25, looking back 5.' below its title"
        )
        return
    total, reading, *others = map(int, said.groups())
    if total != reading + sum(others):
        yield f"its times do not add up: {reading + sum(others)} minutes, not {total}; correct them"
    estimate = _minutes(lesson)
    if not estimate / FURTHEST <= reading <= estimate * FURTHEST:
        yield (
            f"it states {_several(reading, 'minute')} of reading and watching, its length suggests "
            f"{estimate:.0f}; correct the time or the length"
        )


def _minutes(lesson: Facts) -> float:
    """How long reading a lesson takes, by its length."""
    words = len(re.findall(r"\w[\w'.-]*", lesson.prose))
    codes = [c for c in lesson.cells if c.cell_type == "code" and not _is_work(c.metadata)]
    lines = sum(bool(line.strip()) for cell in codes for line in cell.source.splitlines())
    drawn = sum("nbval-ignore-output" in cell.metadata.get("tags", []) for cell in codes)
    return words / WORDS_A_MINUTE + lines / LINES_A_MINUTE + drawn * MINUTES_A_FIGURE


def _is_work(metadata: dict) -> bool:
    """Whether a cell is a learner's to write, or its check."""
    return "exercise" in metadata or "check" in metadata


def _several(count: int, what: str) -> str:
    """A count with its noun."""
    return f"{count} {what}{'' if count == 1 else 's'}"


RULES = (unwritten, objectives, prediction, points, figures, reading_time)
