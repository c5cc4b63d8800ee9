"""nbgrader's own doors read and repair as our command does, and one file never stops the rest."""

import html
import warnings

import nbformat
import pytest
from nbgrader.apps import NbGraderAPI

from autograder.classroom import Course
from autograder.grading import enter
from autograder.nbgrader_intake import REPAIRS
from autograder.sample_class import hand_in
from tests.corpus.damages import DAMAGES
from tests.corpus.damages.damage import handed_in
from tests.handing_in import LESSON, ROOT, verdicts

GRADED = ("other_name", "bare_and_doubled", "windows_1252", "no_check", "two_notebooks")
REFUSED = ("truncated", "another_lesson")


@pytest.fixture(scope="module")
def by_nbgrader(tmp_path_factory):
    """Some damages, graded by nbgrader's own autograde: the course and what nbgrader said."""
    course = Course(ROOT, tmp_path_factory.mktemp("doors") / "gradebook")
    for damage in DAMAGES:
        if damage.name in GRADED + REFUSED:
            handed_in(course, damage)
    with warnings.catch_warnings():
        # nbgrader's own (SQLAlchemy), which would count as errors of the submission.
        warnings.simplefilter("ignore")
        enter(course, LESSON)
        api = NbGraderAPI(config=course.config())
        return course, {name: api.autograde(LESSON, name) for name in GRADED + REFUSED}


def damage_called(name):
    return next(damage for damage in DAMAGES if damage.name == name)


@pytest.mark.parametrize("name", GRADED)
def test_hurt_files_are_graded_and_the_learner_is_told(by_nbgrader, name):
    course, said = by_nbgrader
    assert said[name]["success"], said[name]["log"]
    earned = sum(record["marks"] for record in verdicts(course, name).values())
    assert earned == damage_called(name).earned
    path = course.gradebook / "autograded" / name / LESSON / f"{LESSON}.ipynb"
    first = nbformat.read(path, as_version=4).cells[0]
    told = damage_called(name).told
    assert (first.id == REPAIRS) == bool(told)
    assert told.partition(" ")[0] in html.unescape(first.source)


@pytest.mark.parametrize("name", REFUSED)
def test_files_that_cannot_be_graded_are_refused_with_our_sentence(by_nbgrader, name):
    _, said = by_nbgrader
    assert not said[name]["success"]
    assert damage_called(name).told in said[name]["log"]


def test_what_a_link_points_to_never_reaches_the_graded_folder(tmp_path):
    """nbgrader copies files beside a notebook, and would follow links to anything it can read."""
    course = Course(ROOT, tmp_path / "gradebook")
    secret = tmp_path / "secret.txt"
    secret.write_text("not for learners", encoding="utf-8")
    path = hand_in(course, "lea", LESSON)
    (path.parent / "notes.txt").write_text("my own", encoding="utf-8")
    (path.parent / "data.txt").symlink_to(secret)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        enter(course, LESSON)
        assert NbGraderAPI(config=course.config()).autograde(LESSON, "lea")["success"]
    graded = course.gradebook / "autograded" / "lea" / LESSON
    assert sorted(file.name for file in graded.iterdir()) == [f"{LESSON}.ipynb", "notes.txt"]
