"""`python -m autograder regrade`: judge again what was judged before, all of it or some exercises.

What is to be graded anew is written into the journal first. Killed half way, the next grading of
any kind goes on with just that.
"""

from autograder import storage
from autograder.attempts import Attempts
from autograder.classroom import Course
from autograder.grading import graded
from autograder.marks import Row, replace_in_csv
from autograder.regrading.choosing import Wanted, chosen
from autograder.workers import Crew


def regrade(course: Course, wanted: Wanted, crew: Crew) -> list[Row]:
    """Grade anew what was named, even where its marks stand; returns a row for each submission.

    Work that was judged before runs on the seeds it had then, so that nobody's marks move by luck.
    Where exercises are named, all others keep the verdict they had; work handed in since then, or
    never judged, is graded whole. Rows of other submissions stay in marks.csv as they are.

    Raises GradingError for names that nothing has, and as `autograder.grading.grade` does.
    """
    with storage.told(course):
        storage.check(course)
        work = chosen(course, wanted)
        Attempts(course.gradebook).order(work)
        rows = graded(course, [(lesson, student) for student, lesson in work], crew)
        replace_in_csv(rows, course.gradebook / "marks.csv")
    return rows
