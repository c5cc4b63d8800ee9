"""Cells without the ids and settings that told them apart: class D3."""

import copy

from tests.corpus.damages.cells import WRONG
from tests.corpus.damages.damage import FULL, Damage, at, in_cells, in_json
from tests.handing_in import SILENT


def stripped(*keys):
    """Take these keys out of every cell."""
    return in_cells(lambda cells: [cell.pop(key, None) for cell in cells for key in keys])


def without_settings(cells):
    """Take nbgrader's settings out of every cell."""
    for cell in cells:
        cell["metadata"].pop("nbgrader", None)


def bare(content):
    """Leave nothing but types and texts."""
    content["metadata"] = {}
    content["nbformat_minor"] = 4
    for cell in content["cells"]:
        cell["metadata"] = {}
        del cell["id"]


def bare_and_doubled(content):
    """Leave nothing but types and texts, with a wrong attempt above the right answer."""
    place = at(content["cells"], "freeze")
    content["cells"].insert(place, copy.deepcopy(content["cells"][place]) | {"source": WRONG})
    bare(content)


STRIPPED = [
    Damage("no_settings", "D3", FULL, "lost their nbgrader settings", in_cells(without_settings)),
    Damage("no_cell_metadata", "D3", FULL, "lost their nbgrader settings", stripped("metadata")),
    Damage("no_ids", "D3", FULL, "", stripped("id")),
    Damage("bare", "D3", FULL, "no kernel is named", in_json(bare)),
    Damage("bare_and_doubled", "D3", FULL, "'freeze' stood there 2", in_json(bare_and_doubled)),
    Damage("bare_02", "D3", FULL, "lost their nbgrader", in_json(bare), lesson=SILENT),
    Damage("no_kernel", "D3", FULL, "no kernel", in_json(lambda all_: all_.update(metadata={}))),
]
