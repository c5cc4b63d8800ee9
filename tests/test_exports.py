"""Every format is what its document says, and read back it gives the marks that count.

The readers here follow the documents and the importers' sources, not our writers.
"""

import argparse
import csv
import html
import io
import json
import re

import pytest
from nbgrader.plugins import CsvExportPlugin

from autograder.classroom import Course, GradingError
from autograder.commands import export as command
from autograder.exports.cells import shown
from autograder.exports.matching import matched
from autograder.exports.moodle import for_php
from autograder.exports.roster import Person, roster_in
from autograder.grading import enter
from autograder.history import History, Judging
from autograder.lateness import counted
from tests.handing_in import LESSON
from tests.short_course import EXERCISES, short_course

# nbgrader's own.
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")

QUOTES = 'Anne "Ä" O\'Neill, x'
FORMULA = "=1+1"
HEBREW = "אדה"
BACKWARDS = "eve\u202ecod"  # a sign that turns the text after it around
POINTS = 40
# Learner: marks for `freeze` of 20, for `trainable_report` of 20, penalty.
CLASS = {
    "ada": (20, 20, 0),
    "ben": (20, 13.33, 8),
    QUOTES: (0, 20, 0),
    FORMULA: (10, 0, 0),
    HEBREW: (0, 0, 0),
    BACKWARDS: (5, 5, 0),
}
SEED = 918_273_645
SAID = 'net["fc\\"] said <b>no</b>\nand =2+2'


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A class as it stands in a gradebook after grading; nothing is run for it."""
    root = short_course(tmp_path_factory.mktemp("exports"))
    course = Course(root, root / "gradebook")
    course.gradebook.mkdir()
    enter(course, LESSON)
    with course.opened() as book:
        for student, (freeze, report, penalty) in CLASS.items():
            write_marks(book, student, {"freeze": freeze, "trainable_report": report}, penalty)
            write_words(course, student, freeze)
        # Handed in, and nbgrader failed on it: there is a submission, and nobody judged it.
        book.update_or_create_student("torn")
        book.update_or_create_submission(LESSON, "torn")
        (notebook,) = book.find_submission(LESSON, "ada").notebooks
        changed = next(grade for grade in notebook.grades if grade.name == "check-freeze")
        changed.auto_score, changed.manual_score = 3, 20
        comment = next(one for one in notebook.comments if one.name == "freeze")
        comment.manual_comment = "Read by me."
        book.db.commit()
    (course.submitted / "torn" / LESSON).mkdir(parents=True)
    return course


def write_marks(book, student, marks, penalty):
    """Put a graded submission into the gradebook."""
    book.update_or_create_student(student)
    (notebook,) = book.update_or_create_submission(LESSON, student).notebooks
    for grade in notebook.grades:
        grade.auto_score = marks[grade.name.removeprefix("check-")]
    notebook.late_submission_penalty = penalty or None
    book.db.commit()


def write_words(course, student, freeze):
    """Put what checking said of `freeze` into the history."""
    finding = {"seen": SAID, "hint": "look at it.", "mistake": "A25", "is_stop": False}
    record = {"exercise": "freeze", "seed": SEED, "points": 20, "marks": freeze}
    record |= {"status": "partly", "score": freeze / 20, "said": "", "findings": [finding]}
    History(course.gradebook).add(Judging(student, LESSON, [record], ["two cells were joined"]))


def exported(course, format_, *words, to=None, roster=None):
    """Run the command on this course as an instructor does; the path that was written."""
    parser = argparse.ArgumentParser()
    command.add_to(parser.add_subparsers())
    path = to or course.gradebook / "exports" / command.FORMATS[format_]
    line = ["export", format_, *words, "--gradebook", str(course.gradebook), "--to", str(path)]
    line += ["--roster", str(roster)] if roster else []
    arguments = parser.parse_args(line)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course.root)
        assert arguments.run(arguments) == 0
    return path


def in_gradebook(course):
    """The marks that count, asked of nbgrader's own objects."""
    with course.opened() as book:
        return {who: counted(book.find_submission(LESSON, who)) for who in CLASS}


