"""Honest work keeps its marks, however it was hurt; what cannot be read is told in a sentence."""

import pytest

from autograder.classroom import Course
from autograder.grading import grade
from autograder.sample_class import hand_in, solved
from tests.corpus.damages import DAMAGES
from tests.corpus.damages.damage import FULL, handed_in
from tests.handing_in import LESSON, ROOT, SILENT

BYSTANDERS = ("a_first", "m_middle", "zz_last")


@pytest.fixture(scope="module")
def hurt_class(tmp_path_factory):
    """Every damage in one class, with honest bystanders between them: the course and its rows."""
    course = Course(ROOT, tmp_path_factory.mktemp("hurt") / "gradebook")
    for damage in DAMAGES:
        handed_in(course, damage)
    for learner in BYSTANDERS:
        hand_in(course, learner, LESSON, solved())
    rows = grade(course, [LESSON, SILENT])
    return course, {row.student: row for row in rows}


def test_there_are_forty_damages_and_more_over_all_classes():
    assert len({damage.name for damage in DAMAGES}) == len(DAMAGES) >= 40
    assert {damage.kind for damage in DAMAGES} == {f"D{number}" for number in range(1, 14)}


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: f"{damage.kind}-{damage.name}")
def test_hurt_work_earns_what_was_said_before(hurt_class, damage):
    _, rows = hurt_class
    row = rows[damage.name]
    assert row.marks == damage.earned, row.notes
    assert damage.told in "; ".join(row.notes)


def test_what_was_not_hurt_in_its_shape_is_told_nothing(hurt_class):
    _, rows = hurt_class
    quiet = [damage.name for damage in DAMAGES if not damage.told and damage.kind < "D9"]
    assert {name: rows[name].notes for name in quiet if rows[name].notes} == {}


def test_bystanders_keep_their_marks_and_hear_nothing(hurt_class):
    _, rows = hurt_class
    assert [(rows[name].marks, rows[name].notes) for name in BYSTANDERS] == [(FULL, [])] * 3


def test_learners_read_in_their_feedback_what_was_repaired(hurt_class):
    course, rows = hurt_class
    for damage in DAMAGES:
        lesson = rows[damage.name].lesson
        page = course.gradebook / "feedback" / damage.name / lesson / f"{lesson}.html"
        html = page.read_text(encoding="utf-8")
        repaired = bool(damage.told) and damage.earned is not None
        assert ("Read and repaired before grading" in html) == repaired, damage.name
