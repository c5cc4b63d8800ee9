"""Late work: times are read without guessing, penalties are exact, extensions take effect."""

import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.apps import NbGraderAPI

from autograder.classroom import Course, GradingError
from autograder.grading import enter, grade
from autograder.lateness import Lateness, counted
from autograder.lateness.extensions import EXTENSIONS, extensions_in
from autograder.lateness.penalty import LatePenalty
from autograder.lateness.times import HandedIn, UnclearTime, handed_in, utc_of
from autograder.sample_class import hand_in, solved
from tests.handing_in import LESSON
from tests.short_course import short_course

# nbgrader's own.
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")

DAY, MINUTE = 86_400, 60
DUE = datetime(2026, 1, 15, 17, 0)
NOW = datetime(2026, 1, 20)


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-15 18:00 Europe/Berlin",
        "2026-01-15 18:00:00.000000 Europe/Berlin",
        "2026-01-15 17:00:00 UTC",
        "2026-01-15T17:00:00Z",
        "2026-01-15 18:00:00 +0100",  # nbgrader takes these for 100 seconds
        "2026-01-15 18:00 +01:00",
        "2026-01-15T18:00+01:00\n",
    ],
)
def test_a_time_with_a_clear_zone_is_read(text):
    assert utc_of(text) == DUE


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-07-15 18:00:00", "names no time zone"),
        ("2026-07-15", "names no time zone"),
        ("2026-07-15 18:00:00 CEST", "names a time zone that is not clear everywhere"),
        ("2026-07-15 18:00+02:00 Europe/Berlin", "names two time zones"),
        ("2026-07-15 18:00 Europe/Nowhere", "cannot be read"),
        ("2026-07-15 18:00 /etc/localtime", "cannot be read"),
        ("0001-01-01 00:00 +14:00", "cannot be read"),
        ("18:00", "cannot be read"),
        ("tomorrow", "cannot be read"),
        ("", "cannot be read"),
    ],
)
def test_a_time_that_leaves_a_doubt_is_none(text, why):
    with pytest.raises(UnclearTime) as problem:
        utc_of(text)
    assert str(problem.value) == why


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_a_time_is_the_same_however_far_its_zone_is_away(at, minutes):
    there = at.replace(tzinfo=UTC) + timedelta(minutes=minutes)
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    assert utc_of(f"{there:%Y-%m-%d %H:%M:%S.%f} {sign}{hours:02}{rest:02}") == at


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_times(text):
    try:
        assert utc_of(text).tzinfo is None
    except UnclearTime as problem:
        assert str(problem).startswith(("names", "cannot"))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"2026-01-16 09:00:00.5 UTC\n", HandedIn(datetime(2026, 1, 16, 9, 0, 0, 500_000))),
        (b"2026-01-20 00:09 UTC", HandedIn(datetime(2026, 1, 20, 0, 9))),
        (b"2026-01-20 00:11 UTC", "has not come yet"),
        (b"2026-01-16 09:00", "names no time zone"),
        (b"2026-01-16 09:00 UTC" + b" " * 1_000_000, HandedIn(datetime(2026, 1, 16, 9, 0))),
        (b"\xff\xfe", "cannot be read"),
        (b"", "cannot be read"),
    ],
    ids=["late", "slightly_ahead", "ahead_of_the_clock", "no_zone", "huge", "no_text", "empty"],
)
def test_a_time_stamp_gives_a_time_or_one_note(tmp_path, content, expected):
    (tmp_path / "timestamp.txt").write_bytes(content)
    found = handed_in(tmp_path, NOW)
    if isinstance(expected, str):
        assert found.at is None
        assert expected in found.note
        assert found.note.endswith("so it does not count as late")
    else:
        assert found == expected


def test_no_time_stamp_is_no_time_and_no_note(tmp_path):
    assert handed_in(tmp_path, NOW) == HandedIn()


@pytest.mark.parametrize(
    ("seconds", "percent"),
    [
        (0.001, 10),
        (DAY, 10),
        (DAY + 1, 20),
        (2 * DAY, 20),
        (4 * DAY + 1, 50),
        (400 * DAY, 50),
    ],
)
def test_each_started_day_costs_its_percent_up_to_the_most(seconds, percent):
    assert LatePenalty(percent_per_day=10, most_percent=50).percent(seconds) == percent


