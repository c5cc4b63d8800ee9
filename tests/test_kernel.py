"""`check` in a real Jupyter kernel: what learners and nbgrader's Validate get to see."""

import os
from unittest.mock import patch

import nbformat
import pytest
from nbclient import NotebookClient

IMPORTS = "import time, warnings, sys\nfrom autograder import check"
RIGHT = "def grad_map(frozen):\n    return {layer: layer not in frozen for layer in 'abc'}"
WRONG = "def grad_map(frozen):\n    return dict.fromkeys('abc', True)"
NOISY = f"{RIGHT.replace('return', 'warnings.warn(str(1)); print(2, file=sys.stderr); return')}"
RAISES = "def grad_map(frozen):\n    return frozen.nothing"
ENDLESS = """
from autograder import collect, deadline
collect.deadline = lambda: deadline.deadline(limit_s=0.5)
def grad_map(frozen):
    while True:
        time.sleep(0.01)
"""
CHECK = 'check("grad_map", grad_map)'


def outputs(*sources, **environment):
    """The outputs of the last cell of a notebook with these cells, run in a kernel."""
    cells = [nbformat.v4.new_code_cell(source) for source in (IMPORTS, *sources)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    quiet = ["--IPKernelApp.log_level=ERROR"]
    with patch.dict(os.environ, environment):
        client = NotebookClient(notebook, allow_errors=True, timeout=60, extra_arguments=quiet)
        client.execute()
    return notebook.cells[-1].outputs


def test_a_right_answer_gives_one_panel_and_nothing_else():
    (panel,) = outputs(RIGHT, CHECK)
    assert panel.data["text/plain"].startswith("✓ mapped:")
    assert "✓" in panel.data["text/html"]


def test_a_wrong_answer_gives_a_panel_and_one_line_without_a_stack():
    panel, error = outputs(WRONG, CHECK)
    assert panel.data["text/plain"].startswith("Not yet: with a frozen, your map says that a has a")
    assert error.ename == "NotYet"
    assert error.traceback == ["Not yet: 0 % of the marks for grad_map."]


@pytest.mark.parametrize("source", [NOISY, RAISES, ENDLESS])
def test_nothing_of_what_an_answer_says_reaches_stderr(source):
    assert [o for o in outputs(source, CHECK) if o.get("name") == "stderr"] == []


def test_an_endless_answer_is_stopped_and_the_kernel_goes_on():
    panel, error = outputs(ENDLESS, CHECK)
    assert panel.data["text/plain"].startswith("Stopped: grad_map did not return within")
    assert error.ename == "NotYet"
    (again,) = outputs(ENDLESS, f"try:\n    {CHECK}\nexcept Exception:\n    pass", RIGHT, CHECK)
    assert again.data["text/plain"].startswith("✓")


def test_validating_shows_two_plain_lines_that_fit_its_width():
    (error,) = outputs(WRONG, CHECK, NBGRADER_EXECUTION="validate")
    assert error.output_type == "error"
    text = "\n".join(error.traceback).splitlines()
    assert text[0].startswith("Not yet: with a frozen")
    assert any(line.startswith("Try this: ") for line in text)
    # nbgrader cuts every line at 87 characters, four of them its own indentation.
    assert max(map(len, text)) <= 83
