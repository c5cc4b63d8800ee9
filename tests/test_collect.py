"""Collecting: whatever platforms and people send, each notebook lands where it belongs, or is told.

Most of it runs on a course of one short lesson. Archives are built here, the hostile ones too.
"""

import argparse
import contextlib
import errno
import io
import json
import os
import shutil
import stat
import struct
import warnings
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import nbformat
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from autograder.classroom import Course, GradingError
from autograder.commands import collect as command
from autograder.grading import grade
from autograder.mailed import archives, budget, careful, choosing, gathering, walking
from autograder.mailed.collecting import collect, rehearse
from autograder.mailed.handin import Fate
from autograder.mailed.naming import LONGEST, folded, folder_of, spelled
from autograder.mailed.shapes import Shapes
from autograder.mailed.telling import counts, is_whole, table
from autograder.marks import printable
from autograder.sample_class import solved
from tests.handing_in import LESSON, ROOT, SILENT
from tests.short_course import short_course

NOW = datetime(2027, 1, 1, tzinfo=UTC)
STAMP = "2026-11-20-14-03-11"
STAMPED = "2026-11-20 14:03:11 UTC"
NOTEBOOK = f"{LESSON}.ipynb"


@pytest.fixture(scope="session")
def root(tmp_path_factory):
    """A short course."""
    return short_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="session")
def two_lessons():
    """The course itself, with its twelve lessons."""
    return Course(ROOT, Path("nowhere"))


@pytest.fixture
def course(root, tmp_path):
    """A class of the short course in which nobody has handed in anything."""
    return Course(root, tmp_path / "gradebook")


@pytest.fixture
def inbox(tmp_path):
    """A folder for what people send."""
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


@pytest.fixture(scope="session")
def work(root):
    """A notebook as different learners hand it in: `work("ada")` are bytes."""
    released = nbformat.read(root / "notebooks" / LESSON / NOTEBOOK, as_version=4)

    def of(who):
        mine = released.copy()
        mine.metadata = {"who": who}
        return json.dumps(mine).encode()

    return of


def zipped(members):
    """The bytes of a zip with these members: name (or ZipInfo) and content."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")  # members of one name are what some tests are about
        for name, content in members:
            if isinstance(name, str):
                name = member(name)
            archive.writestr(name, content)
    return packed.getvalue()


def member(name, at=(1980, 1, 1, 0, 0, 0)):
    """A member of a zip, by default without a time."""
    info = zipfile.ZipInfo(name, at)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def put(folder, files):
    """Write files into a folder."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def collected(course, source, lesson="", roster=None):
    """The rows of a collecting, by what they are called in the table."""
    return {row.source: row for row in collect(course, source, lesson, roster, NOW)}


def tree(folder):
    """Every file below a folder and what it holds."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def submitted(course):
    """What each learner's notebook holds, and hand-in times, by path in submitted/."""
    return tree(course.submitted) if course.submitted.exists() else {}


# Whose it is, and when it came -------------------------------------------------------------------

SHAPES = {
    "moodle_folder": ("Ada Lovelace_12345_assignsubmission_file_/any name.ipynb", "Ada Lovelace"),
    "moodle_folder_of_today": ("Ada Lovelace_12345_assignsubmission_file/x.ipynb", "Ada Lovelace"),
    "moodle_flat": (f"Ada Lovelace_12345_assignsubmission_file_{NOTEBOOK}", "Ada Lovelace"),
    "moodle_group": ("The Frozen Five_77_assignsubmission_file_/x.ipynb", "The Frozen Five"),
    "canvas": (f"lovelaceada_12345_67890_{LESSON}-2.ipynb", "lovelaceada"),
    "canvas_late": (f"lovelaceada_LATE_123_456_{NOTEBOOK}", "lovelaceada"),
    "canvas_anonymous": (f"anon_7Xk2p_67890_{NOTEBOOK}", "anon_7Xk2p"),
    "blackboard": (f"Week 1_ada_attempt_{STAMP}_work.ipynb", "ada"),
    "blackboard_named_for_the_lesson": (f"{LESSON}_ada_l_attempt_{STAMP}_x.ipynb", "ada_l"),
    "blackboard_with_many_underscores": (f"a_b_ada_attempt_{STAMP}_x.ipynb", "a_b_ada"),
    "zip_collect_of_nbgrader": (f"ps1_bitdiddle_attempt_{STAMP}_problem1.ipynb", "bitdiddle"),
    "folder_of_a_name": (f"ada/{NOTEBOOK}", "ada"),
    "folder_of_a_name_and_lesson": (f"ada/{LESSON}/{NOTEBOOK}", "ada"),
    "folder_of_a_lesson": (f"{LESSON}/ada.ipynb", "ada"),
    "name_before_lesson": (f"ada_{NOTEBOOK}", "ada"),
    "name_after_lesson": (f"{LESSON}_ada.ipynb", "ada"),
    "name_after_a_tidied_lesson": (f"{LESSON.replace('_', ' ')} - ada.ipynb", "ada"),
    "name_before_a_second_copy": (f"ada_{LESSON} (1).ipynb", "ada"),
    "name_before_a_duplicate": (f"ada-{LESSON}-Copy1.ipynb", "ada"),
    "name_with_numbers": (f"ada_2026_{NOTEBOOK}", "ada_2026"),
}


@pytest.mark.parametrize(("name", "learner"), SHAPES.values(), ids=SHAPES)
def test_a_name_tells_the_learner(course, inbox, work, name, learner):
    """So it is in a folder, and in a zip of everything."""
    put(inbox, {name: work(1)})
    (row,) = collected(course, inbox).values()
    assert (row.learner, row.lesson, row.fate) == (learner, LESSON, Fate.COLLECTED)
    assert submitted(course)[f"{learner}/{LESSON}/{NOTEBOOK}"] == work(1)
    everything = inbox / "everything.zip"
    everything.write_bytes(zipped([(name, work(1)), ("zoe.zip", zipped([(NOTEBOOK, work(2))]))]))
    again = collected(course, everything)
    assert (again[name].learner, again[name].fate) == (learner, Fate.THERE)
    assert again[f"zoe.zip/{NOTEBOOK}"].learner == "zoe"


@pytest.mark.parametrize("name", ["ada.zip", "Ada L_1_assignsubmission_file_/work.ZIP"])
def test_what_is_in_a_learners_zip_is_the_learners(course, inbox, work, name):
    """Names inside it are the learner's own and put nothing into another's folder."""
    inner = [("bob_9_assignsubmission_file_/x.ipynb", work("ada")), ("__MACOSX/._x.ipynb", b"x")]
    put(inbox, {name: zipped(inner)})
    (row,) = collected(course, inbox).values()
    assert row.learner in ("ada", "Ada L")


