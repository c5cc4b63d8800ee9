"""The gradebook in PostgreSQL: the same marks, and one sentence where it refuses."""

import glob
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

from autograder.classroom import Course, GradingError
from autograder.grading import grade
from autograder.sample_class import hand_in
from tests.crews import AtOnce
from tests.handing_in import LESSON, ROOT

PROGRAMS = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
NOBODY = 65534


def as_somebody(*words):
    """A command of PostgreSQL's, which refuses to serve root."""
    user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    done = subprocess.run(
        [str(Path(PROGRAMS[-1]).with_name(words[0])), *map(str, words[1:])],
        capture_output=True,
        text=True,
        cwd="/",
        **user,
    )
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def server():
    """A server of our own with a password, as its host and port; gone with all its data after."""
    if not PROGRAMS:
        assert not os.environ.get("CI"), "CI has to install postgresql"
        pytest.skip("needs PostgreSQL (Debian: apt-get install postgresql)")
    # Not pytest's folder, which belongs to root and lets nobody in.
    folder = Path(f"/tmp/freezing-postgres-{os.getpid()}-{time.monotonic_ns()}")
    folder.mkdir(mode=0o755)
    try:
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        secret = folder / "password"
        secret.write_text("right", encoding="utf-8")
        secret.chmod(0o644)
        data = folder / "data"
        as_somebody("initdb", "-D", data, "-U", "grader", "-A", "md5", f"--pwfile={secret}", "-N")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        as_somebody("pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        try:
            yield f"127.0.0.1:{port}"
        finally:
            as_somebody("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def course(tmp_path, server):
    """A class of two whose marks go to the server."""
    made = Course(ROOT, tmp_path / "gradebook", f"postgresql://grader:right@{server}/postgres")
    for learner in ("ada", "ben"):
        hand_in(made, learner, LESSON)
    return made


def test_marks_go_to_postgresql_and_are_found_there_again(course):
    rows = grade(course, [LESSON], AtOnce())
    assert {row.student: row.marks for row in rows} == {"ada": 0, "ben": 0}
    assert not (course.gradebook / "gradebook.db").exists()
    with course.opened() as book:
        assert {found.student.id for found in book.assignment_submissions(LESSON)} == {"ada", "ben"}
        assert book.find_assignment(LESSON).max_score == 100
    assert all(row.is_kept for row in grade(course, [LESSON], AtOnce()))


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("grader:wrong@{}/postgres", "password authentication failed"),
        ("grader:right@{}/nowhere", 'database "nowhere" does not exist'),
    ],
    ids=["wrong_password", "no_such_database"],
)
def test_a_server_that_refuses_is_told_without_the_password(course, server, address, told):
    refused = Course(ROOT, course.gradebook, f"postgresql://{address.format(server)}")
    with pytest.raises(GradingError) as fault:
        grade(refused, [LESSON], AtOnce())
    assert told in str(fault.value)
    assert not {"right", "wrong"} & set(str(fault.value).replace("@", ":").split(":"))
    assert "\n" not in str(fault.value)
