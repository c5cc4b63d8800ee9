"""Opens the course in JupyterLab, with nbgrader's formgrader ready and no pop-ups.

JupyterLab 4 asks every newcomer whether it may fetch news, even with its option news_url
set to None; only other default settings prevent that. Ours lie in a temporary folder that
is put before Jupyter's own configuration, so the user's files are not touched.
"""

import json
import os
import signal
import subprocess
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from course.fresh_map import draw_map

OVERRIDES = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}
}

# Its tab edits the notebooks themselves, which the build would overwrite.
PAGE = {"disabledExtensions": {"@jupyter/nbgrader:create-assignment": True}}


class LabError(Exception):
    """One sentence: why the course cannot be opened, and the cure."""


def open_lab(root: Path, *, port: int, browser: bool) -> int:
    """Runs JupyterLab on the first notebook of `root` until it ends; returns its exit status.

    The first free port from `port` on is taken. Makes the folders exchange/ and gradebook/.
    Raises LabError when JupyterLab or the notebooks are missing.
    """
    lessons = sorted(path.name for path in root.glob("notebooks/[0-9]*/"))
    if not lessons:
        raise LabError("notebooks/ holds no lessons; make them with: python -m course build")
    if find_spec("jupyterlab") is None:
        raise LabError("JupyterLab is missing; install it with: python -m pip install -e .")
    draw_map(root / "notebooks" / lessons[0] / f"{lessons[0]}.ipynb")
    (root / "gradebook").mkdir(exist_ok=True)
    if not (root / "exchange").exists():
        (root / "exchange").mkdir()
        # nbgrader hands work over through this folder, which all users of a machine share.
        (root / "exchange").chmod(0o777)
    with TemporaryDirectory() as folder:
        overrides = Path(folder, "labconfig", "default_setting_overrides.json")
        overrides.parent.mkdir()
        overrides.write_text(json.dumps(OVERRIDES), encoding="utf-8")
        overrides.with_name("page_config.json").write_text(json.dumps(PAGE), encoding="utf-8")
        first = f"notebooks/{lessons[0]}/{lessons[0]}.ipynb"
        command = [sys.executable, "-m", "jupyterlab", *_options(root, first, port, browser)]
        return _run(command, root, _environment(folder))


def _options(root: Path, first: str, port: int, browser: bool) -> list[str]:
    """JupyterLab's own options for this course."""
    options = [
        f"--ServerApp.root_dir={root}",
        f"--ServerApp.port={port}",
        f"--LabApp.default_url=/lab/tree/{first}",
    ]
    if not browser:
        options.append("--no-browser")
    # Containers run as root as a rule, where Jupyter refuses to start otherwise.
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")
    return options


def _environment(folder: str) -> dict[str, str]:
    """Ours, with the settings in `folder`, and nbgrader's helper alembic on the PATH."""
    paths = {"JUPYTER_CONFIG_PATH": folder, "PATH": sysconfig.get_path("scripts")}
    ours = {name: os.pathsep.join([path, os.environ.get(name, "")]) for name, path in paths.items()}
    return os.environ | {name: path.rstrip(os.pathsep) for name, path in ours.items()}


def _run(command: list[str], root: Path, environment: dict[str, str]) -> int:
    """The exit status of `command`, which gets every request to stop."""
    # nbgrader reads nbgrader_config.py from the folder it is started in.
    lab = subprocess.Popen(command, cwd=root, env=environment)
    # Ctrl-C reaches JupyterLab by itself; it asks before it stops, and we wait.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: lab.terminate())
    return lab.wait()