def test_a_zip_in_a_zip_is_opened_and_a_third_one_is_not(course, inbox, work):
    """One level is usual: the zip of a learner in a mail's."""
    inner = zipped([(NOTEBOOK, work("ada"))])
    put(inbox, {"ada.zip": zipped([("a.zip", inner)])})
    put(inbox, {"bob.zip": zipped([("a.zip", zipped([("b.zip", inner)]))])})
    rows = collected(course, inbox)
    assert rows[f"ada.zip/a.zip/{NOTEBOOK}"].fate is Fate.COLLECTED
    assert "a zip in a zip in a zip" in rows["bob.zip/a.zip/b.zip"].notes[0]


def test_a_zip_of_one_folder_is_read_as_that_folder(course, inbox, work):
    """Zipping a folder wraps it, and so does Gradescope; another folder may be a learner's."""
    wrapped = inbox / "class.zip"
    wrapped.write_bytes(zipped([(f"class/{who}/x.ipynb", work(who)) for who in ("ada", "bob")]))
    assert {row.learner for row in collected(course, wrapped).values()} == {"ada", "bob"}
    wrapped.write_bytes(zipped([("cleo/work/x.ipynb", work("cleo"))]))
    assert {row.learner for row in collected(course, wrapped).values()} == {"cleo"}


GRADESCOPE = """
submission_123:
  :submitters:
  - :name: Ada Lovelace
    :sid: '007'
    :email: ada@uni.example
  - :name: Bob
    :sid: 8
    :email: bob@uni.example
  :created_at: 2026-11-20 15:03:11.123456000 +01:00
  :results: !ruby/object:Anything {}
submission_124:
  :submitters: []
"""


def test_gradescopes_list_tells_learners_and_time(course, inbox, work):
    """All who handed in together have the notebook; who is not in the list is told."""
    files = {f"submission_{n}/{NOTEBOOK}": work(n) for n in (123, 124, 125)}
    put(inbox, {f"export/{name}": content for name, content in files.items()})
    put(inbox, {"export/submission_metadata.yml": GRADESCOPE.encode()})
    rows = collect(course, inbox / "export", "", None, NOW)
    told = [(row.learner, row.fate.name) for row in rows]
    assert told == [("Ada Lovelace", "COLLECTED"), ("Bob", "COLLECTED"), *[("", "LEFT")] * 2]
    assert submitted(course)[f"Bob/{LESSON}/timestamp.txt"].decode() == STAMPED
    packed = zipped([(f"assignment_9_export/{name}", content) for name, content in files.items()])
    (inbox / "export.zip").write_bytes(packed)
    rows = collect(course, inbox / "export.zip", "", None, NOW)
    assert {row.fate for row in rows} == {Fate.LEFT}


@pytest.mark.parametrize("text", [b"\xff", b"[" * 2000, b"a: &a [*a]\n", b"!!python/object:os.x 1"])
def test_a_list_that_is_none_stops_nothing(course, inbox, work, text):
    """It is told, and the rest collected."""
    put(inbox, {"submission_metadata.yml": text, f"ada/{NOTEBOOK}": work("ada")})
    put(inbox, {f"submission_1/{NOTEBOOK}": work("x")})
    rows = collected(course, inbox)
    assert rows[f"ada/{NOTEBOOK}"].fate is Fate.COLLECTED
    assert "does not say whose it is" in rows[f"submission_1/{NOTEBOOK}"].notes[0]


def unix_time(seconds):
    """The extra field in which a zip has a time in UTC."""
    return struct.pack("<HHBi", 0x5455, 5, 1, seconds)


def test_times_come_from_names_and_from_mailed_zips(course, inbox, work):
    """Moodle's and Canvas's archives have the time of the download, which is nobody's hand-in."""
    at = member(NOTEBOOK, (2026, 11, 20, 14, 3, 10))
    exact = member(NOTEBOOK, (2026, 11, 20, 15, 3, 10))
    exact.extra = unix_time(int(datetime(2026, 11, 20, 14, 3, 11, tzinfo=UTC).timestamp()))
    put(inbox, {"ada.zip": zipped([(at, work(1))]), "bob.zip": zipped([(exact, work(2))])})
    put(inbox, {f"w_cleo_attempt_{STAMP}_x.ipynb": work(3), f"dan/{NOTEBOOK}": work(4)})
    put(inbox, {"e.zip": zipped([(NOTEBOOK, work(5))]), "F_1_assignsubmission_file_x.zip": b""})
    put(inbox, {"F_1_assignsubmission_file_x.zip": zipped([(at, work(6))])})
    put(inbox, {"w_g_attempt_2026-99-20-14-03-11_x.ipynb": work(7)})
    collect(course, inbox, "", None, NOW)
    found = {
        path.split("/")[0]: content.decode()
        for path, content in submitted(course).items()
        if path.endswith("timestamp.txt")
    }
    assert found == {"ada": STAMPED.replace(":11", ":10"), "bob": STAMPED, "cleo": STAMPED}


def test_times_without_a_zone_are_of_the_zone_that_nbgrader_is_told(inbox, root, tmp_path, work):
    """`c.Exchange.timezone` says where the class is; a zone that does not exist is told."""
    there = shutil.copytree(root, tmp_path / "there")
    config = there / "nbgrader_config.py"
    text = config.read_text(encoding="utf-8")
    config.write_text(f"{text}\nc.Exchange.timezone = 'Asia/Tokyo'\n", encoding="utf-8")
    course = Course(there, tmp_path / "gradebook")
    put(inbox, {f"w_ada_attempt_{STAMP}_x.ipynb": work(1)})
    collect(course, inbox, "", None, NOW)
    stamp = submitted(course)[f"ada/{LESSON}/timestamp.txt"].decode()
    assert stamp == "2026-11-20 05:03:11 UTC"
    config.write_text(f"{text}\nc.Exchange.timezone = 'Mars'\n", encoding="utf-8")
    with pytest.raises(GradingError, match="'Mars'; name a zone"):
        collect(course, inbox, "", None, NOW)


def test_a_time_in_the_future_is_noted(course, inbox, work):
    """Somebody's clock is wrong."""
    put(inbox, {"w_ada_attempt_2027-01-01-00-00-01_x.ipynb": work("ada")})
    (row,) = collected(course, inbox).values()
    assert row.notes == (gathering.FUTURE,)


def test_canvas_says_who_is_late(course, inbox, work):
    """Its archives have no time, so its word is passed on."""
    put(inbox, {f"ada_LATE_12_345_{NOTEBOOK}": work("ada")})
    (row,) = collected(course, inbox).values()
    assert row.notes == ("Canvas calls it late",)


