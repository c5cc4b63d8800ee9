"""Grading through Dask: processes of this machine, a scheduler started by hand, and what fails."""

import json
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from autograder.attempts import Attempts
from autograder.classroom import Course, GradingError
from autograder.cluster import Cluster, LocalCluster
from autograder.engine.limits import Limits
from autograder.engine.versions import versions
from autograder.grading import grade
from autograder.on_worker import perform
from autograder.sample_class import hand_in, solved
from tests.handing_in import LESSON, ROOT

EARNED = {"ada": 80, "ben": 40, "cleo": 0}


def handed_in(folder):
    """A class of three."""
    made = Course(ROOT, folder / "gradebook")
    hand_in(made, "ada", LESSON, solved())
    hand_in(made, "ben", LESSON, solved("freeze", "trainable_report"))
    hand_in(made, "cleo", LESSON)
    return made


def marks(rows):
    return {row.student: row.marks for row in rows}


@contextmanager
def started(*words):
    """One of Dask's own commands, as it is typed; ended with all its children."""
    process = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_" + words[0], *map(str, words[1:])],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        family = [process]
        if psutil.pid_exists(process.pid):
            family += psutil.Process(process.pid).children(recursive=True)
        for member in family:
            member.kill()
        process.wait()
        process.stderr.close()


@contextmanager
def scheduler():
    """A scheduler started by hand: its address and its process."""
    private = ("--host", "127.0.0.1", "--port", 0, "--dashboard-address", "127.0.0.1:0")
    with started("scheduler", *private) as process:
        said = next(line for line in process.stderr if "Scheduler at:" in line)
        yield said.split()[-1], process


def worker(address, *words):
    """A worker started by hand."""
    quiet = ("--nthreads", 1, "--no-dashboard", "--memory-limit", 0)
    return started("worker", address, *quiet, *words)


def children():
    """The processes below this one that still live."""
    family = psutil.Process().children(recursive=True)
    return {child for child in family if child.status() != psutil.STATUS_ZOMBIE}


def test_processes_of_this_machine_give_the_same_marks_and_leave_nothing_behind(tmp_path):
    before = children()
    course = handed_in(tmp_path)
    with LocalCluster(2, "bwrap", Limits()) as crew:
        assert crew.width == 6
        rows = grade(course, [LESSON], crew)
    assert marks(rows) == EARNED
    assert {a.isolation for a in Attempts(course.gradebook).all()} == {"bwrap"}
    psutil.wait_procs(children() - before, timeout=10)
    # Python keeps a tracker of its own, for as long as this process lives.
    left = [" ".join(child.cmdline()) for child in children() - before]
    assert [words for words in left if "resource_tracker" not in words] == []


def test_a_scheduler_started_by_hand_gives_the_same_marks_and_loses_no_worker(tmp_path):
    """One of two workers is killed at its first submission; its work goes to the other."""
    course = handed_in(tmp_path)
    with scheduler() as (address, _), worker(address), worker(address, "--no-nanny") as mortal:
        wait_for_workers(address, 2)
        with Cluster(address, "none", Limits()) as crew:
            start = crew.start

            def kill_at_the_second(job):
                if job.student == "ben" and mortal.poll() is None:
                    mortal.send_signal(signal.SIGKILL)
                return start(job)

            crew.start = kill_at_the_second
            rows = grade(course, [LESSON], crew)
    assert mortal.returncode == -signal.SIGKILL
    assert marks(rows) == EARNED


def wait_for_workers(address, count):
    """Until so many workers have joined; they take seconds to start."""
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(count, timeout=60)


def test_a_scheduler_without_workers_is_told_with_the_command():
    with (
        scheduler() as (address, _),
        pytest.raises(GradingError, match="has no workers; start some"),
    ):
        Cluster(address, "none", Limits())


def test_workers_that_all_go_away_stop_the_class_in_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.cluster.ALONE_S", 1)
    monkeypatch.setattr("autograder.workers.SILENCE_S", 1)
    course = handed_in(tmp_path)
    with scheduler() as (address, _), worker(address, "--no-nanny") as mortal:
        wait_for_workers(address, 1)
        with Cluster(address, "none", Limits()) as crew:
            mortal.kill()
            with pytest.raises(GradingError, match="workers went away; start some"):
                grade(course, [LESSON], crew)


def test_a_scheduler_that_goes_away_stops_the_class_in_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.cluster.ALONE_S", 1)
    monkeypatch.setattr("autograder.workers.SILENCE_S", 1)
    course = handed_in(tmp_path)
    with scheduler() as (address, process), worker(address, "--no-nanny"):
        wait_for_workers(address, 1)
        with Cluster(address, "none", Limits()) as crew:
            process.kill()
            with pytest.raises(GradingError, match="went away; start"):
                grade(course, [LESSON], crew)


def test_a_worker_with_other_versions_gets_no_work(monkeypatch):
    monkeypatch.setattr("autograder.cluster.versions", lambda: versions() | {"torch": "0.0"})
    with pytest.raises(GradingError, match="has another version of torch than this machine"):
        LocalCluster(1, "none", Limits())


def test_a_worker_that_joins_later_with_other_versions_refuses_work():
    terms = json.dumps(Limits().as_plain())
    with pytest.raises(GradingError, match="other versions of the course joined"):
        perform("{}", "none", terms, json.dumps(versions() | {"exercises": "0"}))


def test_a_worker_without_bubblewrap_is_told_by_name(monkeypatch):
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    with pytest.raises(GradingError, match=r"On the worker tcp://.*: bubblewrap is missing"):
        LocalCluster(1, "bwrap", Limits())


def test_a_missing_package_is_told_with_the_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(GradingError, match=r"pip install -c requirements.txt -e '.\[cluster\]'"):
        LocalCluster(1, "none", Limits())


def test_no_pickle_of_a_worker_is_ever_read(monkeypatch):
    """A worker that answers with anything but text is not listened to."""
    with LocalCluster(1, "none", Limits()) as crew:
        answer = crew._client.submit(frozenset, ["a"], pure=False)
        with pytest.raises((TypeError, TimeoutError)):
            answer.result(timeout=2)
        assert crew._client.submit(str.upper, "text", pure=False).result(timeout=20) == "TEXT"
