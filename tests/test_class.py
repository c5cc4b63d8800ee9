"""A class goes through nbgrader itself: right marks, feedback, export, nobody stops the rest."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.classroom import Course
from autograder.grading import enter, grade
from autograder.marks import table
from autograder.report.gathering import class_report
from autograder.report.text import as_text
from autograder.sample_class import hand_in, make_sample_class, solved
from tests.handing_in import LESSON, ROOT, SILENT, verdicts

# What the sample class ought to earn of 100 in each lesson, said before anything is graded. 20 are
# for ten questions, which most of them leave alone.
EXPECTED = {
    "ada": 100,  # solved, and ten of ten questions
    "ben": 80,  # solved, and double precision switched on above
    "cleo": 48,  # two of four exercises, four of ten questions
    "dan": 0,  # untouched
    "eva": 78,  # freeze sets an attribute on the module; nine questions
    "finn": 65,  # freeze forgets the biases
    "gus": 86,  # two of five counts are tensors, not numbers; seven questions
    "hana": 65,  # gradients stop at a frozen layer
    "ivo": 55,  # an alias for a copy
    "jo": 80,  # solved, with warnings on stderr, and answers to the questions of ada
    "kim": 80,  # solved, with a check cell deleted
    "lea": 65,  # grad_map raises
}
EXPECTED_SILENT = {
    "ada": 100,  # solved
    "cleo": 55,  # two of four exercises
    "dan": 0,  # untouched
    "eva": 75,  # one of eight patients keeps its bias awake
    "gus": 65,  # one word for all twelve cards
    "hana": 74.33,  # modules are searched, parameters are not: four of six nets
}

EXPECTED_LATER = {
    ("ada", "03_choosing_layers"): 100,  # solved, as all of ada's
    ("dan", "03_choosing_layers"): 0,  # untouched
    ("finn", "03_choosing_layers"): 69,  # a prefix catches its siblings
    ("ada", "04_the_optimizer"): 100,
    ("gus", "04_the_optimizer"): 65,  # flags go on, and the optimizer is not told
    ("ada", "05_buffers_and_modes"): 100,
    ("hana", "05_buffers_and_modes"): 61,  # flags go off, and the mode stays
    ("ada", "06_what_it_costs"): 100,
    ("ivo", "06_what_it_costs"): 72,  # frozen parameters counted, too
    ("ada", "07_reading_the_score"): 100,
    ("ada", "08_does_it_help"): 100,
    ("ada", "09_which_layers"): 100,
    ("ada", "10_training_almost_nothing"): 100,
    ("ada", "11_production_traps"): 100,
    ("ada", "12_fraud_desk"): 100,
}


@pytest.fixture(scope="module")
def graded_class(tmp_path_factory):
    """The sample class, graded: the course and the table's rows."""
    course = Course(ROOT, tmp_path_factory.mktemp("class") / "gradebook")
    make_sample_class(course)
    return course, grade(course, course.lessons([]))


def test_the_sample_class_earns_exactly_what_it_ought_to(graded_class):
    _, rows = graded_class
    assert marks(rows, LESSON) == EXPECTED
    assert marks(rows, SILENT) == EXPECTED_SILENT
    later = {(r.student, r.lesson): r.marks for r in rows if r.lesson not in (LESSON, SILENT)}
    assert later == EXPECTED_LATER
    assert {row.points for row in rows} == {100}


def marks(rows, lesson):
    return {row.student: row.marks for row in rows if row.lesson == lesson}


def test_the_readme_shows_the_table_that_grading_prints(graded_class):
    _, rows = graded_class
    assert table(rows) in (ROOT / "README.md").read_text(encoding="utf-8")


def test_each_mistake_is_found_where_it_was_made(graded_class):
    course, _ = graded_class
    told = {
        (learner, slug): [finding["mistake"] for finding in record["findings"]]
        for learner in EXPECTED
        for slug, record in verdicts(course, learner).items()
        if record["score"] < 1 and record["status"] != "not attempted" and slug != "quiz_01"
    }
    assert told == {
        ("eva", "freeze"): ["A5", ""],
        ("finn", "freeze"): ["A25"],
        ("gus", "trainable_report"): ["G1", "G1"],
        ("hana", "grad_map"): ["F5"],
        ("ivo", "moved_names"): ["F24", "F24", "F25"],
        ("lea", "grad_map"): [""],
    }
    assert {record["status"] for record in verdicts(course, "dan").values()} == {"not attempted"}


