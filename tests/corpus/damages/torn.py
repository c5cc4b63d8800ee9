"""Files whose text is torn, strange or far too large: class D8."""

import json

from tests.corpus.damages.damage import FULL, Damage, at, bytes_of, in_cells, in_json

MERGE = "<<<<<<< HEAD\n{first}=======\n{second}>>>>>>> theirs\n"


def loud(content):
    """Leave 40 MB of outputs in a cell."""
    said = {"output_type": "stream", "name": "stdout", "text": "0123456789" * 4_000_000}
    content["cells"][at(content["cells"], "cell-06")]["outputs"] = [said]


def not_numbers(content):
    """Leave NaN where numbers were."""
    content["metadata"]["loss"] = float("nan")
    for cell in content["cells"]:
        cell["metadata"]["took"] = float("inf")


def strange_cells(cells):
    """Put things among the cells that are none."""
    cells[3:3] = [None, 7, "a cell", [], {}, {"cell_type": 4, "source": {"a": 1}}]


def deep(path):
    """Nest a list in the file a hundred thousand times."""
    path.write_text('{"cells": ' + "[" * 100_000 + "]" * 100_000 + "}", encoding="utf-8")


def both_sides(path):
    """Leave a merge conflict in the file."""
    first, second, *rest = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(MERGE.format(first=first, second=second) + "".join(rest), encoding="utf-8")


TORN = [
    Damage(
        "truncated", "D8", None, "its JSON breaks off at line", bytes_of(lambda raw: raw[:9000])
    ),
    Damage(
        "damaged",
        "D8",
        None,
        "JSON is damaged at line",
        bytes_of(lambda raw: raw.replace(b",", b";", 9)),
    ),
    Damage("merge_conflict", "D8", None, "both sides of a Git merge", both_sides),
    Damage("loud", "D8", FULL, "", in_json(loud)),
    Damage("too_large", "D8", None, "takes 60 MB", bytes_of(lambda raw: raw + b" " * 60_000_000)),
    Damage("not_numbers", "D8", FULL, "", in_json(not_numbers)),
    Damage("strange_cells", "D8", FULL, "4 of", in_cells(strange_cells)),
    Damage("deep", "D8", None, "nested too deeply", deep),
    Damage("prose", "D8", None, "cannot be read", lambda path: path.write_text("Dear instructor")),
    Damage(
        "a_picture", "D8", None, "no text file", lambda path: path.write_bytes(b"\x89PNG\r\n\xff")
    ),
    Damage("a_list", "D8", None, "it has no cells", lambda path: path.write_text(json.dumps([1]))),
]
