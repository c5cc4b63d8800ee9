"""An environment of its own for otter-grader, made at first use, outside the course's folder.

otter pins packages that we do not, so it never shares our environment; torch and the course are too
large to install twice, and are borrowed: they come last on its path.
"""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import autograder
from autograder.classroom import GradingError

RELEASE = "7.0.0"
PACKAGE = f"otter-grader=={RELEASE}"
BORROWED = "borrowed.pth"
LIMIT_S = 420


def otter_environment() -> Path:
    """The folder of otter's environment. Raises GradingError when it cannot be made."""
    room = _cache() / f"otter-{RELEASE}-py{sys.version_info.major}{sys.version_info.minor}"
    made = room / "made"
    if not made.is_file():
        try:
            room.parent.mkdir(parents=True, exist_ok=True)
            venv.create(room, clear=True, with_pip=True)
        except (OSError, subprocess.SubprocessError) as fault:
            raise GradingError(f"An environment for otter cannot be made ({fault}).") from fault
        _install(room)
        made.touch()
    _lend(room)
    return room


def python_of(room: Path) -> Path:
    """The interpreter of an environment."""
    return room / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _cache() -> Path:
    """Where programs of this user keep what can be made again."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "freezing-layers"


def _install(room: Path) -> None:
    """Install otter and the kernel it runs notebooks in."""
    done = subprocess.run(
        [python_of(room), "-m", "pip", "install", "--quiet", PACKAGE, "ipykernel"],
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
    )
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise GradingError(f"{PACKAGE} cannot be installed ({(lines or ['pip failed'])[-1]}).")


def _lend(room: Path) -> None:
    """Let the environment import torch, and this course."""
    ours = [sysconfig.get_path("purelib"), str(Path(autograder.__file__).parent.parent)]
    scheme = {"base": str(room), "platbase": str(room)}
    theirs = Path(sysconfig.get_path("purelib", "venv", vars=scheme))
    part = theirs / f"{BORROWED}.part"
    part.write_text("\n".join(dict.fromkeys(ours)) + "\n", encoding="utf-8")
    part.replace(theirs / BORROWED)
