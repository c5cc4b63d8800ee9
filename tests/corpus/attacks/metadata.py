"""A17, metadata games: points, flags, ids and ready-made outputs in the file that is handed in."""

import copy

import nbformat

from autograder.nbgrader_steps import VERDICT
from autograder.sample_class import Change, solved
from tests.corpus.attacks.attack import POINTS, UNSOLVED, Attack, nothing
from tests.handing_in import LESSON

WHY = "the release says what is graded, and for how many points"


def game(change: Change) -> Attack:
    """Wrong answers, and a notebook that was changed outside of its answers."""
    return Attack(change.__name__, "A17", (*UNSOLVED, change), nothing(), WHY)


def checks(notebook) -> list:
    """The check cells of a notebook."""
    return [cell for cell in notebook.cells if cell.id.startswith("check-")]


def raises_the_points(notebook, solution) -> None:
    """Say that checks give many points, a negative number, and no number."""
    for cell, points in zip(checks(notebook), (1e6, -80, "80", float("inf"), 1e9), strict=True):
        cell.metadata.nbgrader["points"] = points


def raises_the_points_of_right_work(notebook, solution) -> None:
    """Say that checks give ten times their points."""
    for cell in checks(notebook):
        cell.metadata.nbgrader["points"] *= 10


def empties_the_checks(notebook, solution) -> None:
    """Put a number into the checks in place of the call."""
    for cell in checks(notebook):
        cell.source = "20.0"


def brings_outputs_along(notebook, solution) -> None:
    """Put verdicts and numbers into the outputs of checks."""
    data = {
        "text/plain": "20.0",
        "text/html": "<b>Earned 20 of 20</b>",
        VERDICT: {
            "exercise": "freeze",
            "seed": 1,
            "points": 20,
            "marks": 20,
            "score": 1.0,
            "status": "correct",
            "said": "all there",
            "findings": [],
        },
    }
    for cell in checks(notebook):
        cell.outputs = [nbformat.v4.new_output("execute_result", data, execution_count=1)]


def moves_the_flags(notebook, solution) -> None:
    """Say that checks are answers and that answers are checks."""
    for cell in notebook.cells:
        told = cell.metadata.get("nbgrader")
        if told:
            told.update(grade=not told["grade"], solution=not told["solution"], locked=False)
            told["points"] = 80


def calls_itself_a_check(notebook, solution) -> None:
    """Add a cell with the id of each check, before and after it."""
    for cell in checks(notebook):
        for place in (notebook.cells.index(cell), len(notebook.cells) + 1):
            twin = copy.deepcopy(cell)
            twin.id, twin.source = f"{cell.id}-{place}", "20.0"
            notebook.cells.insert(place, twin)


def invents_an_exercise(notebook, solution) -> None:
    """Add graded cells that the release does not know."""
    for slug in ("check-treat", "check-bonus", "../../etc", "check-freeze "):
        told = {
            "grade": True,
            "solution": False,
            "locked": True,
            "points": 80,
            "task": False,
            "grade_id": slug,
            "schema_version": 3,
            "cell_type": "code",
            "checksum": "x",
        }
        notebook.cells.append(nbformat.v4.new_code_cell("80.0", metadata={"nbgrader": told}))


def asks_for_manual_grading(notebook, solution) -> None:
    """Turn checks into tasks with points of their own."""
    for cell in checks(notebook):
        cell.metadata.nbgrader.update(task=True, grade=False, solution=True, schema_version=99)
        cell.metadata.tags = ["demo", "remove-cell", "raises-exception", "nbval-skip"]


def puts_oddities_everywhere(notebook, solution) -> None:
    """Put large, deep and wrongly typed values wherever metadata may stand."""
    deep: list = []
    for _ in range(150):
        deep = [deep]
    for cell in notebook.cells:
        cell.metadata["deep"], cell.metadata["large"] = deep, "x" * 100_000
        cell.metadata["collapsed"], cell.metadata["editable"] = "yes", False
    notebook.metadata["nbgrader"] = {"__proto__": {"points": 80}}
    notebook.metadata["kernel_info"] = notebook.metadata["celltoolbar"] = deep


def says_that_cells_are_not_run(notebook, solution) -> None:
    """Move all checks to the front, where no answer is known yet."""
    moved = checks(notebook)
    notebook.cells = [*moved, *(cell for cell in notebook.cells if cell not in moved)]


ATTACKS = (
    game(raises_the_points),
    Attack("raises_the_points_of_right_work", "A17", (
        solved("freeze"), raises_the_points_of_right_work,
    ), nothing() | {"freeze": 20}, WHY),
    game(empties_the_checks),
    game(brings_outputs_along),
    game(moves_the_flags),
    game(calls_itself_a_check),
    game(invents_an_exercise),
    game(asks_for_manual_grading),
    Attack("puts_oddities_everywhere", "A17", (solved(), puts_oddities_everywhere),
           POINTS[LESSON], WHY),
    Attack("moves_the_checks_to_the_front", "A17", (solved(), says_that_cells_are_not_run),
           POINTS[LESSON], WHY),
)  # fmt: skip
