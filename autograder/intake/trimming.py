"""A notebook reduced to what grading needs: cells with their type, text and nbgrader's settings.

Outputs, attachments and what editors add are left behind, so nothing after this meets a value of
an unexpected type. Formats 3 and 4 are read alike; a cell that is none is left out.
"""

from typing import Any

from nbformat import NotebookNode, from_dict

from autograder.intake.reading import Unreadable
from autograder.intake.settings import GIVEN_ID, id_in, settings_of

PYTHON = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
MAX_CELLS = 2_000
MAX_TEXT = 100_000  # characters of one cell
MAX_WRITTEN = 5_000_000  # characters of all cells


def trimmed(content: Any, name: str) -> tuple[NotebookNode, list[str]]:
    """The notebook in `content`, in format 4.5 with unique ids, and notes on what was lost.

    Raises Unreadable when there are no cells, or far too much in them.
    """
    found = _cells_in(content)
    if found is None:
        raise Unreadable(f"{name} is no notebook: it has no cells; hand in the .ipynb file.")
    if len(found) > MAX_CELLS:
        raise Unreadable(
            f"{name} has {len(found)} cells, more than {MAX_CELLS}; start again from the release."
        )
    cells: list[dict] = []
    taken: set[str] = set()
    long = 0
    for cell in found:
        if isinstance(cell, dict):
            text = _text(cell)
            long += len(text) > MAX_TEXT
            cells.append(_cell(cell, text[:MAX_TEXT], taken))
            taken.add(cells[-1]["id"])
    if (written := sum(len(cell["source"]) for cell in cells)) > MAX_WRITTEN:
        raise Unreadable(
            f"{name} has {written} characters in its cells, more than {MAX_WRITTEN}; "
            "start again from the release."
        )
    notes = []
    if lost := len(found) - len(cells):
        notes.append(f"{lost} of {len(found)} cells could not be read")
    if long:
        notes.append(f"text was cut at {MAX_TEXT} characters ({long} of {len(found)} cells)")
    plain = {"cells": cells, "metadata": PYTHON, "nbformat": 4, "nbformat_minor": 5}
    return from_dict(plain), notes


def _cells_in(content: Any) -> list | None:
    """The list of cells; format 3 kept it in worksheets."""
    if not isinstance(content, dict):
        return None
    if isinstance(content.get("cells"), list):
        return content["cells"]
    sheets = content.get("worksheets")
    if not isinstance(sheets, list):
        return None
    lists = [sheet["cells"] for sheet in sheets if isinstance(sheet, dict) and "cells" in sheet]
    return [cell for cells in lists if isinstance(cells, list) for cell in cells]


def _text(cell: dict) -> str:
    """The text of a cell, as one string that can be written in UTF-8."""
    text = cell.get("source", cell.get("input", ""))
    if isinstance(text, list):
        text = "".join(line for line in text if isinstance(line, str))
    if not isinstance(text, str):
        return ""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-8", "replace").decode("utf-8")


def _cell(cell: dict, text: str, taken: set[str]) -> dict:
    """A cell of format 4.5 with the settings that nbgrader may have left in it."""
    kind = cell.get("cell_type")
    if kind == "heading":
        text = f"# {text}"
    kind = kind if kind in ("code", "markdown", "raw") else "markdown"
    given = id_in(cell, "id")
    metadata = settings_of(cell.get("metadata"))
    if given in taken:
        metadata[GIVEN_ID] = given
    unique = given if given and given not in taken else _unused(taken)
    kept = {"cell_type": kind, "id": unique, "metadata": metadata, "source": text}
    return kept | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def _unused(taken: set[str]) -> str:
    """An id that no other cell has so far."""
    number = len(taken) + 1
    while f"given-{number}" in taken:
        number += 1
    return f"given-{number}"
