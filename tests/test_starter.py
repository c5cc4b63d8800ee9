"""What learners get in place of a solution, from our preprocessor as nbgrader calls it."""

import logging

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.starter import LeaveStarter, parts

ANSWER = """\
def repair(a):
    ### BEGIN SOLUTION
    return a
    ### END SOLUTION"""
WITH_STARTER = """\
class Answer:
    def repair(self, a):
        ### BEGIN SOLUTION
        return a
        ### STARTER
        # # Broken:
        # if a:
        #     a = 0

        # return a
        ### END SOLUTION
        print(a)"""


def cell_with(source: str, slug: str = "repair"):
    cell = new_code_cell(source, id=slug)
    marks = {"grade": False, "solution": True, "locked": False, "task": False}
    cell.metadata["nbgrader"] = marks | {"grade_id": slug, "schema_version": 3}
    return cell


def released(cell) -> str:
    notebook, _ = LeaveStarter().preprocess(new_notebook(cells=[cell]), {})
    return notebook.cells[0].source


def test_a_solution_without_a_starter_becomes_the_stub():
    assert released(cell_with(ANSWER)) == "def repair(a):\n    ...  # your code here"


def test_a_starter_keeps_its_own_comments_its_inner_indentation_and_the_regions():
    assert released(cell_with(WITH_STARTER)) == (
        "class Answer:\n"
        "    def repair(self, a):\n"
        "        # Broken:\n"
        "        if a:\n"
        "            a = 0\n"
        "\n"
        "        return a\n"
        "        print(a)"
    )


def test_each_region_of_a_cell_is_replaced_by_its_own_starter_or_stub():
    starter = released(cell_with(f"{WITH_STARTER}\n\n\n{ANSWER}")).splitlines()
    assert starter[-1] == "    ...  # your code here"
    assert "        if a:" in starter


def test_a_starter_is_only_comments_in_the_solution():
    namespace = {}
    exec(WITH_STARTER.replace("\n        print(a)", ""), namespace)
    assert namespace["Answer"]().repair(3) == 3


def test_a_practice_without_markers_is_released_as_it_is():
    assert released(cell_with("guess = 3", slug="practice-guess")) == "guess = 3"


def test_a_practice_with_markers_is_released_without_its_answer():
    assert "return a" not in released(cell_with(ANSWER, slug="practice-repair"))


def test_an_exercise_without_markers_is_emptied_as_nbgrader_does():
    assert released(cell_with("answer = 3")) == "...  # your code here"


def test_prose_and_other_cells_are_left_alone():
    cells = [new_markdown_cell("Some *prose*."), new_code_cell("shown = 1")]
    notebook, _ = LeaveStarter().preprocess(new_notebook(cells=cells), {})
    assert [cell.source for cell in notebook.cells] == ["Some *prose*.", "shown = 1"]


def test_a_solution_outside_a_solution_cell_is_refused_as_nbgrader_does(caplog):
    notebook = new_notebook(cells=[new_code_cell(WITH_STARTER)])
    with caplog.at_level(logging.CRITICAL), pytest.raises(RuntimeError, match="non-solution cell"):
        LeaveStarter().preprocess(notebook, {})


def test_unbalanced_markers_are_refused():
    with pytest.raises(ValueError, match="BEGIN SOLUTION has no END SOLUTION"):
        released(cell_with(ANSWER.replace("    ### END SOLUTION", "")))


def test_the_answer_and_the_starter_of_a_region_are_told_apart():
    (region,) = [part for part in parts(WITH_STARTER) if not isinstance(part, str)]
    assert region.answer == ["        return a"]
    assert region.starter == ["# Broken:", "if a:", "    a = 0", "", "return a"]
