"""JupyterLab on a copy of the course, started as `make lab` starts it."""

from contextlib import AbstractContextManager
from pathlib import Path

from autograder import progress
from tests.running_lab import Lab, running

FOLDERS = (
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_DATA_DIR",
    "JUPYTER_RUNTIME_DIR",
    "JUPYTERLAB_SETTINGS_DIR",
    "JUPYTERLAB_WORKSPACES_DIR",
    "IPYTHONDIR",
)


def opened(root: Path, home: Path) -> AbstractContextManager[Lab]:
    """JupyterLab on the course in `root`, until the end; the user's files lie in `home`."""
    folders = {name: str(home / name.lower()) for name in FOLDERS}
    # Tests say `off` for themselves; these learners keep their progress.
    folders[progress.VARIABLE] = str(home / "progress.json")
    return running(["-m", "course", "lab", "--no-browser", "--port"], root, home, folders)
