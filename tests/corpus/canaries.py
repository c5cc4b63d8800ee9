"""Secrets planted around a grader: words drawn per run that no submission may ever repeat."""

import contextlib
import os
import pwd
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from autograder.sample_class import began_with, hand_in, solved
from tests.handing_in import LESSON

VARIABLE = "FREEZING_LAYERS_CANARY"
# A line of the first lesson's solution: what a reader of solutions/ or of lessons would find.
SOLUTION = "if not torch.equal(value, kept[name])"
PORTS = range(47811, 47821)  # several runs may go on side by side
STOP_S = 600


@contextlib.contextmanager
def planted(course) -> Iterator[dict[str, str]]:
    """Plant a word in each place that a submission has no business in; gives them by place.

    `course` is a class in a temporary folder. Everything is taken away again at the end.
    """
    places = ("environment", "gradebook", "other learner", "home", "tmp", "process", "network")
    words = {place: f"canary-{secrets.token_hex(8)}" for place in places}
    course.gradebook.mkdir(parents=True, exist_ok=True)
    (course.gradebook / "notes.txt").write_text(words["gradebook"], encoding="utf-8")
    learned = began_with(f"secret = {words['other learner']!r}")
    hand_in(course, "bystander", LESSON, solved(), learned)
    home = Path(pwd.getpwuid(os.getuid()).pw_dir)
    with (
        _file(home, words["home"]),
        _file(Path(tempfile.gettempdir()), words["tmp"]),
        _process(words["process"]),
        _listening(words["network"]),
        _variable(words["environment"]),
    ):
        yield words | {"solution": SOLUTION}


@contextlib.contextmanager
def _file(folder: Path, word: str) -> Iterator[None]:
    """A file with the word in it."""
    with tempfile.NamedTemporaryFile("w", prefix="freezing-layers-", dir=folder) as file:
        file.write(word)
        file.flush()
        yield


@contextlib.contextmanager
def _variable(word: str) -> Iterator[None]:
    """The word in the environment of the grader, and of what it starts."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = word
    try:
        yield
    finally:
        del os.environ[VARIABLE]
        if before is not None:
            os.environ[VARIABLE] = before


@contextlib.contextmanager
def _process(word: str) -> Iterator[None]:
    """A process of somebody else that has the word among its arguments."""
    waiting = f"import time; time.sleep({STOP_S})"
    process = subprocess.Popen([sys.executable, "-c", waiting, word])
    try:
        yield
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def _listening(word: str) -> Iterator[None]:
    """Servers on the loopback device and on an abstract socket that tell the word."""
    servers = [
        _first_free(socket.AF_INET, [("127.0.0.1", port) for port in PORTS]),
        _first_free(socket.AF_UNIX, [f"\0freezing-layers-{port}" for port in PORTS]),
    ]
    for server in servers:
        server.listen()
        threading.Thread(target=_tell, args=(server, word), daemon=True).start()
    try:
        yield
    finally:
        for server in servers:
            # A close alone leaves the thread waiting in accept().
            server.shutdown(socket.SHUT_RDWR)
            server.close()


def _first_free(family: socket.AddressFamily, addresses: list) -> socket.socket:
    """A socket at the first of these addresses that nobody uses."""
    for address in addresses:
        server = socket.socket(family)
        try:
            server.bind(address)
        except OSError:
            server.close()
        else:
            return server
    raise OSError(f"all addresses from {addresses[0]} to {addresses[-1]} are in use")


def _tell(server: socket.socket, word: str) -> None:
    """Send the word to whoever connects, until the server is closed."""
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with contextlib.suppress(OSError), connection:
            connection.sendall(word.encode())
