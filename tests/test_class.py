"""A class goes through nbgrader itself: right marks, feedback, export, nobody stops the rest."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.grading import Course, GradingError, table
from autograder.nbgrader_steps import VERDICT
from autograder.report import report
from autograder.sample_class import answered, make_sample_class, solved
from autograder.submission import look_at, released_ids

ROOT = Path(__file__).parent.parent
LESSON = "01_what_freezing_does"
SILENT = "02_silent_failures"

# What the sample class ought to earn of 80, said before anything is graded.
EXPECTED = {
    "ada": 80,  # solved
    "ben": 80,  # solved, and double precision switched on above
    "cleo": 40,  # two of four exercises
    "dan": 0,  # untouched
    "eva": 60,  # freeze sets an attribute on the module
    "finn": 65,  # freeze forgets the biases
    "gus": 72,  # two of five counts are tensors, not numbers
    "hana": 65,  # gradients stop at a frozen layer
    "ivo": 55,  # an alias for a copy
    "jo": 80,  # solved, with warnings on stderr
    "kim": 80,  # solved, with a check cell deleted
    "lea": 65,  # grad_map raises
}


def hand_in(course, learner, lesson, *changes):
    """Write a changed release as a submission; returns its path."""
    release = nbformat.read(ROOT / "notebooks" / lesson / f"{lesson}.ipynb", as_version=4)
    solution = nbformat.read(ROOT / "solutions" / lesson / f"{lesson}.ipynb", as_version=4)
    for change in changes:
        change(release, solution)
    path = course.submitted / learner / lesson / f"{lesson}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(release, path)
    return path


def verdicts(course, learner, lesson=LESSON):
    """The verdicts in a graded notebook, by exercise."""
    path = course.gradebook / "autograded" / learner / lesson / f"{lesson}.ipynb"
    outputs = [
        output
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        for output in cell.get("outputs", [])
    ]
    records = [output["data"][VERDICT] for output in outputs if VERDICT in output.get("data", {})]
    return {record["exercise"]: record for record in records}


@pytest.fixture(scope="module")
def graded_class(tmp_path_factory):
    """The sample class, graded: the course and the table's rows."""
    course = Course(ROOT, tmp_path_factory.mktemp("class") / "gradebook")
    make_sample_class(ROOT, course.submitted)
    return course, course.grade([LESSON])


@pytest.mark.xdist_group("class")
def test_the_sample_class_earns_exactly_what_it_ought_to(graded_class):
    _, rows = graded_class
    assert {row.student: row.marks for row in rows} == EXPECTED
    assert {row.points for row in rows} == {80}


