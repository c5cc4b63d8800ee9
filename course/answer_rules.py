"""Mistakes around the answers in a lesson: badly marked, not compiling, or given away.

Each rule yields the cell and a sentence, without its full stop.
"""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from course.starter import Region, for_learners, parts

# A shorter line, such as `return loss`, may turn up again by chance.
TELLING_LENGTH = 20


def markers(cells: list[NotebookNode]) -> Iterator[tuple[NotebookNode, str]]:
    """Solution markers that are missing, misplaced or unbalanced."""
    for cell in cells:
        try:
            marked = any(isinstance(part, Region) for part in parts(cell.source))
        except ValueError as mistake:
            yield cell, str(mistake)
            continue
        if marked and not cell.metadata.keys() & {"exercise", "practice"}:
            yield cell, "a solution stands outside an exercise; give the cell its exercise key"
        if "exercise" in cell.metadata and not marked:
            yield (
                cell,
                "it marks no solution; put it between ### BEGIN SOLUTION and ### END SOLUTION",
            )


def syntax(cells: list[NotebookNode]) -> Iterator[tuple[NotebookNode, str]]:
    """Prose with quotes that do not close, and code that does not compile.

    Code is compiled as it is written and as learners get it.
    """
    for cell in cells:
        if cell.cell_type != "code":
            if re.match("[rR]?(\"\"\"|''')", cell.source):
                yield (
                    cell,
                    "prose must end with its closing quotes; put code into a cell of its own",
                )
            continue
        for reader, source in (("", cell.source), ("learners get ", for_learners(cell.source))):
            try:
                # Magics are no Python; notebooks allow `await` anywhere.
                python = TransformerManager().transform_cell(source)
                compile(python, "cell", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
            except SyntaxError as error:
                line = (error.text or "").strip()
                yield cell, f"{reader}a syntax error ({error.msg}) in {line!r}; correct it"


def giveaways(cells: list[NotebookNode]) -> Iterator[tuple[NotebookNode, str]]:
    """Text below a solution that repeats two of its lines in a row, or its only line."""
    for position, cell in enumerate(cells):
        found = parts(cell.source) if "exercise" in cell.metadata else []
        for index, region in enumerate(found):
            if isinstance(region, str):
                continue
            below = [part for part in found[index + 1 :] if isinstance(part, str)]
            readable = [(cell, "\n".join(below))]
            readable += [(later, for_learners(later.source)) for later in cells[position + 1 :]]
            for place, text in readable:
                if line := _repeated(region.answer, text):
                    yield place, f"it gives away the answer to {cell.id!r} ({line}); reword it"


def _repeated(answer: list[str], text: str) -> str:
    """The first line of `answer` that `text` repeats in a telling way, or ""."""
    lines, squeezed = _squeezed(answer), "\n".join(_squeezed(text.split("\n")))
    if len(lines) == 1:
        return lines[0] if len(lines[0]) > TELLING_LENGTH and lines[0] in squeezed else ""
    for pair in pairwise(lines):
        if len("".join(pair)) > TELLING_LENGTH and "\n{}\n{}\n".format(*pair) in f"\n{squeezed}\n":
            return pair[0]
    return ""


def _squeezed(lines: list[str]) -> list[str]:
    """Lines with white space squeezed, without blank lines and comments."""
    squeezed = (" ".join(line.split()) for line in lines)
    return [line for line in squeezed if line and not line.startswith("#")]
