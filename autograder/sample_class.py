"""A class of twelve to try grading on: their notebooks, made from the release and the solutions.

Right answers are taken from solutions/, so this module holds none. What each submission ought to
earn is said in `tests/test_class.py`.
"""

import copy
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.starter import parts

ATTRIBUTE = """
def freeze(module):
    module.requires_grad = False
    return module


def unfreeze(module):
    module.requires_grad = True
    return module
"""
ONLY_WEIGHTS = """
def freeze(module):
    for name, parameter in module.named_parameters():
        parameter.requires_grad = name.endswith("bias")
    return module


def unfreeze(module):
    module.requires_grad_(True)
    return module
"""
TENSORS = """
def trainable_report(model):
    every = list(model.parameters())
    learning = [parameter for parameter in every if parameter.requires_grad]
    return {
        "buffer_scalars": sum(buffer.numel() for buffer in model.buffers()),
        "tensors": len(every),
        "scalars": len(every),
        "trainable_tensors": len(learning),
        "trainable_scalars": len(learning),
    }
"""
STOPS_AT_FROZEN = """
def grad_map(frozen):
    told, arrives = {}, True
    for layer in ["c", "b", "a"]:
        arrives = arrives and layer not in frozen
        told[layer] = arrives
    return told
"""
ALIAS = """
def moved_names(model, step, steps=3):
    before = model.state_dict()
    for number in range(steps):
        step()
    now = model.state_dict()
    return {name for name in now if not torch.equal(now[name], before[name])}
"""
MODULES_ONLY = """
INVENTED = ("requires_grad", "require_grad", "requires_grad_", "trainable", "frozen")


def freeze_lint(model):
    found = []
    for path, part in model.named_modules():
        for name in set(vars(part)) & set(INVENTED):
            found.append(f"{path}.{name}" if path else name)
    return found
"""
ONE_WORD = """
def triage():
    return dict.fromkeys("abcdefghijkl", "nothing")
"""
WARNING = """
import sys
import warnings

warnings.warn("lr_scheduler.step() before optimizer.step()", UserWarning)
print("loss 0.31", file=sys.stderr)
"""

Change = Callable[[NotebookNode, NotebookNode], None]


def make_sample_class(root: Path, submitted: Path) -> int:
    """Write the class's submissions to `submitted`; returns how many there are.

    `root` is the course's folder. Raises FileNotFoundError when it has no notebooks.
    """
    count = 0
    for lesson, learners in CLASSES.items():
        release = nbformat.read(root / "notebooks" / lesson / f"{lesson}.ipynb", as_version=4)
        solution = nbformat.read(root / "solutions" / lesson / f"{lesson}.ipynb", as_version=4)
        for learner, changes in learners.items():
            notebook = copy.deepcopy(release)
            for change in changes:
                change(notebook, solution)
            folder = submitted / learner / lesson
            folder.mkdir(parents=True)
            nbformat.write(notebook, folder / f"{lesson}.ipynb")
            count += 1
    return count


def solved(*wanted: str) -> Change:
    """Take the answers to these exercises from the solution; to all of them if none is named."""

    def change(notebook: NotebookNode, solution: NotebookNode) -> None:
        answers = {cell.id: with_answer(cell.source) for cell in solution.cells}
        for cell in notebook.cells:
            if cell.metadata.get("nbgrader", {}).get("solution") and (
                not wanted or cell.id in wanted
            ):
                cell.source = answers[cell.id]

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


def with_answer(source: str) -> str:
    """The text of a solution's cell as a learner would have written it, without markers."""
    lines = []
    for part in parts(source):
        lines += [part] if isinstance(part, str) else part.answer
    return "\n".join(lines)


def _cell(notebook: NotebookNode, cell_id: str) -> NotebookNode:
    """The cell with this id."""
    return next(cell for cell in notebook.cells if cell.id == cell_id)


CLASSES: dict[str, dict[str, list[Change]]] = {
    "01_what_freezing_does": {
        "ada": [solved()],
        "ben": [solved(), began_with("import torch\ntorch.set_default_dtype(torch.float64)")],
        "cleo": [solved("freeze", "trainable_report")],
        "dan": [],
        "eva": [solved(), answered("freeze", ATTRIBUTE)],
        "finn": [solved(), answered("freeze", ONLY_WEIGHTS)],
        "gus": [solved(), answered("trainable_report", TENSORS)],
        "hana": [solved(), answered("grad_map", STOPS_AT_FROZEN)],
        "ivo": [solved(), answered("moved_names", ALIAS)],
        "jo": [solved(), began_with(WARNING)],
        "kim": [solved(), without("check-trainable_report")],
        "lea": [solved(), answered("grad_map", "def grad_map(frozen):\n    return model.layers")],
    },
    "02_silent_failures": {
        "ada": [solved()],
        "cleo": [solved("treat", "triage")],
        "dan": [],
        "eva": [solved(), without_last_line("treat")],
        "gus": [solved(), answered("triage", ONE_WORD)],
        "hana": [solved(), answered("freeze_lint", MODULES_ONLY)],
    },
}
