"""Tables that people write: CSV from an editor or a spreadsheet, read line by line.

What a spreadsheet does to a file is taken as it comes: a mark at its beginning, semicolons in
place of commas, empty lines, names of columns in capitals.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from autograder.bank.graded import key_of
from autograder.classroom import GradingError


def rows_of(path: Path) -> list[list[str]]:
    """The rows of a CSV file with commas, semicolons or tabs.

    Raises GradingError for a file that cannot be read as text.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise GradingError(f"{path.name} is not in UTF-8; save it as CSV in UTF-8.") from None
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise GradingError(f"{path.name} cannot be read ({reason}).") from None
    head = text.partition("\n")[0]
    try:
        sign = max(",;\t", key=head.count)
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True))
    except csv.Error as fault:
        raise GradingError(f"{path.name} is no CSV file ({fault}).") from None


def lines_of(path: Path, required: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines of a table with their numbers, each by column; empty ones are passed over.

    The first line names the columns, `required` ones among them. Lines count rows of the table, as
    a spreadsheet shows them. Raises GradingError with the number of a bad line.
    """
    rows = rows_of(path)
    head = [key_of(name) for name in rows[0]] if rows else []
    missing = [name for name in required if name not in head]
    if missing:
        raise GradingError(f"{path.name} needs a column {missing[0]!r} in its first line.")
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > len(head) and any(row[len(head) :]):
            raise GradingError(
                f"{path.name}, line {number}: it has more cells than the first line has columns."
            )
        cells = [cell.strip() for cell in row] + [""] * (len(head) - len(row))
        yield number, dict(zip(head, cells, strict=False))
