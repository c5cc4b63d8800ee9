"""A class of the short course that is graded without a sandbox: a test says what each answer earns.

Everything but running and judging is real: nbgrader, the gradebook, the journal, the pages.
"""

import inspect
import itertools
import shutil
from types import SimpleNamespace

from nbgrader.apps import NbGraderAPI
from nbgrader.server_extensions.formgrader.apihandlers import CommentHandler, GradeHandler

from autograder.classroom import Course
from autograder.engine.result import Checked, Result
from autograder.sample_class import answered, hand_in
from autograder.verdict import PARTLY, Finding, Verdict, correct
from tests.crews import AtOnce
from tests.handing_in import LESSON
from tests.short_course import short_course


class Seeded(AtOnce):
    """A crew that runs nothing: its evidence is the seed, the job's own or the next number."""

    fresh = itertools.count(1)

    def answer(self, job, future):
        seeds = {step.slug: job.seeds.get(step.slug) for step in job.steps if step.slug}
        seeds = {slug: next(self.fresh) if seed is None else seed for slug, seed in seeds.items()}
        checks = {slug: Checked(seed, {"ran on": seed}) for slug, seed in seeds.items()}
        usage = {"wall_s": 0.5, "cpu_s": 0.25, "peak_bytes": 3_000_000}
        future.set_result(Result({}, checks, (), self.isolation, usage))


class Judges:
    """In the place of `judge`: full marks, unless `scores` has another share for an exercise."""

    def __init__(self, monkeypatch):
        self.scores, self.versions = {}, {"exercises": "first"}
        monkeypatch.setattr("autograder.nbgrader_steps.judge", self.judge)
        monkeypatch.setattr("autograder.results.versions", lambda: dict(self.versions))

    def judge(self, slug, evidence, seed, student):
        score = self.scores.get((student, slug), self.scores.get(slug, 1))
        if score == 1:
            return correct("all of it")
        return Verdict(PARTLY, score, findings=(Finding("some of it.", "the rest?"),))

    def corrected(self, **scores):
        """Another release, which gives other shares."""
        self.versions["exercises"] += "+"
        self.scores |= scores


def class_of(folder, *learners):
    """A course in `folder`, and a class that has handed it in."""
    course = Course(short_course(folder), folder / "gradebook")
    for learner in learners:
        hand_in(course, learner, LESSON)
    return course


def copied(course, folder):
    """The same course and class in another folder: to grade one for each test takes longer."""
    shutil.copytree(course.root, folder / "copy")
    return Course(folder / "copy", folder / "copy" / "gradebook")


def handed_in_anew(course, learner, source="def freeze(module):\n    pass"):
    """Another answer in the place of the old file."""
    path = course.submitted / learner / LESSON / f"{LESSON}.ipynb"
    path.unlink()
    path.parent.rmdir()
    return hand_in(course, learner, LESSON, answered("freeze", source))


def set_by_hand(course, learner, slug, score, extra=None):
    """What the formgrader does when an instructor types a score: its own handler writes it."""
    with course.opened() as book:
        grade = book.find_grade(f"check-{slug}", LESSON, LESSON, learner)
        body = {"manual_score": score, "extra_credit": extra}
        _put(GradeHandler, book, grade.id, body)


def commented(course, learner, slug, text):
    """What the formgrader does when an instructor writes a comment."""
    with course.opened() as book:
        comment = book.find_comment(slug, LESSON, LESSON, learner)
        _put(CommentHandler, book, comment.id, {"manual_comment": text})


def _put(handler, book, about, body):
    """A request to the formgrader, without its server."""
    request = SimpleNamespace(gradebook=book, get_json_body=lambda: body, write=lambda told: None)
    inspect.unwrap(handler.put)(request, about)


def button(course, learner):
    """What the formgrader's button does; the results of `Seeded` are in the cache for it."""
    config = course.config()
    config.Run.isolation = Seeded.isolation
    assert NbGraderAPI(config=config).autograde(LESSON, learner)["success"]


def in_gradebook(course, learner):
    """Each exercise's automatic score, score set by hand, extra credit, and the sum."""
    with course.opened() as book:
        found = book.find_submission(LESSON, learner)
        grades = {
            grade.name.removeprefix("check-"): (
                *(grade.auto_score, grade.manual_score, grade.extra_credit),
            )
            for notebook in found.notebooks
            for grade in notebook.grades
        }
        return grades, found.score


def page(course, learner):
    """The learner's feedback page."""
    path = course.gradebook / "feedback" / learner / LESSON / f"{LESSON}.html"
    return path.read_text(encoding="utf-8")
