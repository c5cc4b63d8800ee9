"""`mode`: ten ways through the same course, each a list of places in lessons that exist.

Nothing is written twice: the places come from the outline, which the build reads from the lessons.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from autograder.page import refuse_unknown, show_page
from course.outline import Lesson, Section, outline

Place = tuple[Lesson, Section]


@dataclass(frozen=True)
class Mode:
    """A way to learn: what one does, which places it leads through, and what to call there."""

    does: str
    leads_to: Callable[[Lesson], Iterator[Section]]
    call: str = ""


def _first(lesson: Lesson) -> Iterator[Section]:
    """Where a lesson says why."""
    yield lesson.sections[0]


def _explaining(lesson: Lesson) -> Iterator[Section]:
    """Sections that explain: prose with nothing to run; at the end, the sentences to keep."""
    yield from (part for part in lesson.sections[1:-1] if not part.holds)


def _with(kind: str) -> Callable[[Lesson], Iterator[Section]]:
    """Sections that hold something of this kind."""
    return lambda lesson: (part for part in lesson.sections if kind in part.holds)


def _all_of(*numbers: str) -> Callable[[Lesson], Iterator[Section]]:
    """The sections of these lessons, without their last one, the further reading."""
    return lambda lesson: iter(lesson.sections[:-1] if lesson.number in numbers else ())


def _nothing(lesson: Lesson) -> Iterator[Section]:
    """No places: everything is in the call."""
    return iter(())


MODES = {
    "why": Mode("read the story and the problem, two minutes for each lesson", _first),
    "concept": Mode("read what things are called and why they are so", _explaining),
    "worked run": Mode("run what is shown, and compare with what is said", _with("demo")),
    "predict first": Mode("commit to an answer, then see the measurement", _with("guess")),
    "fix the bug": Mode("repair code that is broken; it is graded", _with("repair")),
    "experiment": Mode("change one thing with a control, and see what follows", _with("control")),
    "flashcards": Mode("recall what goes wrong, and why", _nothing, "flashcards()"),
    "metrics": Mode("read scores, baselines and ranges", _all_of("07")),
    "test": Mode(
        "ten questions: easy, medium, hard", _with("quiz"), 'quiz("01_what_freezing_does")'
    ),
    "capstone": Mode("diagnose and repair a system", _all_of("12")),
}


def mode(name: str = "") -> None:
    """Show the ten modes, or the path of one of them, such as mode("fix the bug")."""
    if not name:
        show_page(_overview())
        return
    refuse_unknown("mode", name, MODES)
    show_page(path_of(name))


def places(name: str) -> list[Place]:
    """Where a mode leads, in the order of the course."""
    return [(lesson, part) for lesson in outline() for part in MODES[name].leads_to(lesson)]


def path_of(name: str) -> str:
    """The path of a mode as Markdown."""
    chosen, lines = MODES[name], []
    for lesson, part in places(name):
        heading = part.heading.replace("`", "")
        lines.append(f"* {lesson.title}: [{heading}]({lesson.link(part.heading)})")
    call = [f"Call `{chosen.call}` in a cell."] if chosen.call else []
    return "\n\n".join([f"**{name}**: {chosen.does}.", *call, *filter(None, ["\n".join(lines)])])


def _overview() -> str:
    """All modes in a table."""
    rows = ["| mode | what you do | places |", "|---|---|---|"]
    for name, chosen in MODES.items():
        count = len(places(name))
        where = f'{count}, `mode("{name}")`' if count else f"`{chosen.call}`"
        rows.append(f"| {name} | {chosen.does} | {where} |")
    return "\n".join(rows)
