"""What learners find in place of an answer: a stub, or the broken code they repair.

A solution region may end in a part for learners. Below, they get `return 41`:

    ### BEGIN SOLUTION
    return 42
    ### STARTER
    # return 41
    ### END SOLUTION

Other cells of a lesson never see that part run: for Python it is comments.
"""

import re
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbgrader.preprocessors import ClearSolutions
from traitlets import Dict

STUB = "...  # your code here"

_STARTER = re.compile(r"\s*#+\s*STARTER\s*", re.IGNORECASE)
_COMMENT = re.compile(r"\s*(?:#(?!#) ?(.*))?")


@dataclass
class Region:
    """One solution region of a cell; `starter` is empty when learners get the stub."""

    indent: str
    answer: list[str] = field(default_factory=list)
    starter: list[str] = field(default_factory=list)

    def for_learners(self, stub: str = STUB) -> str:
        """The lines that take this region's place, at its indentation."""
        lines = self.starter or stub.split("\n")
        return "\n".join((self.indent + line).rstrip() for line in lines)


def parts(source: str) -> list[str | Region]:
    """The lines of a cell in order, with a Region for each stretch between solution markers.

    Raises ValueError, with what is wrong and its cure, when markers do not pair up.
    """
    found: list[str | Region] = []
    region, in_starter = None, False
    for line in source.split("\n"):
        if "BEGIN SOLUTION" in line:
            if region:
                raise ValueError("BEGIN SOLUTION stands inside a solution; end the first one")
            region, in_starter = Region(line[: len(line) - len(line.lstrip())]), False
        elif "END SOLUTION" in line:
            if not region:
                raise ValueError("END SOLUTION has no BEGIN SOLUTION; add one above it")
            if in_starter and not region.starter:
                raise ValueError("### STARTER has no lines; give learners some code after it")
            found.append(region)
            region = None
        elif _STARTER.fullmatch(line):
            if not region or in_starter:
                raise ValueError("### STARTER is misplaced; put one inside the solution")
            in_starter = True
        elif not region:
            found.append(line)
        elif not in_starter:
            region.answer.append(line)
        elif comment := _COMMENT.fullmatch(line):
            region.starter.append(comment[1] or "")
        else:
            raise ValueError("after ### STARTER a line is no comment; begin each with '# '")
    if region:
        raise ValueError("BEGIN SOLUTION has no END SOLUTION; add one below it")
    return found


def for_learners(source: str, stub: str = STUB) -> str:
    """The text of a cell as learners get it. Raises ValueError as `parts` does."""
    found = parts(source)
    return "\n".join(part if isinstance(part, str) else part.for_learners(stub) for part in found)


class LeaveStarter(ClearSolutions):
    """nbgrader's ClearSolutions, which also knows the part for learners."""

    code_stub = Dict({"python": STUB}).tag(config=True)

    def preprocess_cell(self, cell: NotebookNode, resources: dict, cell_index: int):
        """Leaves a practice cell without markers as it is; nbgrader would empty it."""
        if cell.id.startswith("practice-") and "BEGIN SOLUTION" not in cell.source:
            return cell, resources
        return super().preprocess_cell(cell, resources, cell_index)

    def _replace_solution_region(self, cell: NotebookNode, language: str) -> bool:
        """Whether the cell held a solution, which is replaced now."""
        if cell.cell_type != "code" or "SOLUTION" not in cell.source:
            return super()._replace_solution_region(cell, language)
        before = cell.source
        cell.source = for_learners(before, self.code_stub[language])
        return cell.source != before
