"""The history of one submission, for the instructor: each judging, its marks, and why it was."""

from autograder import storage
from autograder.classroom import Course, GradingError
from autograder.history import History, Judging
from autograder.lateness import Lateness
from autograder.marks import printable
from autograder.regrading.changes import causes
from autograder.regrading.choosing import learner_called, refuse_unknown
from autograder.regrading.judged import copy_of
from autograder.regrading.standing import hand_notes, standing
from autograder.regrading.tables import table

FIRST, AGAIN = "judged for the first time", "run again"
GONE = "not kept"


def past(course: Course, learner: str, lesson: str) -> str:
    """All judgings of a submission as a table, and what counts now.

    Raises GradingError where there is none.
    """
    with storage.told(course):
        refuse_unknown("There is no lesson {}", [lesson], course.released)
        history = History(course.gradebook)
        everybody = sorted({judging.student for judging in history.everyone(lesson)})
        if not everybody:
            raise GradingError(f"Nobody's {lesson} was ever judged.")
        student = learner_called(learner, everybody, course)
        judgings = history.all(student, lesson)
        counted = _counted(course, student, lesson)
    places = [copy_of(course.gradebook, student, lesson, judging.job) for judging in judgings]
    copies = [place.name if place.is_file() else GONE for place in places]
    rows = [["judging", "marks", "copy of the work", "why"]]
    for number, (judging, copy) in enumerate(zip(judgings, copies, strict=True), start=1):
        why = _why(judgings[number - 2], judging) if number > 1 else FIRST
        rows.append([str(number), _marks(judging), copy, why])
    room = places[0].parent.relative_to(course.gradebook).as_posix()
    lines = [table(rows), *counted, f"Copies: {course.gradebook.name}/{printable(room)}/"]
    return "\n".join(lines)


def _marks(judging: Judging) -> str:
    """What the judge gave."""
    return f"{judging.marks:g} of {sum(record['points'] for record in judging.records):g}"


def _why(old: Judging, new: Judging) -> str:
    """What led from one judging to the next, and the exercises whose marks it moved."""
    before, after = ({r["exercise"]: r["marks"] for r in j.records} for j in (old, new))
    moved = [slug for slug in after | before if before.get(slug) != after.get(slug)]
    told = "; ".join(causes(old, new, set(after)) or [AGAIN])
    return f"{told} ({', '.join(moved)})" if moved else told


def _counted(course: Course, student: str, lesson: str) -> list[str]:
    """The line on what counts now; none where the gradebook knows nothing of the submission."""
    with course.opened() as book:
        now = standing(book, Lateness(course), lesson, student)
    if now is None:
        return []
    late = [f"{now.penalty:g} taken off for coming late"] if now.penalty else []
    notes = "; ".join([*hand_notes(now.by_hand), *late])
    told = f"Counts now: {now.marks:g} of {now.points:g}"
    return [f"{told}; {notes}." if notes else f"{told}."]
