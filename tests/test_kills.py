"""Killed at random moments, again and again, grading ends with the gradebook of an unkilled one.

`make fuzz` kills more often. The moments are drawn from a seed, FUZZ_SEED; what they hit is not.
"""

import itertools
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from autograder import sample_answers as wrong
from autograder.classroom import Course
from autograder.results import Results
from autograder.sample_class import answered, hand_in, solved
from tests.handing_in import LESSON, ROOT
from tests.short_course import short_course
from tests.zygote import DONE, NOT_GRADED, REFUSED

KILLS = int(os.environ.get("FUZZ_KILLS", "50"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
# Shares of the kills: graders that only mark, graders with an engine, nurseries, Dask workers.
MARKING, GRADERS, NURSERIES = 0.82, 0.08, 0.06


@pytest.fixture(scope="module")
def zygote():
    """Where graders come from."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.zygote"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )
    assert process.stdout.readline() == "ready\n"
    yield process
    process.stdin.close()
    process.wait()
    process.stdout.close()


class Grader:
    """One grader, running."""

    def __init__(self, zygote, course, workers=0):
        self.zygote = zygote
        places = {"root": str(course.root), "gradebook": str(course.gradebook)}
        wanted = places | {"lesson": LESSON, "workers": workers}
        zygote.stdin.write(json.dumps(wanted) + "\n")
        zygote.stdin.flush()
        self.process = psutil.Process(int(zygote.stdout.readline()))

    def family(self):
        """All processes below it."""
        try:
            return self.process.children(recursive=True)
        except psutil.NoSuchProcess:
            return []

    def wait(self, seconds):
        """Let it work for so long, or to its end."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.is_running():
            time.sleep(0.005)

    def status(self):
        """How it ended."""
        return int(self.zygote.stdout.readline())


def killed(process):
    """Kill a process as nothing can resist; whether it was still there."""
    try:
        process.send_signal(signal.SIGKILL)
    except psutil.NoSuchProcess:
        return False
    return True


@pytest.fixture(scope="module")
def unkilled(zygote, tmp_path_factory):
    """A class that was graded without kills: its gradebook, its results, the seconds it took."""
    root = short_course(tmp_path_factory.mktemp("course"))
    course = handed_in(root, tmp_path_factory.mktemp("unkilled"))
    began = time.monotonic()
    assert Grader(zygote, course).status() == DONE
    seconds = time.monotonic() - began
    book = gradebook(course)
    assert {who: marks["score"] for who, marks in book.items()} == {"ada": 40, "ben": 20, "cleo": 0}
    return course, book, seconds


def handed_in(root, folder):
    """A class of three, of which no mark depends on a seed."""
    course = Course(root, folder / "gradebook")
    hand_in(course, "ada", LESSON, solved())
    hand_in(course, "ben", LESSON, solved(), answered("freeze", wrong.ATTRIBUTE))
    hand_in(course, "cleo", LESSON)
    return course


def gradebook(course):
    """Everything that a gradebook says about marks, by learner, and whether there is a page."""
    with course.opened() as book:
        return {
            found.student.id: {
                "score": found.score,
                "max_score": found.max_score,
                "grades": {
                    grade.name: (grade.auto_score, grade.max_score, grade.needs_manual_grade)
                    for notebook in found.notebooks
                    for grade in notebook.grades
                },
                "page": page(course, found.student.id).is_file(),
            }
            for found in book.assignment_submissions(LESSON)
        }


def page(course, learner):
    return course.gradebook / "feedback" / learner / LESSON / f"{LESSON}.html"


def assert_nothing_is_half_written(course, book):
    """After a kill, each submission has all of its marks or none, and each result can be read."""
    if (course.gradebook / "gradebook.db").is_file() and is_entered(course):
        for learner, found in gradebook(course).items():
            marks = [auto for auto, *_ in found["grades"].values()]
            assert marks in ([None] * len(marks), [a for a, *_ in book[learner]["grades"].values()])
    for path in course.gradebook.glob("results/*/*.json"):
        assert Results(course.gradebook).get(path.stem) is not None


def is_entered(course):
    """Whether the grader lived long enough to make the tables and enter the lesson."""
    with closing(sqlite3.connect(course.gradebook / "gradebook.db")) as database:
        named = "SELECT count(*) FROM sqlite_master WHERE name = 'assignment'"
        (tables,) = database.execute(named).fetchone()
        entered = "SELECT count(*) FROM assignment WHERE name = ?"
        return bool(tables and database.execute(entered, [LESSON]).fetchone()[0])


def finish(zygote, course, workers=0):
    """Grade on, unkilled, until all is graded; a lost submission is graded at the next try."""
    for _ in range(3):
        if (status := Grader(zygote, course, workers).status()) == DONE:
            return
        assert status in (NOT_GRADED, REFUSED)
    raise AssertionError("three graders in a row could not finish")


def classes(like, folder):
    """Fresh classes of the same course, without end."""
    for number in itertools.count():
        yield handed_in(like.root, folder / str(number))


def kill_graders(zygote, book, fresh, share, until):
    """Kill graders at moments up to `until` seconds, until they are too quick for it.

    Each one goes on where the last one was killed; in the end each class is graded.
    """
    rng, left = random.Random(f"{SEED} {share}"), round(share * KILLS)
    while left > 0:
        course = next(fresh)
        status = -signal.SIGKILL
        while status == -signal.SIGKILL and left > 0:
            grader = Grader(zygote, course)
            grader.wait(rng.uniform(0, until))
            family = grader.family()
            killed(grader.process)
            status = grader.status()
            left -= status == -signal.SIGKILL
            _, alive = psutil.wait_procs(family, timeout=20)
            assert alive == []
            assert_nothing_is_half_written(course, book)
        finish(zygote, course)
        assert gradebook(course) == book


def test_graders_killed_while_they_mark_lose_nothing(zygote, unkilled, tmp_path):
    """Every result lies in the cache, so that all kills hit the writing of marks and pages."""
    graded, book, _ = unkilled

    def with_results():
        for course in classes(graded, tmp_path):
            shutil.copytree(graded.gradebook / "results", course.gradebook / "results")
            yield course

    kill_graders(zygote, book, with_results(), MARKING, seconds_to_mark(zygote, graded))


def seconds_to_mark(zygote, graded):
    """How long a grader takes that has to run nothing."""
    for gone in ("autograded", "feedback"):
        shutil.rmtree(graded.gradebook / gone)
    began = time.monotonic()
    assert Grader(zygote, graded).status() == DONE
    return time.monotonic() - began


def test_graders_killed_while_they_run_submissions_lose_nothing(zygote, unkilled, tmp_path):
    """No process of a killed grader is left, its nursery and what runs inside included."""
    graded, book, seconds = unkilled
    kill_graders(zygote, book, classes(graded, tmp_path), GRADERS, until=seconds)


def kill_below(zygote, unkilled, folder, share, workers, wanted):
    """Kill processes below graders, which go on by themselves or are resumed."""
    graded, book, seconds = unkilled
    rng, left = random.Random(f"{SEED} {share}"), round(share * KILLS)
    fresh = classes(graded, folder)
    while left > 0:
        course = next(fresh)
        grader = Grader(zygote, course, workers)
        for _ in range(2):
            while not (found := [p for p in grader.family() if wanted(p)]):
                if not grader.process.is_running():
                    break
                time.sleep(0.01)
            grader.wait(rng.uniform(0, seconds))
            left -= bool(found) and killed(rng.choice(found))
        assert grader.status() in (DONE, NOT_GRADED, REFUSED)
        finish(zygote, course)
        assert gradebook(course) == book


def test_a_killed_nursery_costs_no_mark(zygote, unkilled, tmp_path):
    kill_below(zygote, unkilled, tmp_path, NURSERIES, 0, is_of_a_nursery)


def is_of_a_nursery(process):
    """Whether a process is bubblewrap, or the nursery in it; below that run submissions.

    A submission's own process is left alone: killed, it looks as if its code had ended it.
    """
    try:
        above = process.parent()
    except psutil.NoSuchProcess:
        return False
    return any(said(each).startswith("bwrap") for each in (process, above) if each)


def said(process):
    """The command of a process; nothing for one that is gone."""
    try:
        name, *words = process.cmdline() or [""]
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return ""
    return " ".join([Path(name).name, *words])


def test_a_killed_worker_costs_no_mark(zygote, unkilled, tmp_path):
    share = 1 - MARKING - GRADERS - NURSERIES
    kill_below(zygote, unkilled, tmp_path, share, 2, is_a_worker)


def is_a_worker(process):
    """Whether a process is one of Dask's, and no engine of one."""
    return "multiprocessing.spawn" in said(process)
