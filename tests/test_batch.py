"""A class is graded once, resumed where it stopped, and never stopped by one submission."""

import csv
import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder import attempts as journal
from autograder.__main__ import main
from autograder.attempts import Attempt, Attempts
from autograder.classroom import Course, GradingError
from autograder.engine.client import LOST_ROOM
from autograder.engine.job import Job, Step
from autograder.engine.limits import Limits
from autograder.engine.result import Result
from autograder.grading import grade
from autograder.marks import Row, printable, summary, table, timing
from autograder.report.gathering import class_report
from autograder.report.text import as_text
from autograder.results import Results, key_of
from autograder.sample_class import hand_in, solved
from autograder.workers import Lost, outcomes
from tests.crews import AtOnce, unanswered
from tests.handing_in import LESSON, ROOT

JOB = Job("ada", LESSON, (Step("check-freeze", "check", "check('freeze', freeze)", "freeze"),))
KEY = key_of(JOB, "none", Limits())
ATTEMPT = Attempt("ada", LESSON, KEY, "0f", 3.0, 80.0, "none", {"wall_s": 1.0}, [], {"a": 1}, "v")
LEARNERS = ("ada", "ben", "cleo")


@pytest.fixture
def course(tmp_path):
    """A class of three, nothing graded."""
    made = Course(ROOT, tmp_path / "gradebook")
    for learner in LEARNERS:
        hand_in(made, learner, LESSON)
    return made


def marks(rows):
    return {row.student: row.marks for row in rows}


# The cache of results


def test_a_result_comes_back_as_it_was_put(tmp_path):
    results = Results(tmp_path)
    assert results.get(KEY) is None
    results.put(KEY, unanswered(JOB))
    assert results.get(KEY) == unanswered(JOB)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [f"{KEY}.json"]


@pytest.mark.parametrize("left", [b"", b"{", b"[1]", b'{"outputs": {}}', b"\xff\xfe", b"[" * 99999])
def test_a_damaged_file_of_the_cache_counts_as_missing(tmp_path, left):
    results = Results(tmp_path)
    results.put(KEY, unanswered(JOB))
    (path,) = tmp_path.rglob("*.json")
    path.write_bytes(left)
    assert results.get(KEY) is None


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_result_that_was_cut_short_counts_as_missing(tmp_path, share):
    results = Results(tmp_path)
    results.put(KEY, unanswered(JOB))
    (path,) = tmp_path.rglob("*.json")
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    assert results.get(KEY) is None


def test_a_key_changes_with_all_that_the_result_depends_on(monkeypatch):
    other = Job("ada", LESSON, (Step("check-freeze", "check", "check('freeze', f)", "freeze"),))
    keys = {KEY, key_of(other, "none", Limits()), key_of(JOB, "bwrap", Limits())}
    keys.add(key_of(JOB, "none", Limits(cpu_s=1.0)))
    monkeypatch.setattr("autograder.results.versions", lambda: {"torch": "0"})
    keys.add(key_of(JOB, "none", Limits()))
    assert len(keys) == 5


# The journal


