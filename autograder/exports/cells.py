"""CSV that another program imports and that a spreadsheet shows without running anything.

Two kinds of cell need two rules. What is only read (names, folders, comments) is guarded by an
apostrophe where a spreadsheet would run it. What identifies a learner in the other program comes
from the roster and stays as it is to the last sign, or nobody would be found by it.
"""

from autograder.marks import printable
from autograder.sheets import as_text


def shown(text: str) -> str:
    """A text for people, on one line, that a spreadsheet does not run."""
    return as_text(printable(" ".join(text.split())))


def number(marks: float | None) -> str:
    """Marks with a point for the decimals and no more signs than they need; empty for None."""
    return "" if marks is None else f"{marks:.2f}".rstrip("0").rstrip(".")


def value(cell: str) -> float | None:
    """The number in a cell, with a point or a comma; None where it is none."""
    try:
        return float(cell.replace(",", "."))
    except ValueError:
        return None