# Which lesson ------------------------------------------------------------------------------------


def test_cells_tell_the_lesson_before_names_do(two_lessons, tmp_path, inbox):
    """A renamed notebook is recognised; one with cells of no lesson goes by its name."""
    first, second = (
        (ROOT / "notebooks" / lesson / f"{lesson}.ipynb").read_bytes()
        for lesson in (LESSON, SILENT)
    )
    course = Course(ROOT, tmp_path / "gradebook")
    nothing = b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
    put(inbox, {"ada/homework.ipynb": first, f"ada/{LESSON} (1).ipynb": second})
    put(inbox, {f"bob/{SILENT}-2.ipynb": b"{", "cleo/x.ipynb": nothing, "dan/x.ipynb": b"{"})
    rows = collected(course, inbox)
    assert (rows["ada/homework.ipynb"].lesson, rows["ada/homework.ipynb"].notes) == (LESSON, ())
    renamed = rows[f"ada/{LESSON} (1).ipynb"]
    assert (renamed.lesson, renamed.notes) == (SILENT, (f"its name says {LESSON}",))
    assert rows[f"bob/{SILENT}-2.ipynb"].lesson == SILENT
    assert "its JSON breaks off" in rows[f"bob/{SILENT}-2.ipynb"].notes[0]
    assert "no exercise of this course" in rows["cleo/x.ipynb"].notes[0]
    assert "its JSON breaks off" in rows["dan/x.ipynb"].notes[0]
    wanted = collected(course, inbox, SILENT)
    assert f"It holds {LESSON}" in wanted["ada/homework.ipynb"].notes[0]
    assert wanted["cleo/x.ipynb"].lesson == SILENT
    with pytest.raises(GradingError, match="no lesson '13_more'"):
        collect(course, inbox, "13_more", None, NOW)


# Which of several --------------------------------------------------------------------------------


def later(seconds):
    """A member of a zip written some seconds after another."""
    return member(NOTEBOOK, (2026, 11, 20, 14, 3, seconds))


def test_the_later_hand_in_counts_and_the_earlier_is_kept(course, inbox, work):
    """Whatever order they are found in."""
    put(inbox, {"ada.zip": zipped([(later(8), work(2)), (later(4), work(1))])})
    rows = collect(course, inbox, "", None, NOW)
    assert {row.fate for row in rows} == {Fate.COLLECTED, Fate.EARLIER}
    assert submitted(course)[f"ada/{LESSON}/{NOTEBOOK}"] == work(2)
    (kept,) = tree(course.gradebook / "earlier").items()
    assert kept[0].startswith(f"ada/{LESSON}/2026-11-20-14-03-04-")
    assert kept[1] == work(1)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"ada_12_345_{NOTEBOOK}", f"ada_12_346_{NOTEBOOK}"),
        (f"ada/{NOTEBOOK}", f"ada/{LESSON} (1).ipynb"),
        (f"ada/{LESSON} (9).ipynb", f"ada/{LESSON} (10).ipynb"),
        (f"ada/{LESSON}-1.ipynb", f"ada/{LESSON}-2.ipynb"),
    ],
    ids=["upload", "second_copy", "tenth_copy", "resubmission"],
)
def test_without_times_the_higher_number_counts(course, inbox, work, first, second):
    """Platforms and browsers count upwards."""
    put(inbox, {first: work(1), second: work(2)})
    rows = collected(course, inbox)
    assert (rows[first].fate, rows[second].fate) == (Fate.EARLIER, Fate.COLLECTED)


@pytest.mark.parametrize(
    "files",
    [
        ("ada/one.ipynb", "ada/two.ipynb"),
        (f"ada/{NOTEBOOK}", f"ada_12_345_{NOTEBOOK}"),
        (f"w_ada_attempt_{STAMP}_a.ipynb", f"w_ada_attempt_{STAMP}_b.ipynb"),
    ],
    ids=["two_names", "two_kinds", "one_time"],
)
def test_where_nothing_decides_both_are_kept_aside(course, inbox, work, files):
    """Until somebody puts the right one into submitted/; then that one stays."""
    put(inbox, {name: work(name) for name in files})
    rows = collected(course, inbox)
    assert [rows[name].fate for name in files] == [Fate.ASIDE] * 2
    assert rows[files[0]].notes == (choosing.UNDECIDED.format(2),)
    assert not submitted(course)
    assert set(tree(course.gradebook / "aside").values()) == {work(name) for name in files}
    place = course.submitted / "ada" / LESSON
    put(place, {NOTEBOOK: work(files[1])})
    rows = collected(course, inbox)
    assert [rows[name].fate for name in files] == [Fate.ASIDE, Fate.THERE]
    assert (place / NOTEBOOK).read_bytes() == work(files[1])


def test_handing_in_the_same_again_is_not_later(course, inbox, work):
    """The first time counts, unless something else came in between."""
    put(inbox, {"ada.zip": zipped([(later(4), work(1)), (later(8), work(1))])})
    put(inbox, {"bob.zip": zipped([(later(n), work(n == 6)) for n in (4, 6, 8)])})
    collect(course, inbox, "", None, NOW)
    stamps = [submitted(course)[f"{who}/{LESSON}/timestamp.txt"] for who in ("ada", "bob")]
    assert [stamp[-6:] for stamp in stamps] == [b"04 UTC", b"08 UTC"]


def test_collecting_twice_changes_nothing(course, inbox, work):
    """Not a byte, and the second table says so."""
    put(inbox, {"ada.zip": zipped([(later(8), work(2)), (later(4), work(1))])})
    put(inbox, {f"bob/{NOTEBOOK}": work("bob"), "cleo/a.ipynb": work(3), "cleo/b.ipynb": work(4)})
    collect(course, inbox, "", None, NOW)
    before = tree(course.gradebook)
    rows = collect(course, inbox, "", None, NOW)
    assert tree(course.gradebook) == before
    assert [row.fate for row in rows].count(Fate.THERE) == 2
    assert not {Fate.COLLECTED, Fate.REPLACING} & {row.fate for row in rows}


def test_only_a_later_or_different_one_replaces_what_is_there(course, tmp_path, work):
    """What is replaced is kept, and does not come back by itself."""
    path = f"ada/{LESSON}/{NOTEBOOK}"

    def send(version, at=None):
        inbox = tmp_path / f"inbox {version} {at}"
        put(inbox, {"ada.zip": zipped([(later(at) if at else NOTEBOOK, work(version))])})
        (row,) = collect(course, inbox, "", None, NOW)
        return row.fate, submitted(course)[path] == work(version)

    assert send(1, 10) == (Fate.COLLECTED, True)
    assert send(2, 8) == (Fate.EARLIER, False)
    assert send(3, 12) == (Fate.REPLACING, True)
    assert send(1, 10) == (Fate.EARLIER, False)
    assert send(4) == (Fate.REPLACING, True)
    assert f"ada/{LESSON}/timestamp.txt" not in submitted(course)
    assert send(3) == (Fate.EARLIER, False)
    assert send(4, 20) == (Fate.COLLECTED, True)
    assert submitted(course)[f"ada/{LESSON}/timestamp.txt"].endswith(b":20 UTC")
    kept = tree(course.gradebook / "earlier")
    assert {content for content in kept.values()} == {work(1), work(2), work(3)}
    assert len(kept) == 3