@pytest.mark.parametrize(
    ("seconds", "percent"), [(1, 0), (30 * MINUTE, 0), (30 * MINUTE + 1, 10), (DAY + 1, 20)]
)
def test_grace_costs_nothing_and_moves_no_later_day(seconds, percent):
    assert LatePenalty(percent_per_day=10, grace_minutes=30).percent(seconds) == percent


def test_a_class_that_sets_nothing_takes_nothing():
    assert LatePenalty().late_submission_penalty("ada", 40.0, 9 * DAY) is None


@given(
    st.floats(0, 100), st.floats(0.01, 1e8), st.floats(0, 100), st.floats(0, 100), st.floats(0, 1e4)
)
def test_a_penalty_is_never_above_the_score_and_never_falls_with_time(
    score, seconds, per_day, most, grace
):
    plugin = LatePenalty(percent_per_day=per_day, most_percent=most, grace_minutes=grace)
    taken = plugin.late_submission_penalty("ada", score, seconds) or 0
    later = plugin.late_submission_penalty("ada", score, seconds + DAY) or 0
    assert 0 <= taken <= later <= score
    assert taken <= round(most / 100 * score, 2) or math.isclose(taken, score)


def write_extensions(folder, *lines):
    text = "\n".join(["student,lesson,extension", *lines])
    (folder / EXTENSIONS).write_text(text, encoding="utf-8")


def test_hours_and_dates_extend_and_a_lesson_wins_over_the_star(tmp_path):
    write_extensions(
        tmp_path,
        f"ada,{LESSON},48",
        "ada,*,1.5",
        "",
        f'"Müller, Änne",{LESSON},2026-01-16 18:00 Europe/Berlin',
        "cleo,*,2026-01-01 00:00 UTC",
    )
    given = extensions_in(tmp_path, [LESSON, "02"])
    assert given.of("ada", LESSON, DUE) == timedelta(hours=48)
    assert given.of("ADA", "02", DUE) == timedelta(hours=1.5)
    # As another system types the accents.
    assert given.of("Mu\u0308ller, A\u0308nne", LESSON, DUE) == timedelta(days=1)
    assert given.of("cleo", LESSON, DUE) is None  # never earlier than for everybody
    assert given.of("dan", LESSON, DUE) is None


def test_a_spreadsheets_semicolons_and_marks_are_read(tmp_path):
    text = f"\ufeffStudent;Lesson;Extension;Note\r\nada;{LESSON};48;\r\n;;;\r\n"
    (tmp_path / EXTENSIONS).write_bytes(text.encode())
    assert extensions_in(tmp_path, [LESSON]).of("ada", LESSON, DUE) == timedelta(hours=48)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("ada,01_typo,48", "line 3: there is no lesson '01_typo'; write its whole name, or *"),
        ("ada,,48", "line 3: there is no lesson ''"),
        (",*,48", "line 3: it names no student."),
        ("ada,*,two days", "line 3: 'two days' cannot be read; write hours (48) or a date"),
        ("ada,*,2026-02-01 18:00", "line 3: '2026-02-01 18:00' names no time zone; write"),
        ("ada,*,-48", "line 3: -48 hours are no extension"),
        ("ada,*,nan", "line 3: nan hours are no extension"),
        ("ada,*,", "line 3: '' cannot be read"),
        ("BEN,*,24", "line 3: a line above is about the same student and lesson."),
        ("ada,*,48,more", "line 3: it has more cells than the first line has columns."),
        ('ada,*,"48', "is no CSV file"),
    ],
)
def test_a_line_that_is_not_clear_is_refused_with_its_number(tmp_path, line, sentence):
    write_extensions(tmp_path, "ben,*,48", line)
    with pytest.raises(GradingError, match=EXTENSIONS) as refusal:
        extensions_in(tmp_path, [LESSON])
    assert sentence in str(refusal.value)


def test_a_file_without_its_columns_or_its_encoding_is_refused(tmp_path):
    (tmp_path / EXTENSIONS).write_text("student,lesson\n", encoding="utf-8")
    with pytest.raises(GradingError, match="needs a column 'extension' in its first line"):
        extensions_in(tmp_path, [LESSON])
    (tmp_path / EXTENSIONS).write_bytes("student,lesson,extension\nJürgen,*,1".encode("cp1252"))
    with pytest.raises(GradingError, match="is not in UTF-8"):
        extensions_in(tmp_path, [LESSON])


