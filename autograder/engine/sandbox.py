"""Starts a nursery: inside bubblewrap, or, without isolation, as a plain process."""

import os
import shutil
import socket
import subprocess
import sys

from autograder.engine.walls import ENVIRONMENT, HOME, PACKAGES, walls, writable

BWRAP, NONE = "bwrap", "none"
LEVELS = (BWRAP, NONE)
START_S = 120.0
START = "import sys; sys.path[:0] = {paths!r}; from autograder.engine.{room} import main; main()"
HAS_FORKS = sys.platform == "linux"  # macOS can fork, and its own libraries forbid it


class IsolationError(Exception):
    """The isolation that was asked for cannot be had; one sentence with the cure."""


def command(isolation: str, number: int) -> list[str]:
    """The command of a nursery that talks over the socket with this number.

    Raises IsolationError when bubblewrap is asked for and missing, or the level is unknown.
    """
    if isolation not in LEVELS:
        raise IsolationError(f"There is no isolation {isolation!r}; there are: bwrap, none.")
    python = _python("nursery" if HAS_FORKS else "alone")
    if isolation == NONE:
        return [*python, str(number), isolation]
    program = shutil.which("bwrap")
    if program is None:
        if sys.platform != "linux":
            raise IsolationError(
                "bubblewrap isolates on Linux only; add --isolation none to grade without, "
                "and then only work of people whom you trust."
            )
        raise IsolationError(
            "bubblewrap is missing; install it (Debian: apt-get install bubblewrap), "
            "or add --isolation none to grade work of people whom you trust."
        )
    return [program, *walls(), "--", *python, str(number), isolation, *writable()]


def _python(room: str) -> list[str]:
    """Our Python, running a module of this package, blind to everything of the user's."""
    paths = list(dict.fromkeys(str(package.parent) for package in PACKAGES))
    return [sys.executable, "-s", "-P", "-c", START.format(paths=paths, room=room)]


def refusal(isolation: str, words: str) -> str:
    """What to say when a nursery did not start; `words` are the last of its process."""
    told = " ".join(words.split())[:200].rstrip(".") or "it gave no reason"
    if isolation == NONE:
        return f"The grading engine did not start ({told}); run make clean, then make test."
    return (
        f"bubblewrap could not make a sandbox here ({told}); allow unprivileged user namespaces "
        "(sysctl kernel.unprivileged_userns_clone=1, or an AppArmor profile for bwrap), "
        "or add --isolation none to grade work of people whom you trust."
    )


def start(isolation: str, home: str) -> tuple[subprocess.Popen, socket.socket]:
    """Start a nursery; returns it and our end of the conversation with it.

    `home` is a folder for its own files, used without isolation; inside bubblewrap there is one.
    Its last words wait in `stderr`. Raises IsolationError as `command` does, and where the process
    does not answer.
    """
    if HAS_FORKS:
        ours, theirs = socket.socketpair()
        with theirs:
            return _started(isolation, home, theirs.fileno(), pass_fds=[theirs.fileno()]), ours
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(START_S)
        process = _started(isolation, home, server.getsockname()[1])
        try:
            return process, server.accept()[0]
        except TimeoutError as problem:
            process.kill()
            raise IsolationError(
                "The grading engine did not answer; close other programs and grade again."
            ) from problem


def _started(isolation: str, home: str, number: int, **how: object) -> subprocess.Popen:
    """The process itself, without the grader's environment as far as the system can do without."""
    environment = {name: told.replace(HOME, home) for name, told in ENVIRONMENT.items()}
    if not HAS_FORKS:  # Windows starts nothing without its own
        environment = dict(os.environ) | environment | {"PATH": os.environ.get("PATH", "")}
    return subprocess.Popen(
        command(isolation, number),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
        **how,
    )
