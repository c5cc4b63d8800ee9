"""Cells of another type, settings of other cells: class D4."""

from tests.corpus.damages.damage import FULL, Damage, at, in_cells, text


def retyped(cell_type, *ids):
    """Turn these cells into another type; without ids, all cells of code."""

    def change(cells):
        for cell in cells:
            if cell["id"] in ids or (not ids and cell["cell_type"] == "code"):
                cell["cell_type"] = cell_type
                cell.pop("outputs", None)
                cell.pop("execution_count", None)

    return in_cells(change)


def bare_markdown(cells):
    """Turn an answer into Markdown that carries no settings and another id."""
    cell = cells[at(cells, "freeze")]
    cells[at(cells, "freeze")] = {
        "cell_type": "markdown",
        "id": "note",
        "metadata": {},
        "source": text(cell),
    }


def settings_flipped(cells):
    """Swap what nbgrader says about answers and checks, and raise the points."""
    for cell in cells:
        if settings := cell["metadata"].get("nbgrader"):
            settings["solution"], settings["grade"] = settings["grade"], settings["solution"]
            settings["locked"], settings["points"] = False, 1000


def ids_swapped(cells):
    """Let two answers carry each other's ids."""
    first, second = cells[at(cells, "freeze")], cells[at(cells, "trainable_report")]
    first["metadata"], second["metadata"] = second["metadata"], first["metadata"]
    first["id"], second["id"] = second["id"], first["id"]


RETYPED = [
    Damage("check_markdown", "D4", FULL, "another type", retyped("markdown", "check-freeze")),
    Damage("answer_raw", "D4", FULL, "'freeze' was of another type", retyped("raw", "freeze")),
    Damage("answer_markdown", "D4", FULL, "'grad_map' was of", retyped("markdown", "grad_map")),
    Damage("all_raw", "D4", FULL, "more were of another type", retyped("raw")),
    Damage("bare_markdown", "D4", FULL, "'freeze' had lost", in_cells(bare_markdown)),
    Damage("flags_flipped", "D4", FULL, "changed nbgrader settings", in_cells(settings_flipped)),
    Damage("ids_swapped", "D4", FULL, "ids of other cells", in_cells(ids_swapped)),
]