@pytest.fixture(scope="module")
def strict_course(tmp_path_factory):
    """A class in which a day costs a tenth, and ada came 25 hours late."""
    root = short_course(tmp_path_factory.mktemp("late"))
    config = root / "nbgrader_config.py"
    text = config.read_text(encoding="utf-8")
    strict = text.replace("c.LatePenalty.percent_per_day = 0", "c.LatePenalty.percent_per_day = 10")
    assert strict != text
    config.write_text(strict, encoding="utf-8")
    course = Course(root, root / "gradebook")
    path = hand_in(course, "ada", LESSON, solved())
    (path.parent / "timestamp.txt").write_text("2026-01-16 19:00:00 +0100", encoding="utf-8")
    enter(course, LESSON)
    with course.opened() as book:
        book.update_or_create_assignment(LESSON, duedate="2026-01-15 18:00:00 Europe/Berlin")
    return course


def graded(course):
    """What the gradebook says of ada after our own command has graded her work."""
    (row,) = grade(course, [LESSON])
    found = standing(course)
    assert row.marks == found[0]
    return found


def graded_by_nbgrader(course):
    """What the gradebook says of ada after nbgrader has graded her work."""
    done = NbGraderAPI(config=course.config()).autograde(LESSON, "ada", force=True)
    assert done["success"], done
    return standing(course)


def standing(course):
    """Marks that count, hours of extension, and the digest of all that is known of the time."""
    with course.opened() as book:
        found = book.find_submission(LESSON, "ada")
        return counted(found), found.extension, Lateness(course).digest(found)


def told(course):
    """What the graded notebook says of the time."""
    path = course.gradebook / "autograded" / "ada" / LESSON / f"{LESSON}.ipynb"
    return path.read_text(encoding="utf-8")


def test_entering_a_lesson_anew_keeps_its_due_date(strict_course):
    enter(strict_course, LESSON)
    with strict_course.opened() as book:
        assert book.find_assignment(LESSON).duedate == DUE


def test_lateness_goes_through_nbgrader_and_changes_take_effect(strict_course, bubblewrap):
    marks, extension, digest = graded(strict_course)
    assert (marks, extension) == (32, None)  # 40 points, two started days
    assert graded_by_nbgrader(strict_course) == (marks, extension, digest)
    rule = "10 percent of the points earned for each started day"
    assert f"1 d 1 h after it was due: 8 points are taken off &#40;{rule}&#41;" in told(
        strict_course
    )

    write_extensions(strict_course.gradebook, "ada,*,24")
    assert standing(strict_course)[2] != digest  # so our own command does not keep the marks
    marks, extension, digest = graded(strict_course)
    assert (marks, extension) == (36, timedelta(hours=24))

    write_extensions(strict_course.gradebook, "ada,*,25")
    assert standing(strict_course)[2] != digest
    marks, _, digest = graded(strict_course)
    assert marks == 40
    assert "taken off" not in told(strict_course)

    (strict_course.gradebook / EXTENSIONS).unlink()
    stamp = strict_course.submitted / "ada" / LESSON / "timestamp.txt"
    stamp.write_text("2026-01-16 19:00:00", encoding="utf-8")
    assert standing(strict_course)[2] != digest
    marks, extension, _ = graded(strict_course)
    assert (marks, extension) == (40, None)  # and the earlier time does not linger
    assert "names no time zone, so it does not count as late" in told(strict_course)
    with strict_course.opened() as book:
        (note,) = Lateness(strict_course).notes(book.find_submission(LESSON, "ada"))
    assert "names no time zone" in note


def test_marks_changed_by_hand_change_the_digest_of_late_work_only(strict_course, bubblewrap):
    stamp = strict_course.submitted / "ada" / LESSON / "timestamp.txt"
    for written, changes in (("2026-01-16 18:00 UTC", True), ("2026-01-14 18:00 UTC", False)):
        stamp.write_text(written, encoding="utf-8")
        graded(strict_course)
        before = standing(strict_course)[2]
        with strict_course.opened() as book:
            (notebook,) = book.find_submission(LESSON, "ada").notebooks
            notebook.grades[0].manual_score = 1.0 if changes else 2.0
            book.db.commit()
        assert (standing(strict_course)[2] != before) == changes


def test_a_lesson_without_a_due_date_has_nothing_to_say_of_time(strict_course, bubblewrap):
    graded(strict_course)
    with strict_course.opened() as book:
        book.update_or_create_assignment(LESSON, duedate=None)
        found = book.find_submission(LESSON, "ada")
        assert Lateness(strict_course).digest(found) == ""
        assert Lateness(strict_course).notes(found) == []
