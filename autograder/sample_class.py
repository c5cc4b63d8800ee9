"""A class to try grading on: its notebooks, made from the release and the solutions.

Right answers are taken from solutions/, so this module holds none. What each submission ought to
earn is said in `tests/test_class.py`.
"""

from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder import sample_answers as wrong
from autograder.bank.graded import worked_out
from autograder.bank.question import LETTERS
from autograder.classroom import Course
from autograder.reference import with_answer
from course.outline import lesson_of

Change = Callable[[NotebookNode, NotebookNode], None]
QUIZ = "quiz_"


def make_sample_class(course: Course) -> int:
    """Hand in everything in CLASSES; returns how many submissions there are."""
    work = [(lesson, *item) for lesson, learners in CLASSES.items() for item in learners.items()]
    for lesson, learner, changes in work:
        hand_in(course, learner, lesson, *changes)
    return len(work)


def hand_in(course: Course, learner: str, lesson: str, *changes: Change) -> Path:
    """Write the lesson's release, with these changes, as a submission; returns its path.

    Raises FileExistsError when the learner has handed in this lesson already.
    """
    notebook, solution = (
        nbformat.read(course.root / room / lesson / f"{lesson}.ipynb", as_version=4)
        for room in ("notebooks", "solutions")
    )
    for change in changes:
        change(notebook, solution)
    path = course.submitted / learner / lesson / f"{lesson}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
    return path


def solved(*wanted: str) -> Change:
    """Take the answers to these exercises from the solution; to all of them if none is named.

    Quizzes are another matter: each learner has questions of their own, see `quizzed`.
    """

    def change(notebook: NotebookNode, solution: NotebookNode) -> None:
        answers = {cell.id: with_answer(cell.source) for cell in solution.cells}
        for cell in notebook.cells:
            if not cell.metadata.get("nbgrader", {}).get("solution"):
                continue
            if cell.id in wanted or not (wanted or cell.id.startswith(QUIZ)):
                cell.source = answers[cell.id]

    return change


def quizzed(learner: str, missed: int = 0) -> Change:
    """Answer the lesson's own questions for this learner, the first `missed` of them wrong."""

    def change(notebook: NotebookNode, solution: NotebookNode) -> None:
        (cell,) = (cell for cell in notebook.cells if cell.id.startswith(QUIZ))
        lesson = lesson_of(cell.id).slug
        letters = worked_out(lesson, learner).replace(" ", "")
        wrong = [LETTERS[LETTERS.index(letter) - 1] for letter in letters[:missed]]
        cell.source = "\n".join(
            [
                f'learner = "{learner}"',
                f'answers = "{"".join(wrong)}{letters[missed:]}"',
                f'{cell.id} = graded_quiz("{lesson}", learner, answers)',
            ]
        )

    return change


def answered(exercise: str, source: str) -> Change:
    """Put this source into an exercise's cell."""

    def change(notebook: NotebookNode, solution: NotebookNode) -> None:
        _cell(notebook, exercise).source = source.strip()

    return change


def without_last_line(exercise: str) -> Change:
    """Delete the last line of an exercise's cell."""

    def change(notebook: NotebookNode, solution: NotebookNode) -> None:
        cell = _cell(notebook, exercise)
        cell.source = cell.source.rstrip().rpartition("\n")[0]

    return change


def began_with(source: str) -> Change:
    """Put a cell with this source above everything else."""

    def change(notebook: NotebookNode, solution: NotebookNode) -> None:
        notebook.cells.insert(0, nbformat.v4.new_code_cell(source.strip(), id="scratch"))

    return change


def without(cell_id: str) -> Change:
    """Delete a cell."""

    def change(notebook: NotebookNode, solution: NotebookNode) -> None:
        notebook.cells.remove(_cell(notebook, cell_id))

    return change


def _cell(notebook: NotebookNode, cell_id: str) -> NotebookNode:
    """The cell with this id."""
    return next(cell for cell in notebook.cells if cell.id == cell_id)


CLASSES: dict[str, dict[str, list[Change]]] = {
    "01_what_freezing_does": {
        "ada": [solved(), quizzed("ada")],
        "ben": [solved(), began_with("import torch\ntorch.set_default_dtype(torch.float64)")],
        "cleo": [solved("freeze", "trainable_report"), quizzed("cleo", 6)],
        "dan": [],
        "eva": [solved(), answered("freeze", wrong.ATTRIBUTE), quizzed("eva", 1)],
        "finn": [solved(), answered("freeze", wrong.ONLY_WEIGHTS)],
        "gus": [solved(), answered("trainable_report", wrong.TENSORS), quizzed("gus", 3)],
        "hana": [solved(), answered("grad_map", wrong.STOPS_AT_FROZEN)],
        "ivo": [solved(), answered("moved_names", wrong.ALIAS)],
        "jo": [solved(), began_with(wrong.WARNING), quizzed("ada")],
        "kim": [solved(), without("check-trainable_report")],
        "lea": [solved(), answered("grad_map", "def grad_map(frozen):\n    return model.layers")],
    },
    "02_silent_failures": {
        "ada": [solved(), quizzed("ada")],
        "cleo": [solved("treat", "triage")],
        "dan": [],
        "eva": [solved(), without_last_line("treat")],
        "gus": [solved(), answered("triage", wrong.ONE_WORD)],
        "hana": [solved(), answered("freeze_lint", wrong.MODULES_ONLY)],
    },
    "03_choosing_layers": {
        "ada": [solved(), quizzed("ada")],
        "dan": [],
        "finn": [solved(), answered("freeze_by_prefix", wrong.STARTS_WITH)],
    },
    "04_the_optimizer": {
        "ada": [solved(), quizzed("ada")],
        "gus": [solved(), answered("thaw", wrong.FLAG_ONLY)],
    },
    "05_buffers_and_modes": {
        "ada": [solved(), quizzed("ada")],
        "hana": [solved(), answered("freeze_fully", wrong.NO_MODES)],
    },
    "06_what_it_costs": {
        "ada": [solved(), quizzed("ada")],
        "ivo": [solved(), answered("adam_bytes", wrong.EVERY_PARAMETER)],
    },
    "07_reading_the_score": {"ada": [solved(), quizzed("ada")]},
    "08_does_it_help": {"ada": [solved(), quizzed("ada")]},
    "09_which_layers": {"ada": [solved(), quizzed("ada")]},
    "10_training_almost_nothing": {"ada": [solved(), quizzed("ada")]},
    "11_production_traps": {"ada": [solved(), quizzed("ada")]},
    "12_fraud_desk": {"ada": [solved()]},
}
