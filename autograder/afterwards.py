"""What a learner may see after a pass: the reference solution, and other right ways.

Both stand in a clone of the course, in solutions/ and tests/wrong_answers/; an instructor who keeps
solutions secret hands out a package without them.
"""

import ast
from pathlib import Path

from course.outline import lesson_of

ROOT = Path(__file__).resolve().parent.parent
OTHERS = 3


def reference(slug: str, root: Path = ROOT) -> str:
    """The text of the reference solution; empty where this copy of the course has none."""
    # Imported late: every kernel imports this module, and nbgrader takes a second.
    import nbformat

    from autograder.reference import with_answer

    lesson = lesson_of(slug)
    path = root / "solutions" / lesson.slug / f"{lesson.slug}.ipynb"
    if not path.exists():
        return ""
    cells = nbformat.read(path, as_version=4).cells
    return next((with_answer(cell.source).strip() for cell in cells if cell.id == slug), "")


def other_ways(slug: str, root: Path = ROOT) -> list[str]:
    """The text of up to three other answers that the tests prove right."""
    path = root / "tests" / "wrong_answers" / f"{slug}.py"
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8")
    written = {
        node.name: node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)
    }
    right = next(node for node in ast.parse(text).body if _is_right(node))
    names = dict.fromkeys(node.id for node in ast.walk(right) if isinstance(node, ast.Name))
    found = [ast.get_source_segment(text, written[name]) for name in names if name in written]
    return found[:OTHERS]


def _is_right(node: ast.stmt) -> bool:
    """Whether a statement lists the right answers."""
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "RIGHT"
