"""Cells that are missing or doubled: classes D1 and D2."""

import copy

from autograder.sample_class import answered, solved
from tests.corpus.damages.damage import FULL, Damage, at, in_cells
from tests.handing_in import SILENT

WRONG = "def freeze(module):\n    return module\n\n\ndef unfreeze(module):\n    return module"
STUB = "def freeze(module):\n    ...  # your code here\n\n\ndef unfreeze(module):\n    ...  # todo"


def deleted(*ids):
    """Delete these cells."""
    return in_cells(lambda cells: [cells.pop(at(cells, cell_id)) for cell_id in ids])


def only(wanted):
    """Delete every cell that is not wanted."""
    return in_cells(lambda cells: cells.__setitem__(slice(None), filter(wanted, cells)))


def doubled(cell_id, above=None, below=None):
    """Copy a cell, and change the text of the upper or the lower one."""

    def change(cells):
        place = at(cells, cell_id)
        cells.insert(place, copy.deepcopy(cells[place]))
        for number, source in ((place, above), (place + 1, below)):
            if source is not None:
                cells[number]["source"] = source

    return in_cells(change)


def is_answer(cell):
    """Whether a cell holds an answer."""
    return cell["metadata"].get("nbgrader", {}).get("solution")


CHECKS = ("check-freeze", "check-trainable_report", "check-grad_map", "check-moved_names")
MISSING = [
    Damage("no_check", "D1", FULL, "'check-freeze' was missing", deleted("check-freeze")),
    Damage("no_checks", "D1", FULL, "and 1 more were missing", deleted(*CHECKS)),
    Damage("no_answer", "D1", 60, "'freeze' was missing and was put back", deleted("freeze")),
    Damage("no_imports", "D1", FULL, "'cell-04' was missing", deleted("cell-04")),
    Damage("answers_only", "D1", FULL, "more were missing", only(is_answer)),
    Damage(
        "emptied_answer",
        "D1",
        65,
        "'grad_map' was empty",
        changes=(solved(), answered("grad_map", "")),
    ),
    Damage("no_notebook", "D1", None, "The folder holds no notebook", lambda path: path.unlink()),
    Damage("empty_file", "D1", None, "it is empty", lambda path: path.write_text("\n")),
    Damage(
        "no_check_in_02", "D1", FULL, "'check-treat' was", deleted("check-treat"), lesson=SILENT
    ),
]
DOUBLED = [
    Damage("two_checks", "D2", FULL, "'check-freeze' stood there 2", doubled("check-freeze")),
    Damage("two_answers", "D2", FULL, "'freeze' stood there 2 times, all", doubled("freeze")),
    Damage("wrong_then_right", "D2", FULL, "copy 2 was graded", doubled("freeze", above=WRONG)),
    Damage("right_then_stub", "D2", FULL, "copy 1 was graded", doubled("freeze", below=STUB)),
    Damage("right_then_wrong", "D2", 60, "copy 2 was graded", doubled("freeze", below=WRONG)),
    Damage(
        "everything_twice", "D2", FULL, "stood there 2", in_cells(lambda all_: all_.extend(all_))
    ),
    Damage(
        "one_id_for_all", "D2", FULL, "", in_cells(lambda all_: [c.update(id="same") for c in all_])
    ),
    Damage(
        "two_notebooks", "D2", FULL, "", lambda path: path.with_name("try.ipynb").write_text("{}")
    ),
]
