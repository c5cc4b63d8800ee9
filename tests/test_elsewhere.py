"""The desk where no button can be pressed: nbconvert, VS Code, Colab, a terminal, plain Python.

The same calls give text and tables there, and never a stack.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from course.lesson_text import NOTEBOOK_METADATA

PROJECT = Path(__file__).parent.parent
START, LESSON = "00_start_here", "01_what_freezing_does"
VIEW = "application/vnd.jupyter.widget-view+json"
OPEN_NOTEBOOK = ("JPY_SESSION_NAME", "VSCODE_PID")
SCRIPT = f"""
from autograder import NotYet, check, course_map, explain, flashcards, hint, mode, quiz
for show, name in (course_map, ""), (mode, "why"), (hint, "freeze"), (explain, "A5"):
    show(*filter(None, [name]))
quiz("{LESSON}")
quiz("{LESSON}", answers="ABCDA BCDAB")
flashcards()
try:
    check("freeze", lambda module: None, lambda module: None)
except NotYet as told:
    print(told)
"""
WORDS = (
    "Exercise 1.1",
    "why",
    "Hint 1 of",
    "A5 · requires_grad set on the model",
    "Ten questions to practise on",
    "of 10 are right.",
    "then `recall(",
    "Not yet:",
)
# What the editor says of itself to the kernel, and whether ipywidgets are there.
TEXT_ONLY = {
    "Colab": ("", True),
    "VS Code without ipywidgets": ("VSCODE_PID", False),
    "JupyterLab without ipywidgets": ("JPY_SESSION_NAME", False),
}


def environment(folder, editor="", has_widgets=True):
    """That of a kernel in such a place; progress is kept in `folder`."""
    ours = {name: value for name, value in os.environ.items() if name not in OPEN_NOTEBOOK}
    ours |= {"FREEZING_LAYERS_PROGRESS": str(folder / "progress.json"), "OMP_NUM_THREADS": "1"}
    if editor:
        ours[editor] = "1"
    if not has_widgets:
        hidden = folder / "hidden"
        hidden.mkdir()
        (hidden / "sitecustomize.py").write_text('import sys\nsys.modules["ipywidgets"] = None\n')
        ours["PYTHONPATH"] = str(hidden)
    return ours


def python(folder, *arguments, **place):
    """What Python says, started in `folder`."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment(folder, **place),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done


def executed(notebook, **place):
    """The cells of a notebook after nbconvert has run them all."""
    options = ["--execute", "--allow-errors", "--to=notebook", "--output=executed"]
    python(notebook.parent, "-m", "nbconvert", *options, notebook.name, **place)
    return nbformat.read(notebook.with_name("executed.ipynb"), as_version=4).cells


def outputs(cells):
    """All outputs, each with the id of its cell."""
    return [(cell.id, out) for cell in cells for out in cell.get("outputs", [])]


@pytest.mark.parametrize("name", [START, LESSON])
def test_nbconvert_runs_a_notebook_to_its_end_and_makes_a_readable_page(name, tmp_path):
    released = PROJECT / "notebooks" / name / f"{name}.ipynb"
    cells = executed(Path(shutil.copy(released, tmp_path)))
    assert all(cell.execution_count for cell in cells if cell.cell_type == "code")
    for cell_id, out in outputs(cells):
        assert VIEW not in out.get("data", {}), cell_id
        if out.output_type == "error":
            assert (cell_id[:6], out.ename, len(out.traceback)) == ("check-", "NotYet", 1)
    python(tmp_path, "-m", "nbconvert", "--to=html", "executed.ipynb")
    page = (tmp_path / "executed.html").read_text(encoding="utf-8")
    assert "Question 10" in page
    assert "Traceback" not in page


@pytest.mark.parametrize("place", TEXT_ONLY)
def test_a_kernel_without_controls_shows_text(place, tmp_path):
    editor, has_widgets = TEXT_ONLY[place]
    cells = executed(written(tmp_path), editor=editor, has_widgets=has_widgets)
    shown = [out for _, out in outputs(cells)]
    assert all(VIEW not in out.get("data", {}) for out in shown)
    told = "\n".join(out.text if "text" in out else out.data["text/plain"] for out in shown)
    assert [words for words in WORDS if words not in told] == []


def test_vs_code_gets_buttons_and_the_same_as_text_below_them(tmp_path):
    shown = [out for _, out in outputs(executed(written(tmp_path), editor="VSCODE_PID"))]
    views = [number for number, out in enumerate(shown) if VIEW in out.get("data", {})]
    assert len(views) == 2
    for number in views:
        assert "The same as text" in shown[number + 1].data["text/markdown"]


def written(folder):
    """A notebook with the calls of SCRIPT."""
    cells = [nbformat.v4.new_code_cell(SCRIPT)]
    made = nbformat.v4.new_notebook(cells=cells, metadata=NOTEBOOK_METADATA)
    nbformat.write(made, folder / "mine.ipynb")
    return folder / "mine.ipynb"


@pytest.mark.parametrize("start", [["-c"], ["-m", "IPython", "--no-banner", "-c"]])
def test_a_terminal_prints_everything(start, tmp_path):
    done = python(tmp_path, *start, SCRIPT)
    assert done.stderr == ""
    assert [words for words in WORDS if words not in done.stdout] == []
    assert "Traceback" not in done.stdout