def test_the_last_line_about_a_submission_counts(tmp_path):
    attempts = Attempts(tmp_path)
    attempts.add(ATTEMPT)
    attempts.add(Attempt(**vars(ATTEMPT) | {"marks": 4.0}))
    assert Attempts(tmp_path).last("ada", LESSON).marks == 4.0
    assert len((tmp_path / "attempts.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_a_torn_last_line_is_passed_over_and_harms_no_later_one(tmp_path):
    Attempts(tmp_path).add(ATTEMPT)
    path = tmp_path / "attempts.jsonl"
    whole = path.read_bytes()
    for cut in range(1, len(whole), 7):
        path.write_bytes(whole + whole.replace(b"ada", b"ben")[:-cut])
        attempts = Attempts(tmp_path)
        assert attempts.all() == [ATTEMPT] or cut == 1
        attempts.add(Attempt(**vars(ATTEMPT) | {"student": "cleo"}))
        assert {a.student for a in Attempts(tmp_path).all()} >= {"ada", "cleo"}


@pytest.mark.parametrize(
    "line", ["null", "[]", "7", '{"student": 1}', '{"lesson": []}', "[" * 9999]
)
def test_lines_that_say_nothing_are_passed_over(tmp_path, line):
    (tmp_path / "attempts.jsonl").write_text(f"{line}\n", encoding="utf-8")
    assert Attempts(tmp_path).all() == []


def test_what_is_withdrawn_does_not_stand(tmp_path):
    attempts = Attempts(tmp_path)
    attempts.withdraw("ada", LESSON)
    assert not (tmp_path / "attempts.jsonl").exists()
    attempts.add(ATTEMPT)
    attempts.withdraw("ada", LESSON)
    assert attempts.last("ada", LESSON) is Attempts(tmp_path).last("ada", LESSON) is None


# Few jobs under way


class Slow(AtOnce):
    """A crew that answers the oldest job only when it is waited for."""

    def __init__(self):
        super().__init__()
        self.waiting, self.most = [], 0

    def answer(self, job, future):
        self.waiting.append((job, future))
        self.most = max(self.most, len(self.waiting))

    def look(self):
        job, future = self.waiting.pop(0)
        future.set_result(unanswered(job))


def test_ten_thousand_jobs_are_never_under_way_together(monkeypatch):
    monkeypatch.setattr("autograder.workers.SILENCE_S", 0)
    crew, drawn, done = Slow(), [], 0

    def jobs():
        for number in range(10_000):
            drawn.append(number)
            yield Job(str(number), LESSON, JOB.steps)

    for job, result in outcomes(jobs(), crew, lambda job: job):
        assert result == unanswered(job)
        done += 1
        assert len(drawn) - done <= crew.width
    assert done == 10_000
    assert crew.most == crew.width


def test_what_needs_no_run_overtakes_what_runs(monkeypatch):
    monkeypatch.setattr("autograder.workers.SILENCE_S", 0)
    order = [item for item, _ in outcomes("aBCd", Slow(), lambda x: JOB if x.islower() else None)]
    assert order == ["B", "C", "a", "d"]


class Losing(AtOnce):
    """A crew that loses ben's job with its worker."""

    def answer(self, job, future):
        if job.student == "ben":
            future.set_exception(ConnectionError("worker gone"))
        else:
            super().answer(job, future)


def test_a_lost_job_becomes_a_row_and_the_rest_goes_on(course):
    rows = {row.student: row for row in grade(course, [LESSON], Losing())}
    assert marks(rows.values()) == {"ada": 0, "ben": None, "cleo": 0}
    assert rows["ben"].notes == [
        "Its run was lost with its worker (ConnectionError); grade it again."
    ]
    assert [job for job, _ in outcomes([JOB], Losing(), lambda job: job)] == [JOB]
    again = AtOnce()
    assert marks(grade(course, [LESSON], again)) == dict.fromkeys(LEARNERS, 0)
    assert again.started == [("ben", LESSON)]


def test_a_result_that_is_no_result_counts_as_lost():
    class Lying(AtOnce):
        def result_of(self, done):
            return Result.from_text("{}")

    assert [outcome for _, outcome in outcomes([JOB], Lying(), lambda job: job)] == [
        Lost("Malformed")
    ]


class Leaving(AtOnce):
    """A crew that goes away at the second job."""

    def answer(self, job, future):
        if len(self.started) == 2:
            future.cancel()
            future.set_running_or_notify_cancel()
        else:
            super().answer(job, future)

    def look(self):
        """Nothing to add."""


def test_a_crew_that_goes_away_stops_the_class_and_loses_nothing(course):
    with pytest.raises(GradingError, match="went away; start them and grade again"):
        grade(course, [LESSON], Leaving())
    done = {attempt.student for attempt in Attempts(course.gradebook).all()}
    again = AtOnce()
    assert marks(grade(course, [LESSON], again)) == dict.fromkeys(LEARNERS, 0)
    assert done | {student for student, _ in again.started} == set(LEARNERS)
    assert len(again.started) < len(LEARNERS)


# Grading again


def test_grading_again_runs_nothing_and_changes_nothing(course):
    first = grade(course, [LESSON], AtOnce())
    before = files(course)
    again = AtOnce()
    second = grade(course, [LESSON], again)
    assert again.started == []
    assert marks(first) == marks(second)
    assert (first[0].is_kept, second[0].is_kept) == (False, True)
    # The two tables are written each time; only timings.csv says that marks were kept.
    changed = {name for name, content in files(course).items() if before.get(name) != content}
    assert changed <= {"timings.csv", "gradebook.db"}


def files(course):
    found = (path for path in course.gradebook.rglob("*") if path.is_file())
    return {str(path.relative_to(course.gradebook)): path.read_bytes() for path in found}


def test_changed_prose_is_shown_in_new_feedback_without_another_run(course):
    grade(course, [LESSON], AtOnce())
    path = course.submitted / "ben" / LESSON / f"{LESSON}.ipynb"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["cells"].append(
        {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": "A word of mine."}
    )
    path.write_text(json.dumps(content), encoding="utf-8")
    again = AtOnce()
    kept = {row.student: row.is_kept for row in grade(course, [LESSON], again)}
    assert kept == {"ada": True, "ben": False, "cleo": True}
    assert again.started == []
    page = course.gradebook / "feedback" / "ben" / LESSON / f"{LESSON}.html"
    assert "A word of mine." in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("gone", ["feedback", "autograded", "gradebook.db", "attempts.jsonl"])
def test_what_is_missing_is_made_again_from_the_cache(course, gone):
    grade(course, [LESSON], AtOnce())
    whole = set(files(course))
    path = course.gradebook / gone
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    again = AtOnce()
    rows = grade(course, [LESSON], again)
    assert again.started == []
    assert (marks(rows), [row.is_kept for row in rows]) == (dict.fromkeys(LEARNERS, 0), [False] * 3)
    assert set(files(course)) == whole


def test_the_journal_says_how_to_repeat_each_verdict(course):
    grade(course, [LESSON], AtOnce())
    attempt = Attempts(course.gradebook).last("ada", LESSON)
    assert (attempt.marks, attempt.points, attempt.isolation) == (0, 100, "none")
    result = Results(course.gradebook).get(attempt.key)
    assert attempt.seeds == {slug: check.seed for slug, check in result.checks.items()}
    assert attempt.usage == result.usage


def test_an_attempt_is_withdrawn_before_it_is_replaced(course, monkeypatch):
    """Killed between the two, and handed in as before: the old line must not count again."""
    grade(course, [LESSON], AtOnce())
    path = course.submitted / "ada" / LESSON / f"{LESSON}.ipynb"
    old = path.read_bytes()
    path.write_bytes(old.replace(b"your code here", b"my code here"))
    monkeypatch.setattr(journal.Attempts, "add", killed)
    with pytest.raises(KeyboardInterrupt):
        grade(course, [LESSON], AtOnce())
    monkeypatch.undo()
    path.write_bytes(old)
    kept = {row.student: row.is_kept for row in grade(course, [LESSON], AtOnce())}
    assert kept == {"ada": False, "ben": True, "cleo": True}


def killed(*_):
    raise KeyboardInterrupt


# What learners' folders may be called and hold


ODD_NAMES = ["a*", "[abc]", "who?", "\x1b[2Jx", " ada", "\udcff"]


def test_a_folder_whose_name_nbgrader_would_misread_is_told_and_harms_nobody(course):
    for name in ODD_NAMES:
        shutil.copytree(course.submitted / "ada", course.submitted / name)
    rows = {row.student: row for row in grade(course, [LESSON], AtOnce())}
    assert marks(rows.values()) == dict.fromkeys(ODD_NAMES) | dict.fromkeys(LEARNERS, 0)
    assert all(rows[name].notes[0].endswith("rename the folder.") for name in ODD_NAMES)
    assert table(list(rows.values())).encode()
    assert "\x1b" not in table(list(rows.values()))


def test_other_files_of_a_learner_stay_where_they_are(course):
    folder = course.submitted / "ada" / LESSON
    (folder / "secret.txt").symlink_to("/etc/hostname")
    (folder / "torch.py").write_text("raise SystemExit", encoding="utf-8")
    (folder / "timestamp.txt").write_text("no time at all", encoding="utf-8")
    assert marks(grade(course, [LESSON], AtOnce()))["ada"] == 0
    for room in ("autograded", "feedback"):
        names = {path.name for path in (course.gradebook / room / "ada" / LESSON).iterdir()}
        assert names <= {f"{LESSON}.ipynb", f"{LESSON}.html"}


def test_the_time_of_a_hand_in_reaches_the_gradebook(course):
    stamp = course.submitted / "ada" / LESSON / "timestamp.txt"
    stamp.write_text("2026-05-04 03:02:01 UTC", encoding="utf-8")
    grade(course, [LESSON], AtOnce())
    with course.opened() as book:
        assert str(book.find_submission(LESSON, "ada").timestamp) == "2026-05-04 03:02:01"


# What is said


def test_the_summary_tells_isolation_and_how_much_was_done():
    rows = [
        Row("ada", LESSON, 1, 2),
        Row("b", LESSON, 1, 2, is_kept=True),
        Row("c", LESSON, None, 2),
    ]
    told = summary(rows, "none")
    assert told.startswith("Isolation: none (submissions ran as you, with your files")
    assert told.endswith("Graded now: 1; kept from before: 1; not graded: 1.")


def test_times_and_memory_stand_in_a_file_of_their_own(course):
    rows = grade(course, [LESSON], AtOnce())
    with (course.gradebook / "timings.csv").open(encoding="utf-8") as file:
        (first, *_) = csv.DictReader(file)
    assert (first["student"], first["seconds"], first["peak_mb"]) == ("ada", "0.500", "3.0")
    assert timing(rows, 2.0).startswith("3 submissions in 2.0 s; the slowest ran for 0.50 s (")


def test_the_report_tells_the_isolation_and_what_was_repaired(course):
    path = course.submitted / "ada" / LESSON / f"{LESSON}.ipynb"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["metadata"] = {}
    path.write_text(json.dumps(content), encoding="utf-8")
    grade(course, [LESSON], AtOnce())
    told = as_text(class_report(course, []))
    assert "isolation: none, 3 of 3 submissions (submissions ran as you" in told
    assert "noted: ada: no kernel is named" in told


def test_nothing_that_a_terminal_would_obey_is_printed():
    assert printable("a\x1b[31m\u202eb\nc") == r"a\x1b[31m\u202eb\nc"


# Faults of disk, folder and database


def full(*_, **__):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "somewhere")


@pytest.mark.parametrize(
    "where",
    [
        "autograder.results.Results.put",
        "autograder.attempts.Attempts.add",
        "autograder.grading.write_csv",
        "autograder.desk.laid_out",
    ],
)
def test_a_full_disk_is_told_and_loses_nothing(course, monkeypatch, where):
    monkeypatch.setattr(where, full)
    with pytest.raises(GradingError, match="There is no space left for gradebook/; free some"):
        grade(course, [LESSON], AtOnce())
    monkeypatch.undo()
    assert marks(grade(course, [LESSON], AtOnce())) == dict.fromkeys(LEARNERS, 0)


def command(*words, prefix=()):
    """The command itself, as it is typed."""
    return subprocess.run(
        [*prefix, sys.executable, "-m", "autograder", "grade", *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )


def refused(done):
    """The one sentence of a command that failed."""
    assert (done.returncode, done.stdout) == (1, ""), done.stderr
    lines = [line for line in done.stderr.splitlines() if "grading:" not in line and line]
    assert len(lines) == 1, done.stderr
    return lines[0]


def mounted(*options):
    """A view of this machine in which one folder is something else."""
    return ["bwrap", "--dev-bind", "/", "/", *map(str, options)]


def test_a_disk_that_is_really_full_is_told(tmp_path):
    small = mounted("--size", 1_000_000, "--tmpfs", tmp_path)
    done = command("--gradebook", tmp_path / "gradebook", prefix=small)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("There is no space left for gradebook/")


def test_a_gradebook_that_is_really_read_only_is_told(course):
    frozen = mounted("--ro-bind", course.gradebook, course.gradebook)
    told = refused(command("--gradebook", course.gradebook, prefix=frozen))
    assert told.startswith("gradebook/ cannot be read and written")


def without_privileges():
    """Words before a command that take from root the right to read everything."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root reads every folder; needs setpriv (Debian: util-linux)")
    return ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]


def test_a_folder_without_permissions_is_told_and_the_rest_is_graded(course):
    closed = course.submitted / "ada"
    closed.chmod(0)
    try:
        done = command("--gradebook", course.gradebook, prefix=without_privileges())
    finally:
        closed.chmod(0o755)
    assert done.returncode == 0, done.stderr
    line = next(line for line in done.stdout.splitlines() if line.startswith("ada"))
    assert "not graded  The folder cannot be opened (Permission denied); make it" in line
    assert done.stdout.count("0 of 100") == 2


def test_a_class_folder_without_permissions_is_told(course):
    course.submitted.chmod(0)
    try:
        told = refused(command("--gradebook", course.gradebook, prefix=without_privileges()))
    finally:
        course.submitted.chmod(0o755)
    assert told.startswith("gradebook/ cannot be read and written (submitted)")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("nonsense", "--db is not the address of a database"),
        ("what://x", "--db names a kind of database that is not known here"),
        ("postgresql://u:secret@127.0.0.1:1/x", "cannot be used (connection failed"),
        ("sqlite:////proc/no/gradebook.db", "cannot be used (unable to open database file)"),
    ],
    ids=["no_address", "no_such_kind", "nobody_answers", "no_folder"],
)
def test_a_database_that_cannot_be_had_is_told(course, url, told):
    made = Course(ROOT, course.gradebook, url)
    with pytest.raises(GradingError) as fault:
        grade(made, [LESSON], AtOnce())
    assert told in str(fault.value)
    assert "secret" not in str(fault.value)
    assert str(fault.value).count("\n") == 0


def test_a_database_of_another_nbgrader_is_told(course):
    grade(course, [LESSON], AtOnce())
    stamp(course, "UPDATE alembic_version SET version_num = 'older'")
    with pytest.raises(GradingError, match="made by another release of nbgrader; back it up"):
        grade(course, [LESSON], AtOnce())


def stamp(course, command):
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(course.gradebook / "gradebook.db")) as database:
        database.execute(command)
        database.commit()


def test_a_database_whose_making_was_killed_is_made_whole(course):
    course.gradebook.mkdir(exist_ok=True)
    stamp(course, "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    assert marks(grade(course, [LESSON], AtOnce())) == dict.fromkeys(LEARNERS, 0)


def test_a_file_that_is_no_database_is_told(course):
    (course.gradebook / "gradebook.db").write_text("Dear instructor, ..." * 99, encoding="utf-8")
    with pytest.raises(GradingError, match="file is not a database"):
        grade(course, [LESSON], AtOnce())


def test_nbgrader_failing_on_one_submission_is_that_submissions_row(course, monkeypatch):
    from nbgrader.apps import NbGraderAPI

    autograde = NbGraderAPI.autograde

    def fails_for_ben(self, lesson, student, **how):
        if student == "ben":
            return {"success": False, "error": "OSError: No space left on device"}
        return autograde(self, lesson, student, **how)

    monkeypatch.setattr(NbGraderAPI, "autograde", fails_for_ben)
    rows = {row.student: row for row in grade(course, [LESSON], AtOnce())}
    assert marks(rows.values()) == {"ada": 0, "ben": None, "cleo": 0}
    assert rows["ben"].notes[0].startswith("nbgrader could not grade it: OSError")


def test_a_course_in_a_folder_that_nbgrader_would_misread_is_refused(tmp_path):
    with pytest.raises(GradingError, match="which nbgrader cannot read; rename that folder"):
        Course(ROOT, tmp_path / "year [2]")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["03_no"], "There is no lesson '03_no'"),
        ([], "There is nothing to grade: put work into submitted/NAME/LESSON/."),
        (["--workers", "0"], "0 workers grade nothing; ask for --workers 1 or more."),
        (["--scheduler", "nowhere"], "No scheduler answers at nowhere; start one"),
    ],
    ids=["unknown_lesson", "empty_class", "no_workers", "no_scheduler"],
)
def test_the_command_says_one_sentence_and_fails(tmp_path, monkeypatch, capsys, words, told):
    (tmp_path / "submitted").mkdir()
    if "--" in " ".join(words):
        (tmp_path / "submitted" / "ada" / LESSON).mkdir(parents=True)
    assert said(monkeypatch, capsys, *words, "--gradebook", tmp_path).startswith(told)


def said(monkeypatch, capsys, *words):
    """The one sentence of a command that fails in this process."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "argv", ["autograder", "grade", *map(str, words)])
    assert main() == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    return err


def test_missing_bubblewrap_is_told_with_the_cure(course, monkeypatch, capsys):
    """Nothing is graded without isolation unless it is asked for by name."""
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    told = said(monkeypatch, capsys, "--gradebook", course.gradebook)
    assert told.startswith("bubblewrap is missing; install it")
    assert not (course.gradebook / "gradebook.db").exists()


def test_an_interrupted_command_says_one_sentence(course, monkeypatch, capsys):
    monkeypatch.setattr("autograder.grading.grade", killed)
    told = said(monkeypatch, capsys, "--gradebook", course.gradebook)
    assert told == "Stopped; what was done so far is kept.\n"


def test_a_real_run_through_the_command_tells_its_isolation(course):
    shutil.rmtree(course.submitted / "cleo")
    shutil.rmtree(course.submitted / "ben")
    hand_in(course, "ben", LESSON, solved())
    done = command("--gradebook", course.gradebook)
    assert done.returncode == 0, done.stderr
    assert "Isolation: bwrap (each submission ran in a sandbox of its own" in done.stdout
    earned = {line.split()[0]: line.split()[2] for line in done.stdout.splitlines()[1:3]}
    assert earned == {"ada": "0", "ben": "80"}


def test_a_run_whose_room_was_lost_is_not_kept(tmp_path):
    usage = {"wall_s": 1.0, "cpu_s": 1.0, "peak_bytes": 1}
    results = Results(tmp_path)
    for note in (LOST_ROOM, "outputs were cut at 2 MB"):
        results.put(f"ab-{len(note)}", Result({}, {}, (note,), "none", usage))
    assert results.get(f"ab-{len(LOST_ROOM)}") is None
    assert results.get("ab-24").notes == ("outputs were cut at 2 MB",)
