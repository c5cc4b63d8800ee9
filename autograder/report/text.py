"""A class report as text, for a terminal."""

from collections.abc import Iterator

from autograder.marks import MEANING, printable
from autograder.report.class_report import ClassReport, Item, LessonReport, Misconception

SLUG = 27  # characters of the longest name of an exercise, and one


def as_text(report: ClassReport) -> str:
    """The whole report but for examples and questions, which are in the files."""
    lessons = [_lesson(lesson) for lesson in report.lessons]
    return "\n\n".join([*lessons, "\n".join(_runs(report))])


def _lesson(lesson: LessonReport) -> str:
    """One lesson."""
    head = f"{'exercise':{SLUG}} {'learners':>8} {'tried':>6} {'full':>6} {'mean':>14}"
    lines = [lesson.slug, f"{head} {'difficulty':>11} {'discrimination':>14}"]
    lines += [*map(_item, lesson.exercises), ""]
    if not lesson.misconceptions:
        lines.append("No known mistake was found.")
    else:
        lines.append("mistakes, by share of those who tried where they were found")
        lines += map(_misconception, lesson.misconceptions)
    changed = sum(mark.is_by_hand for one in lesson.submissions for mark in one.exercises)
    late = sum(one.penalty > 0 for one in lesson.submissions)
    if changed or late:
        lines += ["", f"marks changed by hand: {changed}; submissions with a penalty: {late}"]
    lines += [
        f"noted: {printable(one.student)}: {printable('; '.join([*one.repairs, *one.troubles]))}"
        for one in lesson.submissions
        if one.repairs or one.troubles
    ]
    return "\n".join(lines)


def _item(item: Item) -> str:
    """One exercise."""
    mean = f"{item.mean:.1f} of {item.points:g}"
    told = [
        "-" if value is None else f"{value:.2f}" for value in (item.difficulty, item.discrimination)
    ]
    counts = f"{item.handed_in:8} {item.tried:6} {item.full:6} {mean:>14}"
    return f"{item.slug:{SLUG}} {counts} {told[0]:>11} {told[1]:>14}"


def _misconception(one: Misconception) -> str:
    """One mistake."""
    counted = f"{one.learners} of {one.asked}"
    return f"{one.share:6.0%}  {counted:>12}  {one.mistake:4} {one.name}".rstrip()


def _runs(report: ClassReport) -> Iterator[str]:
    """In what isolation the submissions ran, and what is not in the report."""
    total = sum(count for _, count in report.isolation)
    for level, count in report.isolation:
        told = f" ({MEANING[level]})" if level in MEANING else ""
        yield f"isolation: {level or 'not known'}, {count} of {total} submissions{told}"
    yield from (f"left out: {sentence}" for sentence in report.left_out)
