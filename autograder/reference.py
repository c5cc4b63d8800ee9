"""The functions that a lesson's notebook hands to its checks: right ones in solutions/, stubs in
notebooks/. For measuring and testing; grading never looks at them.
"""

import ast
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.exercise import find, slugs
from course.starter import parts


def answers_in(path: Path) -> dict[str, tuple[Callable, ...]]:
    """The functions in the exercise cells of a notebook, by exercise, as `check` takes them."""
    notebook = nbformat.read(path, as_version=4)
    answers = {}
    for cell in notebook.cells:
        if cell.id in slugs():
            names: dict = {}
            exec(_imports(notebook), names)
            exec(compile(with_answer(cell.source), f"<{cell.id}>", "exec"), names)
            answers[cell.id] = tuple(names[name] for name in find(cell.id).answers)
    return answers


def with_answer(source: str) -> str:
    """The text of a solution's cell as a learner would have written it, without markers."""
    lines = []
    for part in parts(source):
        lines += [part] if isinstance(part, str) else part.answer
    return "\n".join(lines)


def _imports(notebook: NotebookNode) -> str:
    """The import statements of a notebook, as source."""
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    found = (node for source in sources for node in ast.parse(source).body)
    kept = (node for node in found if isinstance(node, ast.Import | ast.ImportFrom))
    return "\n".join(ast.unparse(node) for node in kept)
