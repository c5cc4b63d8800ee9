"""What a class report holds, as plain values: every form of it shows these and nothing else.

Shares and difficulties go from 0 to 1. Tuples keep the order in which people read.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where a lesson explains something: its title, the heading, the paragraph below it."""

    lesson: str
    title: str
    heading: str
    paragraph: str


@dataclass(frozen=True)
class Example:
    """A mistake as one learner made it: the answer's code ("" for a question), and what was seen.

    `code` never has more than a dozen lines.
    """

    student: str
    exercise: str
    code: str
    seen: str


@dataclass(frozen=True)
class Misconception:
    """A known mistake, and how many learners of a lesson show it.

    `mistake` is its permanent id, or "" for a belief that only a question names; `asked` is how
    many learners could have shown it, because they tried one of the `exercises` where it was found;
    in a quiz, because they answered a question of a template where it was found.
    """

    mistake: str
    name: str
    learners: int
    asked: int
    share: float
    exercises: tuple[str, ...]
    examples: tuple[Example, ...]
    place: Place | None


@dataclass(frozen=True)
class Item:
    """An exercise, or one template of questions: how hard it was, and whom it tells apart.

    `difficulty` is the mean share of its points that was earned by those who tried it: 1 is easy.
    `discrimination` is the correlation with the rest of the lesson's marks; None where there are
    too few learners, or no spread. `mean` is of all who handed it in, `marks` counts those who
    tried by tenths of the points, 0 to 10. For a template, handing in is being asked. All of these
    are marks as they count, before any penalty.
    """

    slug: str
    title: str
    points: float
    handed_in: int
    tried: int
    full: int
    mean: float
    difficulty: float | None
    discrimination: float | None
    marks: tuple[int, ...]


@dataclass(frozen=True)
class Mark:
    """One exercise of a submission: what the judge gave, and what counts."""

    exercise: str
    status: str
    judged: float
    counted: float
    points: float
    is_by_hand: bool
    seed: int


@dataclass(frozen=True)
class Submission:
    """One submission: `marks` is what counts, after changes by hand and the penalty for lateness.

    `repairs` were made before grading, `troubles` came up while it ran. `judgings` is how often it
    was judged. `seconds` and `peak_mb` say what its run took; None where nobody knows.
    """

    student: str
    lesson: str
    marks: float
    points: float
    penalty: float
    exercises: tuple[Mark, ...]
    judgings: int
    repairs: tuple[str, ...]
    troubles: tuple[str, ...]
    seconds: float | None
    peak_mb: float | None
    isolation: str


@dataclass(frozen=True)
class LessonReport:
    """One lesson of a class."""

    slug: str
    title: str
    points: float
    exercises: tuple[Item, ...]
    questions: tuple[Item, ...]
    misconceptions: tuple[Misconception, ...]
    submissions: tuple[Submission, ...]


@dataclass(frozen=True)
class ClassReport:
    """A whole class; `isolation` counts submissions by level, `is_anonymous` says names are not.

    `left_out` are sentences on submissions that could not be counted, without names.
    """

    learners: int
    lessons: tuple[LessonReport, ...]
    isolation: tuple[tuple[str, int], ...]
    is_anonymous: bool
    left_out: tuple[str, ...] = ()
