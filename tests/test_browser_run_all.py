"""Every released notebook in a real browser: Run All stops at the first exercise, and says why."""

import re

import nbformat
import pytest

from tests.browser import expect
from tests.browser.course import PROJECT, copied_course
from tests.browser.notebook import IN_FRONT, Notebook, choose

pytest_plugins = ["tests.browser.fixtures"]

LESSONS = sorted(path.name for path in (PROJECT / "notebooks").iterdir())
ERROR = f"{IN_FRONT} [data-mime-type='application/vnd.jupyter.stderr']"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return copied_course(tmp_path_factory.mktemp("course"))


@pytest.mark.parametrize("name", LESSONS)
def test_run_all_stops_at_the_first_exercise_and_says_what_to_do(page, lab, name):
    path = lab.root / "notebooks" / name / f"{name}.ipynb"
    codes = [
        cell.id for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"
    ]
    checks = [code for code in codes if code.startswith("check-")]
    notebook = Notebook.opened(page, lab, path)
    choose(page, "Run", "Run All Cells")
    last = notebook.cell([*checks, codes[-1]][0])
    expect(last.locator(".jp-InputPrompt")).to_have_text(re.compile(r"\[\d+\]:"))
    if checks:
        expect(notebook.output(checks[0]).get_by_role("group")).to_contain_text("Not started:")
    expect(page.locator(ERROR)).to_have_count(len(checks[:1]))
    # A course of kernels would fill the memory.
    choose(page, "Kernel", "Shut Down Kernel")
    expect(page.locator("#jp-main-statusbar")).to_contain_text("No Kernel")
