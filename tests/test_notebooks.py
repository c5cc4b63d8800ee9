"""The MADE notebooks: executed and answered in solutions/, empty and runnable in notebooks/."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from course.starter import Region, for_learners, parts

ROOT = Path(__file__).parent.parent
LESSONS = sorted(path.stem for path in (ROOT / "course" / "lessons").glob("*.py"))


def notebook(room, lesson):
    return nbformat.read(ROOT / room / lesson / f"{lesson}.ipynb", as_version=4)


def code(nb):
    return [cell for cell in nb.cells if cell.cell_type == "code"]


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_code_cell_of_a_solution_was_run_in_order(lesson):
    """nbval passes notebooks that were never executed, so it cannot tell."""
    cells = code(notebook("solutions", lesson))
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))


@pytest.mark.parametrize("lesson", LESSONS)
def test_no_solution_holds_an_error_or_words_on_stderr(lesson):
    for cell in code(notebook("solutions", lesson)):
        for output in cell.outputs:
            assert output.output_type != "error", cell.id
            assert output.get("name") != "stderr", cell.id


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_released_notebook_holds_no_answer_and_no_output(lesson):
    released = notebook("notebooks", lesson)
    text = "\n".join(cell.source for cell in released.cells)
    assert "SOLUTION" not in text
    assert "STARTER" not in text
    for cell in code(released):
        assert cell.outputs == []
        assert cell.execution_count is None
    for cell in notebook("solutions", lesson).cells:
        if "SOLUTION" in cell.source:
            found = next(twin for twin in released.cells if twin.id == cell.id)
            assert found.source == for_learners(cell.source)
    elsewhere = "\n".join(
        cell.source for cell in released.cells if not cell.metadata.get("nbgrader")
    )
    assert [answer for answer in answers(lesson) if answer in elsewhere] == []


def answers(lesson):
    """Every answer of more than one line, as it stands in the solution."""
    for cell in notebook("solutions", lesson).cells:
        for part in parts(cell.source) if "SOLUTION" in cell.source else []:
            if isinstance(part, Region) and len(part.answer) > 1:
                yield "\n".join(part.answer)


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_starter_runs_to_its_end_and_fails_in_check_cells_only_as_not_yet(lesson):
    released = notebook("notebooks", lesson)
    client = NotebookClient(
        released,
        allow_errors=True,
        timeout=120,
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
    )
    client.execute()
    stopped = {
        cell.id: output.ename
        for cell in code(released)
        for output in cell.outputs
        if output.output_type == "error"
    }
    checks = [cell.id for cell in released.cells if cell.id.startswith("check-")]
    assert stopped == dict.fromkeys(checks, "NotYet")
    for cell in code(released):
        if cell.id in checks:
            panel = cell.outputs[0].data
            assert panel["text/plain"].startswith("Not started:")
            assert "Not started:" in panel["text/html"]
