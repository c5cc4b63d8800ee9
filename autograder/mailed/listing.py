"""The table of a class, read leniently: any separator, any order of columns, Windows or UTF-8."""

import csv
import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from autograder.classroom import GradingError

STUDENT, CANVAS_ID = "student", "canvas_id"
CANVAS_HAS = {"student", "id", "section"}  # there a student is a name
FIRST = ("first_name", "firstname", "first name", "given name")
LAST = ("last_name", "lastname", "last name", "surname", "family name")
MOST_WORDS = 8  # of a name; more are no name
# Programs that pack archives for one country leave out which alphabet names are in.
ALPHABETS = ("utf-8", "cp1252", "cp932", "gbk", "cp949", "cp866", "mac_roman")


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table, whatever its separator, that name a student."""
    try:
        raw = path.read_bytes()
    except OSError as fault:
        told = f"{path.name} cannot be opened ({fault.strerror})"
        raise GradingError(f"{told}; name the roster with --roster.") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    head = text.partition("\n")[0]
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    try:
        for row in table:
            plain = {(key or "").strip().lower(): _cell(cell) for key, cell in row.items()}
            if plain.keys() >= CANVAS_HAS:
                told = f"{path.name} is Canvas's gradebook, which names no folders"
                raise GradingError(f"{told}; give a roster with a column {STUDENT!r}.")
            if STUDENT not in plain:
                raise GradingError(f"{path.name} has no column {STUDENT!r}; add one.")
            if plain[STUDENT]:
                yield plain
    except csv.Error as fault:
        raise GradingError(f"{path.name} is no table ({fault}); save it as CSV.") from None


def names_in(row: dict[str, str]) -> Iterator[str]:
    """What a learner may be called: every cell, both names in one, a mail address without host."""
    yield from filter(None, row.values())
    first, last = (
        next((row[head] for head in heads if row.get(head)), "") for heads in (FIRST, LAST)
    )
    if first and last:
        yield f"{first} {last}"
    for cell in row.values():
        if "@" in cell:
            yield cell.partition("@")[0]


def orders(name: str) -> set[str]:
    """The letters of a name, whichever of its words comes first; Canvas writes the last name."""
    words = [letters(word) for word in name.replace(",", " ").split()]
    if len(words) > MOST_WORDS:
        words = []
    turned = {"".join(words[at:] + words[:at]) for at in range(len(words))}
    return (turned | {letters(name)}) - {""}


def letters(name: str) -> str:
    """A name without capitals, accents, spaces and signs."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in plain if sign.isalnum())


def misread(name: str) -> Iterator[str]:
    """What a name may be that was read in the alphabet of a zip which names none."""
    for alphabet in () if name.isascii() else ALPHABETS:
        try:
            yield name.encode("cp437").decode(alphabet)
        except UnicodeError:
            continue


def _cell(cell: object) -> str:
    """What stands in a cell; cells beyond the head count for nothing."""
    return cell.strip() if isinstance(cell, str) else ""