# Who is in the class -----------------------------------------------------------------------------

ROSTER = """student;name;email;Student number;canvas_id
s1;Ada Lovelace;ada.l@uni.example;1001;4711
s2;"Nuñez, José María";jose@uni.example;1002;
s3;Anna Schmidt;anna1@uni.example;1003;
s4;Anna Schmidt;anna2@uni.example;1004;
a/b;Unsafe Name;unsafe@uni.example;1005;
"""

MEANT = {
    "full_name": ("Ada Lovelace_99_assignsubmission_file_/x.ipynb", "s1"),
    "last_name_first": (f"lovelaceada_55_777_{NOTEBOOK}", "s1"),
    "capitals": (f"ADA LOVELACE/{NOTEBOOK}", "s1"),
    "address": (f"ada.l@uni.example/{NOTEBOOK}", "s1"),
    "address_without_host": (f"ada.l_{NOTEBOOK}", "s1"),
    "number": (f"1001_{NOTEBOOK}", "s1"),
    "folder": (f"s1/{NOTEBOOK}", "s1"),
    "without_accents": (f"nunezjosemaria_5_678_{NOTEBOOK}", "s2"),
    "names_in_order": ("José María Nuñez_9_assignsubmission_file_/x.ipynb", "s2"),
    "accents_typed_apart": (f"Jose\u0301 Mari\u0301a Nun\u0303ez/{NOTEBOOK}", "s2"),
    "a_second_download": (f"s1 (1)/{NOTEBOOK}", "s1"),
    "number_on_canvas": (f"kingaugusta_4711_777_{NOTEBOOK}", "s1"),
    "number_between_two": ("Anna Schmidt_1004_assignsubmission_file_/x.ipynb", "s4"),
    "user_behind_underscores": (f"a_b_s1_attempt_{STAMP}_x.ipynb", "s1"),
}


@pytest.fixture
def roster(tmp_path):
    """A roster with a separator and columns of its own."""
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER, encoding="utf-8-sig")
    return path


@pytest.mark.parametrize(("name", "student"), MEANT.values(), ids=MEANT)
def test_the_roster_says_who_is_meant(course, inbox, roster, work, name, student):
    """By any of its columns."""
    put(inbox, {name: work(1)})
    (row,) = collected(course, inbox, roster=roster).values()
    assert (row.learner, row.fate) == (student, Fate.COLLECTED)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "Ada Lovelance",
            "Nobody in roster.csv is called 'Ada Lovelance' (nearest: 's1, Ada Lovelace')",
        ),
        ("Qqq", "Nobody in roster.csv is called 'Qqq'; add the learner"),
        ("Anna Schmidt", "'Anna Schmidt' may be 's3' and 's4'; rename it"),
        ("Unsafe Name", "cannot be a folder's name; change it there"),
        ("x_1003_assignsubmission_file_", "Nobody in roster.csv is called 'x'"),
    ],
    ids=["misspelt", "unknown", "two_of_one_name", "unsafe", "only_a_number_fits"],
)
def test_whoever_is_not_in_the_roster_is_left_out(course, inbox, roster, work, name, told):
    """And told, with the nearest names; the source keeps everything."""
    put(inbox, {f"{name}/{NOTEBOOK}": work(1)})
    before = tree(inbox)
    (row,) = collected(course, inbox, roster=roster).values()
    assert row.fate is Fate.LEFT
    assert told in row.notes[0]
    assert not submitted(course)
    assert tree(inbox) == before


@pytest.mark.parametrize("alphabet", ["cp932", "cp1252", "utf-8"])
def test_names_in_an_unnamed_alphabet_are_tried(course, inbox, tmp_path, work, alphabet):
    """Zips of some countries leave out how to read their names."""
    name = "山田太郎" if alphabet == "cp932" else "Zoë Müller"
    roster = tmp_path / "roster.csv"
    roster.write_text(f"student,name\ns9,{name}\n", encoding="utf-8")
    raw = name.encode(alphabet)
    packed = zipped([("#" * len(raw) + f"/{NOTEBOOK}", work(1))])
    (inbox / "all.zip").write_bytes(packed.replace(b"#" * len(raw), raw))
    put(inbox, {"unpacked/none": b""})
    (row,) = collected(course, inbox / "all.zip", roster=roster).values()
    assert row.learner == "s9"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name\nada\n", "no column 'student'"),
        ("", "names no"),
        ("student\n", "names no"),
        ("Student,ID,Section\na,1,b\n", "Canvas's gradebook"),
    ],
)
def test_a_roster_that_names_no_folders_is_refused(course, inbox, work, tmp_path, text, told):
    """Before anything is collected."""
    put(inbox, {f"ada/{NOTEBOOK}": work(1)})
    (tmp_path / "roster.csv").write_text(text, encoding="utf-8")
    with pytest.raises(GradingError, match=told):
        collect(course, inbox, "", tmp_path / "roster.csv", NOW)
    with pytest.raises(GradingError, match="cannot be opened"):
        collect(course, inbox, "", tmp_path / "none.csv", NOW)


# Two learners, one name --------------------------------------------------------------------------


def test_learners_who_differ_by_capitals_only_are_not_mixed(course, inbox, work):
    """Some systems would take their folders for one."""
    source = inbox / "all.zip"
    source.write_bytes(zipped([(f"{who}/x.ipynb", work(who)) for who in ("Ada", "ada", "bob")]))
    rows = collected(course, source)
    assert "'Ada' and 'ada' differ only by capitals" in rows["Ada/x.ipynb"].notes[0]
    assert {path.split("/")[0] for path in submitted(course)} == {"bob"}
    source.write_bytes(zipped([("BOB/x.ipynb", work("BOB")), ("cleo/x.ipynb", work(1))]))
    rows = collected(course, source)
    assert "submitted/ has 'bob', which differs only by capitals" in rows["BOB/x.ipynb"].notes[0]
    assert submitted(course)[f"bob/{LESSON}/{NOTEBOOK}"] == work("bob")


