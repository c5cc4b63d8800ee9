"""The corpus through stock nbgrader, each submission in a sandbox and a copy of the course.

Stock nbgrader holds nothing back, so bubblewrap does: no network but its own loopback, the system
read-only, only the copy writable, and a watch on time and memory.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

from autograder.classroom import Course
from autograder.grading import enter
from autograder.sample_class import hand_in, solved
from autograder.shape import fits
from tests.corpus.case import Case
from tests.corpus.ours import BYSTANDER
from tests.handing_in import LESSON

TOGETHER = 2
LIMIT_S, LOOK_S = 60.0, 0.25
MEMORY_BYTES, ADDRESS_BYTES, FILE_BYTES = 4_000_000_000, 12_000_000_000, 200_000_000
ROOMS = ("autograder", "course", "notebooks", "solutions", "tests")


def stock_marks(
    root: Path, cases: list[Case], tell: Callable[[], object]
) -> dict[str, dict[str, float] | None]:
    """Grade each case alone; returns its marks by exercise, None where stock gave none.

    `tell` is called after each.
    """
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "base"
        _lay_out(root, base)

        def one(case: Case) -> dict[str, float] | None:
            copy = Path(tempfile.mkdtemp(dir=folder)) / "course"
            try:
                shutil.copytree(base, copy, symlinks=True)
                case.hand_in(Course(copy, copy / "gradebook"))
                return _in_sandbox(copy, case)
            finally:
                shutil.rmtree(copy.parent, ignore_errors=True)
                tell()

        with ThreadPoolExecutor(TOGETHER) as pool:
            return dict(zip([c.name for c in cases], pool.map(one, cases), strict=True))


def _lay_out(root: Path, base: Path) -> None:
    """Copy the course, with both lessons and an honest learner in its gradebook."""
    for room in ROOMS:
        shutil.copytree(root / room, base / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "nbgrader_config.py", base)
    course = Course(base, base / "gradebook")
    hand_in(course, BYSTANDER, LESSON, solved())
    for lesson in course.released:
        enter(course, lesson)


def _in_sandbox(copy: Path, case: Case) -> dict[str, float] | None:
    """Run stock nbgrader on a case; returns what it wrote down."""
    process = subprocess.Popen(
        [*_walls(copy), sys.executable, "-m", "tests.corpus.inside", case.lesson, case.name],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.environ["PATH"], "HOME": "/tmp", "PYTHONPATH": str(copy)},
    )
    _watch(process)
    said = process.stdout.read(1_000_000).decode(errors="replace")
    process.stdout.close()
    return marks_told(said)


def _walls(copy: Path) -> list[str]:
    """bubblewrap's command, with limits on each process inside."""
    bounds = [f"--as={ADDRESS_BYTES}", f"--fsize={FILE_BYTES}", "--core=0"]
    walls = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    walls += ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]
    for place in ("/tmp", "/var/tmp"):
        walls += ["--size", str(FILE_BYTES), "--tmpfs", place]
    walls += ["--bind", str(copy), str(copy), "--chdir", str(copy)]
    return ["prlimit", *bounds, *walls]


def _watch(process: subprocess.Popen) -> None:
    """Wait for the end, or bring it about when time or memory run out."""
    until = time.monotonic() + LIMIT_S
    while process.poll() is None:
        if time.monotonic() > until or _held_bytes(process.pid) > MEMORY_BYTES:
            process.kill()  # takes everything inside along
            process.wait()
        time.sleep(LOOK_S)


def _held_bytes(pid: int) -> int:
    """What a process and all below it hold in memory."""
    held = 0
    try:
        everybody = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.Error:
        return 0
    for process in everybody:
        try:
            held += process.memory_info().rss
        except psutil.Error:
            continue
    return held


def marks_told(said: str) -> dict[str, float] | None:
    """The marks in the last line; what a submission may have printed there counts for nothing."""
    try:
        marks = json.loads(said.strip().rpartition("\n")[2])
    except (ValueError, RecursionError):
        return None
    return marks if fits(marks, {str: float}) else None
