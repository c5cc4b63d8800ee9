"""A copy of the course with a small class, and JupyterLab on it as `make lab` starts it."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import nbformat

from autograder.sample_class import CLASSES

PROJECT = Path(__file__).parents[2]
LESSON = "01_what_freezing_does"
# Everything right, nothing done, and one exercise of four wrong.
LEARNERS = ("ada", "dan", "eva")
TOKEN = "of-the-test"
START_S = 120


def copied_course(root: Path) -> Path:
    """The course copied to `root`, with the work of LEARNERS handed in; returns `root`."""
    caches = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "lessons")
    for room in ("course", "notebooks", "solutions"):
        shutil.copytree(PROJECT / room, root / room, ignore=caches)
    shutil.copy(PROJECT / "nbgrader_config.py", root)
    for learner in LEARNERS:
        release, solution = (
            nbformat.read(root / room / LESSON / f"{LESSON}.ipynb", as_version=4)
            for room in ("notebooks", "solutions")
        )
        for change in CLASSES[LESSON][learner]:
            change(release, solution)
        path = root / "gradebook" / "submitted" / learner / LESSON / f"{LESSON}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(release, path)
    return root


def grade(root: Path) -> None:
    """Grades the class of a copied course, as an instructor does."""
    command = [sys.executable, "-m", "autograder", "grade", LESSON]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


class Lab:
    """A running JupyterLab: its process, the folder it serves and its address."""

    def __init__(self, root: Path, home: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.root, self.log = root, home / "log.txt"
        self.address = f"http://127.0.0.1:{port}"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "course", "lab", "--no-browser", "--port", str(port)],
                cwd=root,
                env=_environment(home),
                stdout=log,
                stderr=log,
            )

    def url(self, path: str = "") -> str:
        """The address of a page, with the token that opens it."""
        return f"{self.address}/{path}{'&' if '?' in path else '?'}token={TOKEN}"

    def wait_until_it_answers(self) -> None:
        """Returns when JupyterLab serves pages; fails with its log when it does not."""
        deadline = time.monotonic() + START_S
        while True:
            try:
                urlopen(self.url("api"), timeout=START_S).close()
                return
            except URLError:
                running = self.process.poll() is None and time.monotonic() < deadline
                assert running, self.log.read_text()
                time.sleep(0.2)


@contextmanager
def opened(root: Path, home: Path) -> Iterator[Lab]:
    """JupyterLab on the course in `root`, with Jupyter's own folders in `home`, until the end."""
    running = Lab(root, home)
    try:
        running.wait_until_it_answers()
        yield running
    finally:
        # Asked first: killed, it would leave JupyterLab itself behind.
        running.process.terminate()
        running.process.wait(timeout=START_S)


def _environment(home: Path) -> dict[str, str]:
    """Ours, with no setting of the user's Jupyter in it."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
    folders = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR", "LAB_SETTINGS_DIR", "LAB_WORKSPACES_DIR")
    own = {
        f"JUPYTER{'' if name.startswith('LAB') else '_'}{name}": str(home / name.lower())
        for name in folders
    }
    return ours | own | {"IPYTHONDIR": str(home / "ipython"), "JUPYTER_TOKEN": TOKEN}