@pytest.mark.xdist_group("class")
def test_each_mistake_is_found_where_it_was_made(graded_class):
    course, _ = graded_class
    told = {
        (learner, slug): [finding["mistake"] for finding in record["findings"]]
        for learner in EXPECTED
        for slug, record in verdicts(course, learner).items()
        if record["score"] < 1 and record["status"] != "not attempted"
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


@pytest.mark.xdist_group("class")
def test_every_submission_was_judged_on_a_seed_of_its_own(graded_class):
    course, _ = graded_class
    seeds = [{r["seed"] for r in verdicts(course, learner).values()} for learner in EXPECTED]
    assert all(len(of_one) == 1 for of_one in seeds)
    assert len(set().union(*seeds)) == len(EXPECTED)


@pytest.mark.xdist_group("class")
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


@pytest.mark.xdist_group("class")
def test_marks_are_exported_by_us_and_by_nbgrader(graded_class, tmp_path):
    course, _ = graded_class
    with (course.gradebook / "marks.csv").open(encoding="utf-8") as file:
        ours = {row["student"]: float(row["marks"]) for row in csv.DictReader(file)}
    assert ours == EXPECTED
    book = (course.gradebook / "gradebook.db").as_posix()
    nbgrader("export", f"--db=sqlite:///{book}", f"--to={tmp_path / 'theirs.csv'}")
    with (tmp_path / "theirs.csv").open(encoding="utf-8") as file:
        theirs = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert theirs == EXPECTED


@pytest.mark.xdist_group("class")
def test_the_report_counts_mistakes_by_share_of_the_class(graded_class):
    course, _ = graded_class
    told = report(course, [])
    assert "mistakes, by share of 12 learners" in told
    assert "    8%  F5   gradients thought to stop at a frozen layer" in told


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
    course.enter(LESSON)
    way = Path(os.path.relpath(course.gradebook, ROOT)).as_posix()
    rooms = [f"--CourseDirectory.{r}_directory={way}/{r}" for r in ("submitted", "autograded")]
    database = f"--db=sqlite:///{(course.gradebook / 'gradebook.db').as_posix()}"
    nbgrader("autograde", LESSON, *rooms, database, "--create")
    marks = {slug: record["marks"] for slug, record in verdicts(course, "ada").items()}
    assert marks == {"freeze": 20, "trainable_report": 0, "grad_map": 15, "moved_names": 0}


EXIT = "def grad_map(frozen):\n    import os\n    os._exit(1)"
BAD_ANSWERS = [
    answered("freeze", "freeze, unfreeze = 'frozen', None"),
    answered("trainable_report", "class trainable_report:\n    pass"),
    answered("grad_map", "raise RuntimeError('half way')"),
    answered("moved_names", "def moved_names(model, step, steps=3):\n    return step.no_such()"),
]


@pytest.fixture(scope="module")
def battered_class(tmp_path_factory):
    """Submissions that are broken in every way named here, and two that are not."""
    course = Course(ROOT, tmp_path_factory.mktemp("battered") / "gradebook")
    hand_in(course, "a_solved", LESSON, solved())
    hand_in(course, "z_solved", LESSON, solved())
    hand_in(course, "bad_answers", LESSON, *BAD_ANSWERS)
    hand_in(course, "dies", LESSON, solved(), answered("grad_map", EXIT))

    path = hand_in(course, "old_format", LESSON, solved())
    content = json.loads(path.read_text(encoding="utf-8"))
    content["nbformat_minor"] = 2
    for cell in content["cells"]:
        del cell["id"]
    path.write_text(json.dumps(content), encoding="utf-8")

    path = hand_in(course, "no_kernel", LESSON, solved())
    content = json.loads(path.read_text(encoding="utf-8"))
    content["metadata"] = {}
    path.write_text(json.dumps(content), encoding="utf-8")

    path = hand_in(course, "truncated", LESSON, solved())
    path.write_bytes(path.read_bytes()[:3000])
    hand_in(course, "prose", LESSON).write_text("Dear instructor, ...", encoding="utf-8")
    hand_in(course, "binary", LESSON).write_bytes(b"\x89PNG\r\n\xff\xfe\x00")
    hand_in(course, "a_list", LESSON).write_text("[1, 2]", encoding="utf-8")
    hand_in(course, "empty_file", LESSON).write_text("", encoding="utf-8")
    other = hand_in(course, "other_lesson", SILENT)
    (course.submitted / "other_lesson" / LESSON).mkdir()
    other.rename(course.submitted / "other_lesson" / LESSON / f"{LESSON}.ipynb")
    other.parent.rmdir()
    (course.submitted / "nothing" / LESSON).mkdir(parents=True)
    renamed = hand_in(course, "renamed", LESSON)
    renamed.rename(renamed.with_name("homework (2).ipynb"))
    return course, {row.student: row for row in course.grade([LESSON])}


NOT_GRADED = {
    "truncated": "01_what_freezing_does.ipynb cannot be read: its JSON breaks off at line",
    "prose": "01_what_freezing_does.ipynb cannot be read: its JSON breaks off at line 1",
    "binary": "01_what_freezing_does.ipynb is no text file",
    "a_list": "01_what_freezing_does.ipynb is no notebook: it has no cells",
    "empty_file": "01_what_freezing_does.ipynb cannot be read: it is empty",
    "other_lesson": "01_what_freezing_does.ipynb holds lesson 02_silent_failures",
    "nothing": "The folder holds no notebook; 01_what_freezing_does.ipynb has to be handed in.",
    "renamed": "There is no 01_what_freezing_does.ipynb, only homework (2).ipynb",
}


@pytest.mark.xdist_group("battered")
@pytest.mark.parametrize("learner", NOT_GRADED)
def test_what_cannot_be_read_is_told_in_one_sentence(battered_class, learner):
    course, rows = battered_class
    assert rows[learner].marks is None
    assert rows[learner].notes[0].startswith(NOT_GRADED[learner])
    page = course.gradebook / "feedback" / learner / LESSON / f"{LESSON}.html"
    assert NOT_GRADED[learner] in page.read_text(encoding="utf-8")


@pytest.mark.xdist_group("battered")
def test_the_rest_of_the_class_is_graded(battered_class):
    _, rows = battered_class
    assert rows["a_solved"].marks == rows["z_solved"].marks == 80


@pytest.mark.xdist_group("battered")
def test_an_older_format_and_a_missing_kernel_cost_nothing(battered_class):
    _, rows = battered_class
    assert (rows["old_format"].marks, rows["no_kernel"].marks) == (80, 80)
    assert rows["old_format"].notes == ["written in notebook format 4.2"]
    assert rows["no_kernel"].notes == ["no kernel is named; graded with Python 3"]


@pytest.mark.xdist_group("battered")
def test_answers_of_the_wrong_type_earn_nothing_and_are_told_apart(battered_class):
    course, rows = battered_class
    assert rows["bad_answers"].marks == 0
    seen = {s: r["findings"][0]["seen"] for s, r in verdicts(course, "bad_answers").items()}
    assert seen["freeze"] == "freeze is a str, not a function."
    assert (
        seen["trainable_report"]
        == "trainable_report is the class trainable_report, not a function."
    )
    assert "the check cell gave no evidence; it stopped with NameError" in seen["grad_map"]
    assert seen["moved_names"].startswith("moved_names raised AttributeError on its line 2")


@pytest.mark.xdist_group("battered")
def test_a_kernel_that_dies_keeps_the_marks_earned_before(battered_class):
    course, rows = battered_class
    assert rows["dies"].marks == 40
    assert (
        "the check cell gave no evidence"
        in verdicts(course, "dies")["moved_names"]["findings"][0]["seen"]
    )


@pytest.mark.xdist_group("battered")
def test_the_table_has_a_line_for_everybody(battered_class):
    _, rows = battered_class
    lines = table(list(rows.values())).splitlines()
    assert len(lines) == len(rows) + 1
    assert sum("not graded" in line for line in lines) == len(NOT_GRADED)


def test_a_doubled_cell_is_refused_by_name(tmp_path):
    course = Course(ROOT, tmp_path)

    def doubled(notebook, solution):
        notebook.cells.append(notebook.cells[-2])

    path = hand_in(course, "mo", LESSON, doubled)
    told = look_at(path.parent, LESSON, released_ids(ROOT / "notebooks"))
    assert (
        told.problem == f"{LESSON}.ipynb holds the cell 'check-moved_names' twice; delete the copy."
    )


def test_a_lesson_that_does_not_exist_is_refused_before_anything_is_graded(tmp_path):
    with pytest.raises(GradingError, match="There is no lesson '03_no'; there are: 01_what"):
        Course(ROOT, tmp_path).lessons(["03_no"])


def test_a_folder_that_is_no_course_is_refused(tmp_path):
    with pytest.raises(GradingError, match=r"holds no nbgrader_config.py; run this in the course"):
        Course(tmp_path, tmp_path)


def test_the_command_says_one_sentence_and_fails(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "grade", "03_no", "--gradebook", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("There is no lesson '03_no'")
