"""From a graded class to its ClassReport."""

from collections import Counter

from autograder import database, storage
from autograder.bank.private import PRIVATE, BadBank, Extras, private_in
from autograder.classroom import Course, GradingError
from autograder.history import ROOM
from autograder.report.class_report import ClassReport, LessonReport
from autograder.report.items import exercise_items, question_items
from autograder.report.misconceptions import misconceptions
from autograder.report.places import Places
from autograder.report.reading import Lesson, read
from course.outline import Lesson as Outlined
from course.outline import outline, outlined

NOTHING = "Nothing has been graded yet; run `make grade` first."


def class_report(course: Course, lessons: list[str]) -> ClassReport:
    """The report on these lessons, or on all that were graded if none is named.

    Lessons of which nothing has been graded are left out. Raises GradingError for a lesson that
    does not exist, for a database out of reach, and when nothing at all has been graded.
    """
    wanted = course.lessons(lessons) if lessons else list(course.released)
    if not (course.gradebook / ROOM).is_dir():
        raise GradingError(NOTHING)
    try:
        own = private_in(course.gradebook / PRIVATE)
    except BadBank as problem:
        raise GradingError(str(problem)) from None
    reports, left_out = [], []
    places = Places(course.released)
    # nbgrader would make its tables anew in any database, and trip over one that is not its own.
    database.prepare(course.db_url)
    with storage.told(course), course.opened() as book:
        for lesson in wanted:
            found = read(course, book, lesson)
            left_out += found.left_out
            if found.readings:
                reports.append(_lesson_report(course, lesson, found, places, own))
    if not reports:
        raise GradingError(" ".join(left_out) or NOTHING)
    submissions = [one for report in reports for one in report.submissions]
    levels = Counter(one.isolation for one in submissions)
    return ClassReport(
        learners=len({one.student for one in submissions}),
        lessons=tuple(reports),
        isolation=tuple(sorted(levels.items(), key=lambda item: (-item[1], item[0]))),
        is_anonymous=False,
        left_out=tuple(left_out),
    )


def _lesson_report(
    course: Course, lesson: str, found: Lesson, places: Places, own: Extras
) -> LessonReport:
    """One lesson's part."""
    points = outlined(lesson, course.released[lesson]).points
    about = _outline_of(course, lesson)
    return LessonReport(
        slug=lesson,
        title=about.title,
        points=sum(points.values()),
        exercises=exercise_items(about, points, found.readings),
        questions=question_items(found.readings, own),
        misconceptions=misconceptions(course, places, found.readings),
        submissions=tuple(reading.submission for reading in found.readings),
    )


def _outline_of(course: Course, lesson: str) -> Outlined:
    """The outline of a lesson: that of the course, or of the release where it is no part of it."""
    known = {one.slug: one for one in outline()}
    return known.get(lesson) or outlined(lesson, course.released[lesson])