def write_roster(folder, text, name="roster.csv"):
    """A roster beside the class."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def roster(tmp_path):
    """A roster of ours: without the learner BACKWARDS, with one who handed in nothing."""
    rows = io.StringIO()
    csv.writer(rows).writerows(
        [
            ["student", "name", "email", "login", "sis_id", "canvas_id", "section"],
            ["Ada", 'Lovelace, "Ada"', "ada@example.org", "al815", "+2026-1", "4711", "Group 1"],
            ["ben", "@ben", "ben@example.org", "-ben", "0002", "4712", "Group 1"],
            [QUOTES, 'Änne "\\" Ö', "anne@example.org", "anne\\", "0003", "4713", ""],
            [FORMULA, FORMULA, "f@example.org", "f", "0004", "", "=cmd"],
            [HEBREW, HEBREW, "h@example.org", "h", "0005", "", "Group 2"],
            ["nobody", "Nobody", "n@example.org", "n", "0006", "4716", "Group 2"],
        ]
    )
    return write_roster(tmp_path, rows.getvalue())


# Canvas


def canvas_reads(path):
    """The marks in a file for Canvas by (name, ID, SIS User ID, SIS Login ID), as it reads them."""
    text = path.read_bytes().decode("utf-8")
    assert not text.startswith("\ufeff")
    head, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows = [row for row in rows if not all(cell in ("", "Manual Posting") for cell in row)]
    assert head[:2] == ["Student", "ID"]
    about = head.index("Section") + 1
    assert head[2:about] in (
        ["SIS Login ID", "Section"],
        ["SIS User ID", "SIS Login ID", "Section"],
    )
    assert {len(row) for row in rows} == {len(head)}
    assert [row for row in rows if "Points Possible" in row[0]] == rows[:1]
    for cell in rows[0][about:]:
        assert float(cell) > 0
    read = {}
    for row in rows[1:]:
        assert all(re.fullmatch(r"-?\d+(\.\d{1,2})?|EX|N/A|", cell) for cell in row[about:])
        named = dict(zip(head, row, strict=True))
        who = [named.get(name, "") for name in ("Student", "ID", "SIS User ID", "SIS Login ID")]
        read[tuple(who)] = dict(zip(head[about:], row[about:], strict=True))
    return read


def test_canvas_finds_everybody_and_the_marks_are_those_that_count(course, roster, capsys):
    read = canvas_reads(exported(course, "canvas", roster=roster))
    marks = in_gradebook(course)
    by_login = {who[3]: cells[LESSON] for who, cells in read.items()}
    students = {"al815": "ada", "-ben": "ben", "anne\\": QUOTES, "f": FORMULA, "h": HEBREW}
    for login, student in students.items():
        assert float(by_login[login]) == marks[student]
    assert by_login["n"] == ""  # handed in nothing
    assert ('Lovelace, "Ada"', "4711", "+2026-1", "al815") in read  # identifiers to the last sign
    # The learner whom the roster does not have: not lost, not run, not turned around.
    told = capsys.readouterr().err
    assert "Not in the roster: eve\\u202ecod." in told
    assert f"Handed in {LESSON} and have no marks: torn." in told
    (lost,) = (cells for who, cells in read.items() if who[0] == "eve\\u202ecod")
    assert float(lost[LESSON]) == 10


def test_canvas_without_a_roster_has_everybody_by_the_name_of_the_folder(course):
    read = canvas_reads(exported(course, "canvas"))
    assert {who[3]: float(cells[LESSON]) for who, cells in read.items()} == {
        shown(student): marks for student, marks in in_gradebook(course).items()
    }


CANVAS = f'''Student,ID,SIS Login ID,Section,Other (11),"01 What freezing does (12)",Final Score
,,,,,Manual Posting,
    Points Possible,,,,10,40.00,(read only)
"Lovelace, Ada",4711,ADA@example.org,Group 1,9,1,50
"Ben, =""Ben""",4712,ben,"Group 1, 2",8,,40
"=""=1+1""",4713,{FORMULA},Group 1,7,EX,30
Nobody,4714,nobody,Group 1,6,N/A,20
"Student, Test",4799,,Group 1,,3,
'''


def test_canvass_own_file_is_filled_in_and_nothing_else_of_it_is_sent_back(course, tmp_path):
    theirs = write_roster(tmp_path, "\ufeff" + CANVAS.replace("\n", "\r\n"), "canvas.csv")
    path = exported(course, "canvas", roster=theirs)
    rows = list(csv.reader(path.open(encoding="utf-8", newline="")))
    column = "01 What freezing does (12)"
    assert rows[0] == ["Student", "ID", "SIS Login ID", "Section", column]
    assert rows[1] == ["", "", "", "", "Manual Posting"]
    assert rows[2] == ["    Points Possible", "", "", "", "40.00"]
    cells = {row[1]: (row[0], row[2], row[4]) for row in rows[3:] if row[1]}
    assert cells == {
        "4711": ("Lovelace, Ada", "ADA@example.org", "40"),
        "4712": ('Ben, ="Ben"', "ben", "25.33"),
        "4713": ('="=1+1"', FORMULA, "10"),
        "4714": ("Nobody", "nobody", "N/A"),  # no marks: as it was
        "4799": ("Student, Test", "", "3"),
    }
    assert len([row for row in rows[3:] if not row[1]]) == 3  # those whom Canvas does not have
    canvas_reads(path)


def test_canvas_is_told_of_a_new_assignment_where_no_column_has_its_name(course, tmp_path, capsys):
    theirs = write_roster(tmp_path, CANVAS.replace("01 What", "What"), "canvas.csv")
    read = canvas_reads(exported(course, "canvas", roster=theirs, to=tmp_path / "out.csv"))
    assert float(next(cells for who, cells in read.items() if who[1] == "4711")[LESSON]) == 40
    assert f"Canvas will ask about a new assignment, {LESSON}" in capsys.readouterr().err


def test_an_assignment_of_other_points_in_canvas_is_refused(course, tmp_path):
    theirs = write_roster(tmp_path, CANVAS.replace("40.00", "10"), "canvas.csv")
    with pytest.raises(GradingError, match="has '10' points possible for 01 What freezing does"):
        exported(course, "canvas", roster=theirs)


# Moodle


def php_csv(text):
    """Rows as PHP's fgetcsv gives them: inside quotes a backslash keeps the next quote a text."""
    text = text.replace("\r\n", "\n")  # as Moodle does before
    rows, row, cell, at, quoted = [], [], "", 0, False
    while at < len(text):
        sign = text[at]
        if quoted and sign == "\\":
            cell += text[at : at + 2]
            at += 1
        elif quoted and text[at : at + 2] == '""':
            cell += '"'
            at += 1
        elif sign == '"':
            quoted = not quoted
        elif quoted or sign not in ",\n":
            cell += sign
        else:
            row.append(cell)
            cell = ""
            if sign == "\n":
                rows.append(row)
                row = []
        at += 1
    assert not quoted
    return rows


def moodle_reads(path):
    """Grade and feedback by learner and lesson, as Moodle's gradebook takes them."""
    head, *rows = php_csv(path.read_text(encoding="utf-8"))
    assert {len(row) for row in rows} == {len(head)}
    identifiers = [name for name in head if name in ("Username", "ID number", "Email address")]
    assert identifiers
    read = {}
    for row in rows:
        cells = dict(zip(head, row, strict=True))
        assert all(
            cells[name].strip() for name in identifiers
        )  # blank: the line above would get it
        for lesson in [name for name in head if f"{name} (feedback)" in head]:
            grade = cells[lesson]
            assert re.fullmatch(r"\d+(\.\d{1,2})?|", grade)
            assert not re.search(r"<(?!br>)", cells[f"{lesson} (feedback)"])
            read[cells[identifiers[-1]], lesson] = grade, cells[f"{lesson} (feedback)"]
    return read


def test_moodle_gets_the_marks_that_count_and_what_learners_were_told(course, roster, capsys):
    path = exported(course, "moodle", LESSON, roster=roster)
    read = moodle_reads(path)
    marks = in_gradebook(course)
    students = {"ada": "ada", "ben": "ben", "anne": QUOTES, "f": FORMULA, "h": HEBREW}
    for name, student in students.items():
        grade, feedback = read[f"{name}@example.org", LESSON]
        assert float(grade) == marks[student]
        lines = [html.unescape(line) for line in feedback.split("<br>")]
        assert 'Not yet: net["fc\\"] said <b>no</b>' in lines
        assert "Try this: look at it." in lines
        assert "two cells were joined" in lines
        assert str(SEED) not in feedback
        assert ("Late: 8 points are taken off." in lines) == (student == "ben")
    assert read["n@example.org", LESSON] == ("", "")
    assert len(read) == 6
    feedback = read["ada@example.org", LESSON][1]
    assert "Marks given by hand: 20 of 20 points." in feedback
    assert "Comment: Read by me." in feedback
    told = capsys.readouterr().err
    assert "map from Username or ID number or Email address. 1 left out: not in the roster." in told


def test_moodle_needs_one_identifier_that_everybody_has(course, tmp_path):
    text = "Email address,ID number\nada@example.org,\n,0002\n"
    theirs = write_roster(tmp_path, text, "grades.csv")
    with pytest.raises(GradingError, match="one column that says who everybody is"):
        exported(course, "moodle", roster=theirs)


def test_moodles_own_export_is_a_roster(course, tmp_path):
    text = "First name,Last name,ID number,Email address,Course total (Real)\n"
    theirs = write_roster(tmp_path, text + "Ada,L,0001,Ada@uni.edu,-\nX,Y,0009,x@uni.edu,-\n")
    read = moodle_reads(exported(course, "moodle", roster=theirs))
    assert {who: grade for (who, _), (grade, _) in read.items()} == {
        "Ada@uni.edu": "40",
        "x@uni.edu": "",
    }


@pytest.mark.parametrize("text", ['a\\"b', "a\\", "\\", '\\\\"', 'x","y', "a\nb", "\\\\"])
def test_no_backslash_opens_a_cell_for_moodle(text, tmp_path):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([for_php(text), "next"])
    ((first, second),) = php_csv(out.getvalue())
    assert second == "next"
    assert first.replace("\\ ", "\\") == text


WORKSHEET = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",'
    '"Last modified (submission)","Last modified (grade)","Feedback comments"\n'
    '"Participant 101","Ada L",ada@example.org,"Submitted for grading - ",,40.00,Yes,'
    '"Thursday, 15 January 2026, 5:00 PM",-,\n'
    '"Participant 102","Ben, =B",ben@example.org,"No submission - ",12.00,40.00,Yes,-,-,'
    '"<p>old</p>"\n'
    '"Participant 103",Nobody,n@example.org,"No submission - ",7.00,40.00,Yes,-,-,mine\n'
)


def test_moodles_worksheet_is_filled_in_where_there_are_marks(course, tmp_path, capsys):
    theirs = write_roster(tmp_path, WORKSHEET, "worksheet.csv")
    rows = php_csv(exported(course, "moodle", LESSON, roster=theirs).read_text(encoding="utf-8"))
    before = php_csv(WORKSHEET)
    assert rows[0] == before[0]
    assert rows[3] == before[3]
    for at, grade in ((1, "40"), (2, "25.33")):
        assert rows[at][4] == grade
        assert "Not yet: net[&quot;fc\\&quot;] said &lt;b&gt;no&lt;/b&gt;" in rows[at][9]
        assert [*rows[at][:4], *rows[at][5:9]] == [*before[at][:4], *before[at][5:9]]
    assert f"Not in the roster: {shown(FORMULA)[1:]}, Anne" in capsys.readouterr().err


def test_a_worksheet_with_another_maximum_is_refused(course, tmp_path):
    theirs = write_roster(tmp_path, WORKSHEET.replace("40.00", "100.00"), "worksheet.csv")
    with pytest.raises(GradingError, match=r"has '100\.00' for a maximum grade"):
        exported(course, "moodle", LESSON, roster=theirs)


# Gradescope

TOP = {
    "score": (int, float),
    "output": str,
    "output_format": str,
    "test_output_format": str,
    "test_name_format": str,
    "visibility": str,
    "stdout_visibility": str,
    "extra_data": dict,
    "tests": list,
}
TEST = {
    "score": (int, float),
    "max_score": (int, float),
    "status": str,
    "name": str,
    "output": str,
    "visibility": str,
    "tags": list,
}
VISIBLE = {"hidden", "after_due_date", "after_published", "visible"}
TEXTS = {"text", "html", "simple_format", "md", "ansi"}


def gradescope_reads(path):
    """A results.json, checked against the specification."""
    results = json.loads(path.read_text(encoding="utf-8"))
    assert all(isinstance(results[key], TOP[key]) for key in results)
    assert {results["visibility"], results["stdout_visibility"]} <= VISIBLE
    assert {value for key, value in results.items() if key.endswith("_format")} <= TEXTS
    for test in results["tests"]:
        assert all(isinstance(test[key], TEST[key]) for key in test)
        assert test["status"] in ("passed", "failed")
        assert test["visibility"] in VISIBLE
        assert 0 <= test["score"] <= test["max_score"]
        assert all(isinstance(tag, str) for tag in test["tags"])
    return results


def test_gradescope_gets_a_results_file_for_each_submission(course, roster, tmp_path):
    folder = exported(course, "gradescope", roster=roster, to=tmp_path / "results")
    marks = in_gradebook(course)
    files = {path.parent.name: path for path in folder.glob(f"{LESSON}/*/results.json")}
    assert set(files) == set(CLASS)
    for student, path in files.items():
        results = gradescope_reads(path)
        assert results["score"] == marks[student]
        assert [test["name"] for test in results["tests"]] == list(EXERCISES)
        penalty = CLASS[student][2]
        assert sum(test["score"] for test in results["tests"]) - penalty == pytest.approx(
            marks[student]
        )
        assert ("Late: 8 points are taken off." in results["output"]) == (student == "ben")
        assert "Try this: look at it." in results["tests"][0]["output"]
        assert results["extra_data"]["student"] == student
        text = path.read_text(encoding="utf-8")
        assert str(SEED) not in text
        assert "\u202e" not in results["output"]
    ada = gradescope_reads(files["ada"])
    assert ada["extra_data"] == {"student": "ada", "email": "ada@example.org", "lesson": LESSON}
    assert [test["status"] for test in ada["tests"]] == ["passed", "passed"]


def test_a_learner_whose_name_leads_elsewhere_gets_no_file(course, tmp_path):
    with course.opened() as book:
        write_marks(book, "..", dict.fromkeys(EXERCISES, 1), 0)
    try:
        with pytest.raises(GradingError, match=r"'\.\.' in the gradebook is no name of a folder"):
            exported(course, "gradescope", to=tmp_path / "results")
    finally:
        with course.opened() as book:
            book.remove_student("..")


# nbgrader

COLUMNS = "assignment duedate timestamp student_id last_name first_name email raw_score "
COLUMNS += "late_submission_penalty score max_score"


def test_nbgraders_table_has_its_columns_and_awkward_names_stay_in_their_cells(course):
    path = exported(course, "nbgrader")
    head, *rows = csv.reader(path.open(encoding="utf-8", newline=""), strict=True)
    assert head == COLUMNS.split()
    lines = [dict(zip(head, row, strict=True)) for row in rows]
    read = {line["student_id"]: float(line["score"]) for line in lines if line["assignment"]}
    expected = {shown(student): marks for student, marks in in_gradebook(course).items()}
    assert read == expected | {"torn": 0}
    assert {float(line["max_score"]) for line in lines} == {POINTS}


def test_nbgraders_table_has_the_lines_that_its_own_plugin_writes(course, tmp_path):
    ours = exported(course, "nbgrader").read_text(encoding="utf-8").splitlines()
    plugin = CsvExportPlugin()
    plugin.to, plugin.student = str(tmp_path / "stock.csv"), ["ada", "ben", "torn"]
    with course.opened() as book:
        plugin.export(book)
    stock = (tmp_path / "stock.csv").read_text(encoding="utf-8").splitlines()
    assert len(stock) == 4
    assert set(stock) < set(ours)


def test_names_beyond_the_encoding_of_a_machine_are_refused_by_name(course, tmp_path, monkeypatch):
    def narrow(path, mode):
        return open(path, mode, encoding="ascii")

    monkeypatch.setattr("nbgrader.plugins.export.open", narrow, raising=False)
    with pytest.raises(GradingError, match="set PYTHONUTF8=1"):
        exported(course, "nbgrader", to=tmp_path / "out.csv")
    assert list(tmp_path.iterdir()) == []


def test_nbgraders_table_takes_no_roster(course, roster):
    with pytest.raises(GradingError, match="leave --roster out"):
        exported(course, "nbgrader", roster=roster)


# Rosters and the command


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name\nAda\n", "roster.csv is no roster: it needs a column 'student'"),
        ("", "roster.csv is no roster"),
        ("student,email\nada,a\nADA,b\n", "line 3: it repeats the student of a line above"),
        ("student,email\n,a@b\n", "line 2: it names no student"),
        ("student,email\nada,a,b\n", "line 2: it has more cells"),
    ],
)
def test_a_roster_that_is_not_clear_is_refused(tmp_path, text, sentence):
    with pytest.raises(GradingError) as refusal:
        roster_in(write_roster(tmp_path, text))
    assert sentence in str(refusal.value)


def test_learners_are_matched_by_what_identifies_them_the_surest_first():
    ours = [
        Person("ada", canvas_id="2"),
        Person("ben", email="Ben@Uni.edu"),
        Person("cleo"),
        Person("2"),
        Person("twin"),
    ]
    lines = [
        Person(login="ben@uni.edu", canvas_id="1"),
        Person(login="x", canvas_id="2"),
        Person(email="cleo@uni.edu", canvas_id="3"),
        Person(login="twin", canvas_id="4"),
        Person(login="TWIN", canvas_id="5"),
        Person(name="ada", canvas_id="6"),
    ]
    found = {at: who.student for at, who in matched(ours, lines).items()}
    assert found == {0: "ben", 1: "ada", 2: "cleo"}


def test_a_class_without_marks_and_a_lesson_that_was_never_graded_are_refused(tmp_path, course):
    root = short_course(tmp_path)
    with pytest.raises(GradingError, match="Nothing was graded yet"):
        exported(Course(root, root / "gradebook"), "canvas")
    with pytest.raises(GradingError, match="There is no lesson '99'"):
        exported(course, "canvas", "99")


def test_the_same_class_gives_the_same_bytes(course, roster, tmp_path):
    for format_ in ("canvas", "moodle"):
        first = exported(course, format_, roster=roster, to=tmp_path / "1.csv").read_bytes()
        assert exported(course, format_, roster=roster, to=tmp_path / "2.csv").read_bytes() == first


def test_a_file_may_be_asked_for_in_a_folder(course, tmp_path, capsys):
    exported(course, "canvas", to=tmp_path)
    assert (tmp_path / "canvas.csv").is_file()
    assert "Marks: " in capsys.readouterr().out
