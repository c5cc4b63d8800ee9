"""JupyterLab on a copy of the course, started as `make lab` starts it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

TOKEN = "of-the-test"
START_S = 120


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
    names = (
        "JUPYTER_CONFIG_DIR",
        "JUPYTER_DATA_DIR",
        "JUPYTER_RUNTIME_DIR",
        "JUPYTERLAB_SETTINGS_DIR",
        "JUPYTERLAB_WORKSPACES_DIR",
        "IPYTHONDIR",
    )
    return ours | {name: str(home / name.lower()) for name in names} | {"JUPYTER_TOKEN": TOKEN}
