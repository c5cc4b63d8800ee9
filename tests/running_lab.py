"""JupyterLab as the course starts it, running for a test on a free port."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

TOKEN = "of-the-test"
START_S = 120


class Lab:
    """A running JupyterLab: its process, the folder it serves, its user's home and its address."""

    def __init__(
        self, arguments: list[str], root: Path, home: Path, settings: Mapping[str, str]
    ) -> None:
        """Starts `python ARGUMENTS PORT` in `root`, with `settings` added to the environment."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.root, self.home, self.log = root, home, home / "log.txt"
        self.address = f"http://127.0.0.1:{port}"
        # No setting of the user's Jupyter comes along.
        ours = {name: v for name, v in os.environ.items() if not name.startswith("JUPYTER")}
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, *arguments, str(port)],
                cwd=root,
                env=ours | dict(settings) | {"JUPYTER_TOKEN": TOKEN},
                stdout=log,
                stderr=log,
            )

    def url(self, path: str = "") -> str:
        """The address of a page, with the token that opens it."""
        return f"{self.address}/{path}{'&' if '?' in path else '?'}token={TOKEN}"

    def fetch(self, path: str) -> tuple[str, str]:
        """The final address and the text of a page."""
        # In a header, because the formgrader's pages redirect and a token in the address is lost.
        request = Request(f"{self.address}/{path}", headers={"Authorization": f"token {TOKEN}"})
        with urlopen(request, timeout=START_S) as answer:
            return answer.url, answer.read().decode()

    def wait_until_it_answers(self) -> None:
        """Returns when JupyterLab serves pages; fails with its log when it does not."""
        deadline = time.monotonic() + START_S
        while True:
            try:
                self.fetch("api")
                return
            except URLError:
                running = self.process.poll() is None and time.monotonic() < deadline
                assert running, self.log.read_text()
                time.sleep(0.2)


@contextmanager
def running(
    arguments: list[str], root: Path, home: Path, settings: Mapping[str, str]
) -> Iterator[Lab]:
    """JupyterLab on the course in `root` until the end; see `Lab` for the arguments."""
    lab = Lab(arguments, root, home, settings)
    try:
        lab.wait_until_it_answers()
        yield lab
    finally:
        # Asked first: killed, it would leave JupyterLab itself behind.
        lab.process.terminate()
        lab.process.wait(timeout=START_S)
