"""Which submissions a regrade is about, by the names that an instructor typed."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.bank.graded import key_of
from autograder.classroom import Course, GradingError
from autograder.engine.job import checked_exercise
from autograder.marks import printable

NEAR = 3


@dataclass(frozen=True)
class Wanted:
    """Names of lessons, learners and exercises; none of a kind stands for all of it."""

    lessons: tuple[str, ...] = ()
    learners: tuple[str, ...] = ()
    exercises: tuple[str, ...] = ()


def chosen(course: Course, wanted: Wanted) -> dict[tuple[str, str], list[str]]:
    """The submissions that were named, by learner and lesson, lesson by lesson.

    The list holds the exercises that were named, and is empty where all of them are meant. Raises
    GradingError for a name that nothing has, and where nobody has handed in what was named.
    """
    handed_in = {lesson: course.students(lesson) for lesson in course.released}
    everybody = sorted({student for students in handed_in.values() for student in students})
    if not everybody:
        raise GradingError("Nobody has handed in anything yet; there is nothing to grade anew.")
    refuse_unknown("There is no lesson {}", wanted.lessons, course.released)
    learners = [learner_called(name, everybody, course) for name in wanted.learners]
    lessons = _lessons(course, wanted)
    found = {
        (student, lesson): sorted({*wanted.exercises} & set(exercises_of(course, lesson)))
        for lesson in lessons
        for student in handed_in[lesson]
        if not learners or student in learners
    }
    for learner in learners:
        if not any(student == learner for student, _ in found):
            raise GradingError(f"{printable(learner)} has handed in none of {_listed(lessons)}.")
    if not found:
        raise GradingError(f"Nobody has handed in any of {_listed(lessons)}.")
    return found


def learner_called(name: str, known: list[str], course: Course) -> str:
    """The folder of a learner, however accents and capitals of the name are typed.

    Raises GradingError for a name that no folder has.
    """
    alike = [other for other in known if key_of(other) == key_of(name)]
    if name in known or len(alike) == 1:
        return name if name in known else alike[0]
    if name in course.released:
        raise GradingError(f"{name} is a lesson; name lessons first, then --learner and its names.")
    refuse_unknown("There is no folder of a learner {}", [name], known)
    return name


def exercises_of(course: Course, lesson: str) -> list[str]:
    """The exercises of a released lesson, in its order."""
    cells = course.released[lesson].cells
    return [slug for cell in cells if (slug := checked_exercise(cell))]


def refuse_unknown(sentence: str, names: Iterable[str], known: Iterable[str]) -> None:
    """Raise GradingError for the first name that is not known, with the nearest ones.

    `sentence` has a place for the name.
    """
    known = list(known)
    for name in names:
        if name not in known:
            begin = [other for other in known if name and other.startswith(name)][:NEAR]
            near = begin or difflib.get_close_matches(name, known, n=NEAR, cutoff=0.5)
            told = " or ".join(repr(other) for other in near)
            cure = f"did you mean {told}?" if near else f"one is {known[0]!r}."
            raise GradingError(printable(f"{sentence.format(repr(name))}; {cure}"))


def _lessons(course: Course, wanted: Wanted) -> list[str]:
    """The lessons that were named, as far as they have one of the exercises that were named."""
    homes = {slug: lesson for lesson in course.released for slug in exercises_of(course, lesson)}
    refuse_unknown("No lesson has an exercise {}", wanted.exercises, homes)
    named = [lesson for lesson in course.released if lesson in (wanted.lessons or course.released)]
    for slug in wanted.exercises:
        if homes[slug] not in named:
            raise GradingError(f"The exercise {slug} is in {homes[slug]}, not in {_listed(named)}.")
    homes_wanted = {homes[slug] for slug in wanted.exercises} or set(named)
    return [lesson for lesson in named if lesson in homes_wanted]


def _listed(lessons: list[str]) -> str:
    """Some lessons in words."""
    return ", ".join(lessons) if len(lessons) < 4 else "these lessons"