@pytest.mark.parametrize(
    ("learner", "lesson", "slug", "mistake"),
    [
        ("finn", "03_choosing_layers", "freeze_by_prefix", "B1"),
        ("gus", "04_the_optimizer", "thaw", "D6"),
        ("hana", "05_buffers_and_modes", "freeze_fully", "E2"),
        ("ivo", "06_what_it_costs", "adam_bytes", ""),
    ],
)
def test_the_mistake_of_a_later_lesson_is_found_first(graded_class, learner, lesson, slug, mistake):
    course, _ = graded_class
    record = verdicts(course, learner, lesson)[slug]
    assert record["findings"][0]["mistake"] == mistake


def test_answers_to_the_questions_of_somebody_else_earn_nothing(graded_class):
    course, _ = graded_class
    record = verdicts(course, "jo")["quiz_01"]
    assert (record["status"], record["marks"]) == ("incorrect", 0)
    assert "the questions of 'ada'; this was handed in for 'jo'" in record["findings"][0]["seen"]


def test_each_wrong_answer_to_a_question_says_what_it_is(graded_class):
    course, _ = graded_class
    record = verdicts(course, "gus")["quiz_01"]
    assert (record["status"], record["marks"]) == ("partly", 14)
    assert [f["seen"].partition(" (")[0] for f in record["findings"]] == [
        f"question {number}" for number in (1, 2, 3)
    ]


def test_every_exercise_of_every_submission_was_judged_on_a_seed_of_its_own(graded_class):
    course, _ = graded_class
    seeds = [r["seed"] for learner in EXPECTED for r in verdicts(course, learner).values()]
    assert len(seeds) == len(set(seeds)) == 5 * len(EXPECTED)


def test_feedback_shows_the_panel_and_no_evidence(graded_class):
    course, _ = graded_class
    for learner in EXPECTED:
        page = course.gradebook / "feedback" / learner / LESSON / f"{LESSON}.html"
        html = page.read_text(encoding="utf-8")
        assert "Earned" in html
        assert "digest" not in html
    finn = course.gradebook / "feedback" / "finn" / LESSON / f"{LESSON}.html"
    assert "still asks for a gradient" in finn.read_text(encoding="utf-8")
    assert "how many tensors does a Linear own?" in finn.read_text(encoding="utf-8")


def test_marks_are_exported_by_us_and_by_nbgrader(graded_class, tmp_path):
    course, _ = graded_class
    with (course.gradebook / "marks.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    ours = {row["student"]: float(row["marks"]) for row in rows if row["lesson"] == LESSON}
    assert ours == EXPECTED
    book = (course.gradebook / "gradebook.db").as_posix()
    nbgrader("export", f"--db=sqlite:///{book}", f"--to={tmp_path / 'theirs.csv'}")
    with (tmp_path / "theirs.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    theirs = {r["student_id"]: float(r["score"]) for r in rows if r["assignment"] == LESSON}
    assert theirs == EXPECTED


def test_the_report_counts_mistakes_by_share_of_the_class(graded_class):
    course, _ = graded_class
    told = as_text(class_report(course, []))
    assert "mistakes, by share of those who tried where they were found" in told
    assert "   10%       1 of 10  F5   gradients thought to stop at a frozen layer" in told


def nbgrader(*arguments, cwd=ROOT):
    """Run nbgrader's own command with this Python's programs found first."""
    beside = str(Path(sys.executable).parent)
    environment = os.environ | {"PATH": os.pathsep.join([beside, os.environ["PATH"]])}
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done


def test_nbgraders_own_command_gives_the_same_marks(tmp_path):
    """The other door: the course's settings alone bring in our run and our judge."""
    course = Course(ROOT, tmp_path / "gradebook")
    hand_in(course, "ada", LESSON, solved("freeze", "grad_map"))
    enter(course, LESSON)
    way = Path(os.path.relpath(course.gradebook, ROOT)).as_posix()
    rooms = [f"--CourseDirectory.{r}_directory={way}/{r}" for r in ("submitted", "autograded")]
    database = f"--db=sqlite:///{(course.gradebook / 'gradebook.db').as_posix()}"
    nbgrader("autograde", LESSON, *rooms, database, "--create")
    earned = {slug: record["marks"] for slug, record in verdicts(course, "ada").items()}
    right = {"freeze": 20, "grad_map": 15}
    assert earned == dict.fromkeys(("trainable_report", "moved_names", "quiz_01"), 0) | right
