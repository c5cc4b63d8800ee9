"""Tables for spreadsheets: written whole or not at all, and never obeyed as formulas."""

import csv
from collections.abc import Iterable
from pathlib import Path


def write_lines(path: Path, head: list[str], lines: Iterable[list[str]]) -> None:
    """Write a table to a temporary file first, so that no half of it is ever read."""
    part = path.with_suffix(".part")
    with part.open("w", newline="", encoding="utf-8", errors="backslashreplace") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(lines)
    part.replace(path)


def replace_lines(path: Path, head: list[str], lines: Iterable[list[str]], keys: int) -> None:
    """Write lines into a table in the place of those with the same first `keys` cells.

    The others stay as they are, unless the table has other columns than `head`; all are sorted.
    """
    new = {tuple(_written(cell) for cell in line[:keys]): line for line in lines}
    kept = [line for line in _lines_in(path, head) if tuple(line[:keys]) not in new]
    write_lines(path, head, sorted([*kept, *new.values()], key=lambda line: line[keys - 1 :: -1]))


def as_text(cell: str) -> str:
    """A cell that a spreadsheet shows and does not run: names of files come from learners."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _written(cell: str) -> str:
    """A cell as it is read again: a folder's name may be no text at all."""
    return cell.encode("utf-8", "backslashreplace").decode()


def _lines_in(path: Path, head: list[str]) -> list[list[str]]:
    """The lines of a table with these columns; none of any other file."""
    try:
        with path.open(newline="", encoding="utf-8") as file:
            first, *lines = csv.reader(file)
    except (FileNotFoundError, ValueError, csv.Error):
        return []
    return [line for line in lines if len(line) == len(head)] if first == head else []
