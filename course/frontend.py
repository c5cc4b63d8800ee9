"""Who reads this output: somebody at an open notebook, or nobody who could press a button."""

import os
from importlib.util import find_spec

from IPython import get_ipython

VIEW = "application/vnd.jupyter.widget-view+json"
# A Jupyter server and VS Code say so to the kernels of open notebooks; whoever runs a notebook
# from end to end, such as nbconvert, nbgrader and our own build, does not.
OPEN_NOTEBOOK = ("JPY_SESSION_NAME", "VSCODE_PID")


def controls_work() -> bool:
    """Whether somebody can press a button: a notebook is open in an editor, with ipywidgets."""
    shell = get_ipython()
    is_open = any(name in os.environ for name in OPEN_NOTEBOOK)
    return hasattr(shell, "kernel") and is_open and find_spec("ipywidgets") is not None