def test_learners_who_differ_by_accents_are_two(course, inbox, work):
    """However the accents are typed; one learner's two ways to type are one."""
    names = ["José", "Jose", "Jose\u0301"]
    source = inbox / "all.zip"
    source.write_bytes(zipped([(f"{who}/{n}.ipynb", work(n // 2)) for n, who in enumerate(names)]))
    rows = collect(course, source, "", None, NOW)
    assert {row.learner for row in rows} == {"José", "Jose"}


@pytest.mark.parametrize(
    "pattern", ["Anna_{}_assignsubmission_file_/x.ipynb", "anna_{}_7890_x.ipynb"]
)
def test_two_numbers_of_a_platform_are_two_learners(course, inbox, work, pattern):
    """Though they have one name; nothing of either is collected."""
    put(inbox, {pattern.format(number): work(number) for number in (11, 12)})
    rows = collect(course, inbox, "", None, NOW)
    assert all("(11, 12); tell them apart" in row.notes[-1] for row in rows)
    assert not submitted(course)


def test_names_taken_for_one_learner_are_told(course, inbox, roster, work):
    """A name without its accents may be another learner's, who is not in the roster."""
    put(inbox, {f"Ada Lovelace/{NOTEBOOK}": work(1), f"adalovelace/{LESSON}-2.ipynb": work(2)})
    rows = collected(course, inbox, roster=roster)
    assert "'adalovelace' was taken for the same learner" in rows[f"Ada Lovelace/{NOTEBOOK}"].notes


def test_one_learners_folder_is_no_export(course, inbox, work):
    """Though the learner has named a file in it as a platform names another learner's."""
    put(inbox, {f"mallory/bob_1_assignsubmission_file_/{NOTEBOOK}": work("mallory")})
    (row,) = collected(course, inbox).values()
    assert row.learner == "mallory"


def test_a_whole_class_inside_a_folder_is_told(course, inbox, work):
    """Only outermost names are believed, so an export has to be the source."""
    names = [f"{who}_{n}_789_x.ipynb" for n, who in enumerate(("ada", "bob"))]
    put(inbox, {f"week2/submission_{n}/{NOTEBOOK}": work(n) for n in (1, 2)})
    put(inbox, {"week1.zip": zipped([(name, work(name)) for name in names])})
    put(inbox, {f"cleo/{NOTEBOOK}": work("cleo")})
    rows = collected(course, inbox)
    assert all("collect it by itself" in rows[name].notes[0] for name in ("week1.zip", "week2"))
    assert {path.split("/")[0] for path in submitted(course)} == {"cleo"}
    assert is_whole(collect(course, inbox / "week1.zip", "", None, NOW))


# Hostile and broken ------------------------------------------------------------------------------


def flagged(packed, flag):
    """A zip in whose records a flag is set for every member."""
    data = bytearray(packed)
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= flag
            at = data.find(signature, at + 4)
    return bytes(data)


def sized(packed, size):
    """A zip whose directory gives this size for its first member."""
    at = packed.index(b"PK\1\2") + 24
    return packed[:at] + struct.pack("<I", size) + packed[at + 4 :]


def linked(name, to):
    """A zip with a link in it."""
    info = member(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return zipped([(info, to)])


def packed_as(method, data):
    """A zip that is packed in another way."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr(NOTEBOOK, data)
    return packed.getvalue()


OUTSIDE = "points outside the archive"
DAMAGED = "damaged or cut short"
HOSTILE = {
    "traversal": (lambda w: zipped([(f"../../{NOTEBOOK}", w)]), OUTSIDE),
    "traversal_of_windows": (lambda w: zipped([(f"..\\..\\{NOTEBOOK}", w)]), OUTSIDE),
    "absolute": (lambda w: zipped([(f"/tmp/{NOTEBOOK}", w)]), OUTSIDE),
    "absolute_of_windows": (lambda w: zipped([(f"\\tmp\\{NOTEBOOK}", w)]), OUTSIDE),
    "drive": (lambda w: zipped([(f"C:{NOTEBOOK}", w)]), OUTSIDE),
    "link": (lambda w: linked(NOTEBOOK, "/etc/passwd"), "a link or a device"),
    "locked": (lambda w: flagged(zipped([(NOTEBOOK, w)]), 1), "locked with a password"),
    "truncated": (lambda w: zipped([(NOTEBOOK, w)])[:-30], DAMAGED),
    "beginning_lost": (lambda w: zipped([(NOTEBOOK, w)])[40:], DAMAGED),
    "changed": (lambda w: zipped([(NOTEBOOK, w)]).replace(b"PK\3\4", b"PK\3\5"), DAMAGED),
    "empty_file": (lambda w: b"", DAMAGED),
    "text": (lambda w: b"no zip at all", DAMAGED),
    "larger_than_it_says": (lambda w: sized(zipped([(NOTEBOOK, w)]), 10), DAMAGED),
    "smaller_than_it_says": (lambda w: sized(zipped([(NOTEBOOK, w)]), 10**5), DAMAGED),
    "huge_as_it_says": (lambda w: sized(zipped([(NOTEBOOK, w)]), 10**9), "takes 1000 MB"),
    "rar": (lambda w: b"Rar!\x1a\x07\0", "a rar archive"),
    "7z": (lambda w: b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    "bzip2_inside": (lambda w: packed_as(zipfile.ZIP_BZIP2, w), "packed in an unusual way"),
    "rar_inside": (lambda w: zipped([("work.rar", w)]), "an archive of another kind"),
    "no_member": (lambda w: zipped([]), "holds no notebook"),
    "no_notebook": (lambda w: zipped([("work.pdf", w), ("a/b.py", w)]), "holds no notebook"),
    "only_hidden": (lambda w: zipped([(".ipynb_checkpoints/x.ipynb", w)]), "holds no notebook"),
    "many_members": (lambda w: zipped([(f"{n}", b"") for n in range(20_001)]), "20000 files"),
    "huge_directory": (lambda w: zipped([(f"{n:060000}", b"") for n in range(140)]), "20000 files"),
    "many_notebooks": (lambda w: zipped([(f"{n}.ipynb", w) for n in range(101)]), "than 100"),
    "many_archives": (lambda w: zipped([(f"{n}.zip", b"") for n in range(101)]), "than 100"),
    "long_name": (lambda w: zipped([("_" * 60_000 + ".ipynb", w)]), "longer than any system"),
    "name_of_another_member": (
        lambda w: zipped([("a.ipynb", w)]).replace(b"a.ipynb", b"b.ipynb", 1),
        DAMAGED,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("make", "told"), HOSTILE.values(), ids=HOSTILE)
def test_one_bad_archive_is_told_in_a_sentence_and_stops_nothing(
    course, inbox, work, tmp_path, make, told
):
    """Nothing of it is collected, nothing is written outside the class, the rest is collected."""
    bad = make(work("mallory"))
    put(inbox, {"mallory.zip": bad, "zoe.zip": zipped([(NOTEBOOK, work("zoe"))])})
    before = tree(inbox)
    rows = collected(course, inbox)
    left = [row for row in rows.values() if row.fate is Fate.LEFT and told in row.notes[0]]
    assert left, [row.notes for row in rows.values()]
    assert {row.learner for row in left} == {"mallory"}
    assert all(row.notes[0].endswith(".") and row.notes[0].count(". ") == 0 for row in left)
    assert list(submitted(course).values()) == [work("zoe")]
    assert tree(inbox) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["gradebook", "inbox"]
    assert sorted(path.name for path in course.gradebook.iterdir()) == ["submitted"]
    if told not in (OUTSIDE, DAMAGED) or "a.ipynb" not in repr(bad):
        (tmp_path / "all.zip").write_bytes(zipped([("mallory.zip", bad), (f"zoe/{NOTEBOOK}", b"")]))
        inner = collect(course, tmp_path / "all.zip", "", None, NOW)
        assert any(told in row.notes[0] for row in inner if row.learner == "mallory")


def test_what_unpacks_to_too_much_is_not_unpacked(course, inbox, work, monkeypatch):
    """Neither one member nor many together; one learner's bomb leaves the others their part."""
    monkeypatch.setattr(archives, "MAX_BYTES", 100_000)
    monkeypatch.setattr(archives, "MAX_INNER", 150_000)
    monkeypatch.setattr(budget, "MAX_BYTES", 200_000)
    bomb = [(f"{n}.ipynb", b" " * 90_000) for n in range(4)]
    put(inbox, {"a.zip": zipped(bomb), "b.zip": zipped([("x.ipynb", b" " * 100_001)])})
    inner = zipped([("x.bin", os.urandom(160_000))])
    put(inbox, {"c.zip": zipped([("x.zip", inner)]), "d.zip": zipped([(NOTEBOOK, work("d"))])})
    rows = collected(course, inbox)
    assert rows["a.zip/2.ipynb"].notes == rows["a.zip/3.ipynb"].notes == (budget.TOO_MUCH,)
    assert "ask for it without its outputs" in rows["b.zip/x.ipynb"].notes[0]
    assert "unpacks to more than 0 MB" in rows["c.zip/x.zip"].notes[0]
    assert rows[f"d.zip/{NOTEBOOK}"].fate is Fate.COLLECTED
    everything = [("a.zip", zipped(bomb)), ("d/x.ipynb", work("d"))]
    (inbox / "all.zip").write_bytes(zipped(everything))
    rows = collected(course, inbox / "all.zip")
    assert (rows["a.zip/3.ipynb"].notes, rows["d/x.ipynb"].fate) == ((budget.TOO_MUCH,), Fate.THERE)


def test_a_notebook_is_as_large_as_grading_accepts(course, inbox, work, monkeypatch):
    """A larger one is left out, with what to do about it."""
    monkeypatch.setattr(walking, "MAX_BYTES", len(work(1)))
    put(inbox, {f"ada/{NOTEBOOK}": work(1), f"bob/{NOTEBOOK}": work(1) + b" "})
    rows = collected(course, inbox)
    assert rows[f"ada/{NOTEBOOK}"].fate is Fate.COLLECTED
    assert "ask for it without its outputs" in rows[f"bob/{NOTEBOOK}"].notes[0]


def test_members_of_one_name_are_two_hand_ins(course, inbox, work):
    """Programs that unpack keep one of them, and not all the same one."""
    put(inbox, {"ada.zip": zipped([(NOTEBOOK, work(1)), (NOTEBOOK, work(2))])})
    rows = collect(course, inbox, "", None, NOW)
    assert [row.fate for row in rows] == [Fate.ASIDE] * 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a system with pipes and links")
def test_links_and_pipes_in_a_folder_are_not_followed(course, inbox, tmp_path, work):
    """A link could show anybody's files, a pipe would keep collecting waiting."""
    put(tmp_path, {"secret/x.ipynb": work("secret")})
    put(inbox, {f"ada/{NOTEBOOK}": work("ada")})
    (inbox / "bob").symlink_to(tmp_path / "secret")
    (inbox / "cleo.ipynb").symlink_to(tmp_path / "secret" / "x.ipynb")
    os.mkfifo(inbox / "dan.ipynb")
    rows = collected(course, inbox)
    assert [rows[name].fate for name in ("bob", "cleo.ipynb", "dan.ipynb")] == [Fate.LEFT] * 3
    assert list(submitted(course).values()) == [work("ada")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a system with links")
@pytest.mark.parametrize("link", ["submitted/ada", f"submitted/ada/{LESSON}", "earlier/ada"])
def test_nothing_is_written_through_a_link_in_the_class(course, inbox, tmp_path, work, link):
    """Nor into a notebook that is one; whoever is concerned is told."""
    (tmp_path / "elsewhere").mkdir()
    path = course.gradebook / link
    path.parent.mkdir(parents=True)
    path.symlink_to(tmp_path / "elsewhere")
    put(inbox, {f"ada/{NOTEBOOK}": work(1), f"ada/{LESSON}-2.ipynb": work(2)})
    rows = collected(course, inbox)
    assert {row.fate for row in rows.values()} == {Fate.LEFT}
    assert "remove what is there under that name" in rows[f"ada/{NOTEBOOK}"].notes[-1]
    assert not any((tmp_path / "elsewhere").iterdir())


def test_a_learner_who_sent_no_notebook_is_told_and_stray_files_are_not(course, inbox, work):
    """Platforms add files of their own beside a notebook."""
    put(inbox, {"read me.txt": b"", f"w_ada_attempt_{STAMP}.txt": b"", "bob/essay.pdf": b""})
    put(inbox, {f"w_ada_attempt_{STAMP}_x.ipynb": work("ada"), "cleo_12_345_essay.docx": b""})
    put(inbox, {"Dan_1_assignsubmission_onlinetext_/onlinetext.html": b""})
    rows = collected(course, inbox)
    told = {row.learner: row.notes for row in rows.values() if row.fate is Fate.LEFT}
    assert set(told) == {"bob", "cleo", "Dan"}
    assert told["bob"] == ("No notebook came, only 'essay.pdf'; ask for the .ipynb file.",)


@pytest.mark.parametrize("which", ["class", "room", "file", "missing", "empty"])
def test_a_source_that_cannot_be_one_is_refused(course, inbox, work, which):
    """Before anything is written."""
    put(course.submitted, {f"ada/{LESSON}/{NOTEBOOK}": work(1)})
    put(inbox, {"x.txt": b"", "bad.zip": b"x"})
    source, told = {
        "class": (course.gradebook.parent, "is the class itself"),
        "room": (course.submitted / "ada", "is the class itself"),
        "file": (inbox / "x.txt", "neither a folder nor a zip"),
        "missing": (inbox / "none", "There is no none"),
        "empty": (inbox / "bad.zip", "cannot be collected. It is damaged"),
    }[which]
    before = tree(course.gradebook)
    with pytest.raises(GradingError, match=told):
        collect(course, source, "", None, NOW)
    assert tree(course.gradebook) == before


# Old or new, never half --------------------------------------------------------------------------


class Killed(BaseException):
    """What stops a collecting half way."""


STEPS = [(shutil, "copyfile"), *((Path, name) for name in ("replace", "rename", "unlink"))]
STEPS += [(Path, "write_text"), (Path, "mkdir")]


def killed_at(monkeypatch, number, fault):
    """Raise a fault at this write, half of which is then done; says how many there were."""
    done = []
    for owner, name in STEPS:
        work_ = getattr(owner, name)

        def counted(*arguments, work_=work_, name=name, **named):
            done.append(name)
            if len(done) == number:
                if name == "copyfile":
                    Path(arguments[1]).write_bytes(Path(arguments[0]).read_bytes()[:100])
                raise fault
            return work_(*arguments, **named)

        monkeypatch.setattr(owner, name, counted)
    return done


def test_a_killed_collecting_leaves_each_submission_old_or_new(
    root, tmp_path_factory, work, monkeypatch
):
    """Never half of one and never beside another's time; collecting again finishes it."""
    old, new = {}, {}
    for who in ("ada", "bob"):
        old[who] = (work(f"{who} old"), later(4))
        new[who] = (work(f"{who} new"), later(8))
    new["cleo"] = (work("cleo new"), later(8))

    def sent(versions):
        inbox = tmp_path_factory.mktemp("inbox")
        for who, (content, info) in versions.items():
            put(inbox, {f"{who}.zip": zipped([(info, content)])})
        return inbox

    first, second = sent(old), sent(new)
    allowed = {
        f"{who}/{LESSON}": {
            content: f"2026-11-20 14:03:{info.date_time[-1]:02} UTC".encode()
            for content, info in (versions[who] for versions in (old, new) if who in versions)
        }
        for who in new
    }
    finished = None
    for number in range(1, 100):
        course = Course(root, tmp_path_factory.mktemp("class") / "gradebook")
        collect(course, first, "", None, NOW)
        with monkeypatch.context() as patch:
            done = killed_at(patch, number, Killed())
            with contextlib.suppress(Killed):
                collect(course, second, "", None, NOW)
        files = submitted(course)
        for place, versions in allowed.items():
            content = files.get(f"{place}/{NOTEBOOK}")
            stamp = files.get(f"{place}/timestamp.txt")
            assert content in versions or (content is None and len(versions) == 1)
            assert (course.submitted / place).exists() == (content is not None)
            assert stamp is None or stamp == versions[content]
        collect(course, second, "", None, NOW)
        after = tree(course.gradebook)
        if len(done) < number:
            finished = after
            break
    assert number > 15
    assert sorted(finished.values()) == sorted(after.values())
    assert {path for path in finished if "timestamp" in path}
    assert not (course.gradebook / ".collecting").exists()


def test_every_killed_collecting_is_finished_by_the_next(root, tmp_path_factory, work, monkeypatch):
    """The class is then as if nobody had stopped anything."""
    inboxes = [tmp_path_factory.mktemp("inbox") for _ in range(2)]
    for inbox, (version, at) in zip(inboxes, [(1, 4), (2, 8)], strict=True):
        put(inbox, {"ada.zip": zipped([(later(at), work(version))])})

    def after(number):
        course = Course(root, tmp_path_factory.mktemp("class") / "gradebook")
        collect(course, inboxes[0], "", None, NOW)
        with monkeypatch.context() as patch:
            killed_at(patch, number, Killed())
            with contextlib.suppress(Killed):
                collect(course, inboxes[1], "", None, NOW)
        collect(course, inboxes[1], "", None, NOW)
        return tree(course.gradebook)

    undisturbed = after(0)
    for number in range(1, 12):
        assert after(number) == undisturbed


def test_a_full_disk_is_one_sentence(course, inbox, work, monkeypatch):
    """And leaves no half of a notebook."""
    put(inbox, {f"ada/{NOTEBOOK}": work(1)})
    monkeypatch.chdir(course.root)
    killed_at(monkeypatch, 2, OSError(errno.ENOSPC, "No space left on device"))
    with pytest.raises(GradingError, match="There is no space left for gradebook/"):
        command.run(arguments_for(course, inbox))
    assert not submitted(course)


# The verb ----------------------------------------------------------------------------------------


def arguments_for(course, source, *words):
    """The verb's arguments, as its parser reads them."""
    parser = argparse.ArgumentParser()
    command.add_to(parser.add_subparsers())
    return parser.parse_args(["collect", str(source), *words, "--gradebook", str(course.gradebook)])


def test_a_rehearsal_says_the_same_and_writes_nothing(course, inbox, work, monkeypatch, capsys):
    """Not even the class's folder."""
    put(inbox, {"ada.zip": zipped([(later(8), work(2)), (later(4), work(1))]), "b.zip": b""})
    monkeypatch.chdir(course.root)
    assert command.run(arguments_for(course, inbox, "--dry-run")) == 1
    rehearsed = capsys.readouterr().out
    assert not course.gradebook.exists()
    assert command.run(arguments_for(course, inbox)) == 1
    done = capsys.readouterr().out
    assert rehearsed.replace("Nothing was written: this was a rehearsal.\n", "") == done
    assert "Collected: 1; kept as earlier: 1; left out: 1." in done


def test_the_status_says_whether_somebody_has_to_look(course, inbox, work, monkeypatch, capsys):
    """0 where all is collected or was there already; the roster of the class is found."""
    put(inbox, {"ada.zip": zipped([(NOTEBOOK, work(1))])})
    monkeypatch.chdir(course.root)
    assert [command.run(arguments_for(course, inbox, LESSON)) for _ in range(2)] == [0, 0]
    assert "There already: 1." in capsys.readouterr().out
    (course.gradebook / "roster.csv").write_text("student\nbob\n", encoding="utf-8")
    assert command.run(arguments_for(course, inbox)) == 1
    assert "Nobody in roster.csv is called 'ada'" in capsys.readouterr().out


def test_the_table_is_shown_and_not_obeyed(course, inbox, work):
    """Names come from learners and may hold commands for a terminal."""
    name = "\x1b[2Jada\x07\u202e"
    (inbox / "all.zip").write_bytes(zipped([(f"{name}/{NOTEBOOK}", work(1))]))
    rows = collect(course, inbox / "all.zip", "", None, NOW)
    shown = table(rows)
    assert "\\x1b[2Jada\\x07\\u202e" in shown
    assert all(line.isprintable() for line in shown.splitlines())
    assert counts(rows) == "Collected: 1."


def test_collected_work_is_graded(root, tmp_path, work, bubblewrap):
    """From a mail and from Moodle's export to marks, under whatever name."""
    course = Course(root, tmp_path / "gradebook")
    notebook, solution = (
        nbformat.read(root / room / LESSON / NOTEBOOK, as_version=4)
        for room in ("notebooks", "solutions")
    )
    solved()(notebook, solution)
    inbox = tmp_path / "inbox"
    right = nbformat.writes(notebook).encode()
    put(inbox, {"Ada {x} O'Neill_7_assignsubmission_file_/hw (1).ipynb": right})
    put(inbox, {"=bob&co.zip": zipped([(f"work\\{LESSON}-2.ipynb", work("bob"))])})
    assert is_whole(collect(course, inbox, "", None, NOW))
    marks = {row.student: row.marks for row in grade(course, [LESSON])}
    assert marks == {"Ada {x} O'Neill": course.points(LESSON), "=bob&co": 0}


# Any name whatever -------------------------------------------------------------------------------

ANY = st.text(st.characters(codec=None), min_size=1, max_size=90)
SYSTEMS = ("..", ".", "/", "\\", "C:", "con", "NUL.txt", "COM1", " ", "\0", "\ud800")
SIGNS = ("a*", "a?", "a[", "a+", "\u202e", "e\u0301", "é", "E", "ß", "ss", "\u212a")
PARTS = ("_12_345_", "_attempt_", "-2", "(1)", LESSON)
NASTY = st.sampled_from(SYSTEMS + SIGNS + PARTS)
NAMES = st.one_of(ANY, st.lists(st.one_of(NASTY, ANY), min_size=1, max_size=4).map("".join))


@given(NAMES)
@example("..")
@example("con")
@example("aux.tar.gz")
@example(".")
def test_any_name_becomes_a_folder_that_every_system_can_have(name):
    """One folder, not a way through several, and none that a system keeps for itself."""
    folder = folder_of(name)
    assert folder == folder_of(folder) or folder != spelled(name)
    assert not set(folder) & set('<>:"/\\|?*[+')
    assert folder.isprintable()
    assert folder.strip(". ") == folder
    assert folder not in ("", ".", "..")
    assert folder.split(".")[0].lower() not in ("con", "prn", "aux", "nul", "com1", "lpt9")
    assert len(folder) <= LONGEST + 10
    assert len(folder.encode()) <= 255


@given(NAMES, NAMES)
def test_two_names_never_become_one_folder(one, other):
    """Names that look and are typed differently only in accents or outer spaces are one name."""
    assume(spelled(one) != spelled(other))
    assert folder_of(one) != folder_of(other)


@settings(max_examples=120, deadline=None)
@given(NAMES, NAMES, st.sampled_from(["{}/x.ipynb", "{}.zip", f"{{}}_{NOTEBOOK}", "W_{}_1_234_x"]))
def test_no_two_names_are_merged_in_silence(one, other, shape):
    """Whatever two files are called, they are one learner's only if the names are one name."""
    shapes = Shapes([LESSON], UTC)
    claims = [shapes.claim(tuple(shape.format(name).split("/"))) for name in (one, other)]
    assume(all(claim.name for claim in claims))
    folders = [folder_of(claim.name) for claim in claims]
    if folders[0] == folders[1]:
        assert spelled(claims[0].name) == spelled(claims[1].name)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(NAMES, min_size=1, max_size=3), st.booleans())
def test_no_name_in_an_archive_leads_out_of_the_class(root, tmp_path_factory, work, names, wrapped):
    """Nor stops anything: there is a row for every member that is no folder, or it is hidden."""
    room = tmp_path_factory.mktemp("any")
    course = Course(root, room / "gradebook")
    whole = [name.encode("utf-8", "replace").decode("utf-8") for name in names]
    members = [(f"{name}/x.ipynb" if wrapped else f"{name}.ipynb", work(name)) for name in whole]
    (room / "all.zip").write_bytes(zipped(members))
    try:
        rows = collect(course, room / "all.zip", "", None, NOW)
    except GradingError as problem:
        assert "nothing to collect" in str(problem)
        rows = []
    assert {path.name for path in room.iterdir()} <= {"all.zip", "gradebook"}
    assert {path.name for path in course.gradebook.iterdir()} <= {"submitted", "earlier", "aside"}
    for path in course.gradebook.rglob("*.ipynb"):
        assert path.is_relative_to(course.gradebook)
        assert len(path.relative_to(course.gradebook).parts) == 4
    learners = [row.learner for row in rows if row.fate is Fate.COLLECTED]
    assert len({folded(learner) for learner in learners}) == len(learners)
    assert all(printable(line) == line for line in table(rows).splitlines())


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_no_damaged_archive_stops_the_rest(tmp_path_factory, work, data):
    """Bytes of a zip changed by chance: what is found is told, never raised."""
    inner = zipped([(NOTEBOOK, work(1)), ("a/b.txt", b"b" * 50)])
    packed = bytearray(zipped([(NOTEBOOK, work(2)), ("in.zip", inner)]))
    # The directory at the end is where an archive says what it holds.
    places = st.one_of(st.integers(0, len(packed) - 1), st.integers(1, 200).map(lambda n: -n))
    for at, byte in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), max_size=6)):
        packed[at] = byte
    file = io.BytesIO(bytes(packed[data.draw(st.integers(0, 30)) :]))
    for one in archives.members(file, ("x.zip",), UTC):
        assert one.way[0] == "x.zip"
        assert one.data is None or not one.problem


def test_reading_is_limited_at_once(work):
    """A directory that says to be of gigabytes is not read."""
    packed = zipped([(NOTEBOOK, work(1))])
    file = io.BytesIO(packed + b"\0" * (careful.MAX_DIRECTORY + 100))
    limited = careful._Limited(file, len(file.getvalue()))
    limited.seek(0)
    with pytest.raises(careful.NotCollected, match="20000 files"):
        limited.read()
    assert len(limited.read(10)) == 10


def test_a_rehearsal_of_a_class_without_folder_is_possible(course, inbox, work):
    """Nothing has to be there."""
    put(inbox, {f"ada/{NOTEBOOK}": work(1)})
    assert [row.fate for row in rehearse(course, inbox, "", None, NOW)] == [Fate.COLLECTED]
