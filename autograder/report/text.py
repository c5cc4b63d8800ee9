"""`python -m autograder report`: marks by exercise, which mistakes the class makes, how it was run.

Reads the verdicts that `Judge` left in the graded notebooks and the journal of the class; computes
nothing twice.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import fmean

from autograder.attempts import Attempt, Attempts
from autograder.classroom import Course, GradingError
from autograder.marks import MEANING, printable
from autograder.mistakes import MISTAKES
from autograder.nbgrader_steps import VERDICT
from autograder.verdict import NOT_ATTEMPTED


@dataclass(frozen=True)
class Judged:
    """One verdict as it stands in a graded notebook."""

    student: str
    lesson: str
    record: dict


def report(course: Course, lessons: list[str]) -> str:
    """The report on these lessons (all graded ones if none is named), as text.

    Raises GradingError when nothing has been graded.
    """
    verdicts = [entry for lesson in course.lessons(lessons) for entry in judged(course, lesson)]
    if not verdicts:
        raise GradingError("Nothing has been graded yet; run `make grade` first.")
    attempts = Attempts(course.gradebook).all()
    return "\n\n".join(
        f"{lesson}\n{_exercises(of_lesson)}\n\n{_mistakes(of_lesson)}\n\n"
        f"{_runs([attempt for attempt in attempts if attempt.lesson == lesson])}"
        for lesson in dict.fromkeys(entry.lesson for entry in verdicts)
        if (of_lesson := [entry for entry in verdicts if entry.lesson == lesson])
    )


def judged(course: Course, lesson: str) -> Iterator[Judged]:
    """Every verdict on a lesson, learner by learner."""
    for path in sorted((course.gradebook / "autograded").glob(f"*/{lesson}/{lesson}.ipynb")):
        student = path.parent.parent.name
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                if VERDICT in output.get("data", {}):
                    yield Judged(student, lesson, output["data"][VERDICT])


def _exercises(verdicts: list[Judged]) -> str:
    """One line per exercise: how many handed in, how many tried, full marks, the mean."""
    lines = [f"{'exercise':20} {'learners':>8} {'tried':>6} {'full':>6} {'mean':>12}"]
    for slug in dict.fromkeys(entry.record["exercise"] for entry in verdicts):
        records = [entry.record for entry in verdicts if entry.record["exercise"] == slug]
        tried = sum(record["status"] != NOT_ATTEMPTED for record in records)
        full = sum(record["score"] == 1 for record in records)
        mean = f"{fmean(r['marks'] for r in records):.1f} of {records[0]['points']:g}"
        lines.append(f"{slug:20} {len(records):8} {tried:6} {full:6} {mean:>12}")
    return "\n".join(lines)


def _mistakes(verdicts: list[Judged]) -> str:
    """Known mistakes, the commonest first, by the share of the class that shows them."""
    learners = len({entry.student for entry in verdicts})
    shown = {
        (entry.student, finding["mistake"])
        for entry in verdicts
        for finding in entry.record["findings"]
        if finding["mistake"]
    }
    counts = Counter(mistake for _, mistake in shown)
    if not counts:
        return "No known mistake was found."
    lines = [f"mistakes, by share of {learners} learners"]
    for mistake, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        lines.append(f"{count / learners:6.0%}  {mistake:4} {MISTAKES[mistake].name}")
    return "\n".join(lines)


def _runs(attempts: list[Attempt]) -> str:
    """In what isolation the submissions ran, and what grading noted about them."""
    if not attempts:
        return "isolation: not in the journal, because nbgrader itself graded this"
    levels = Counter(attempt.isolation for attempt in attempts)
    lines = [
        f"isolation: {level}, {count} of {len(attempts)} submissions ({MEANING.get(level, '?')})"
        for level, count in levels.most_common()
    ]
    lines += [
        f"noted: {printable(attempt.student)}: {printable('; '.join(attempt.notes))}"
        for attempt in sorted(attempts, key=lambda attempt: attempt.student)
        if attempt.notes
    ]
    return "\n".join(lines)
