"""Where the learner reads: in a notebook that draws HTML, or as text."""

import os

from IPython import get_ipython


def shows_panels() -> bool:
    """Whether the reader sees HTML: a kernel does, a terminal and nbgrader's Validate do not."""
    shell = get_ipython()
    return shell is not None and hasattr(shell, "kernel") and not validating()


def validating() -> bool:
    """Whether nbgrader's Validate runs this notebook; it shows an error's text and no panel."""
    return os.environ.get("NBGRADER_EXECUTION") == "validate"
