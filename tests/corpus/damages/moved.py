"""Cells in other places, answers cut or put together: class D5."""

import random

from autograder.sample_class import answered, began_with, solved
from tests.corpus.damages.damage import FULL, Damage, at, code, in_cells, text

HELPED = """
def grad_map(frozen):
    return {layer: layer not in frozen for layer in LAYERS}
"""
COPIED = """
def moved_names(model, step, steps=3):
    before = copy.deepcopy(model.state_dict())
    for number in range(steps):
        step()
    now = model.state_dict()
    return {name for name in now if not torch.equal(now[name], before[name])}
"""


def check_first(cells):
    """Move a check above its answer."""
    cells.insert(at(cells, "freeze"), cells.pop(at(cells, "check-freeze")))


def split(cells):
    """Leave an answer's cell empty and write its text into a new one below."""
    place = at(cells, "freeze")
    cells.insert(place + 1, code(text(cells[place])))
    cells[place]["source"] = ""


def cut_in_two(cells):
    """Put the second function of an answer into a cell of its own, at the very end."""
    cell = cells[at(cells, "freeze")]
    first, second = text(cell).split("def unfreeze")
    cell["source"] = first
    cells.append(code("def unfreeze" + second))


def below_stubs(cells):
    """Keep the stubs and write all answers into one cell at the end."""
    answers = []
    for slug, arguments in (("freeze", "module"), ("trainable_report", "model")):
        cell = cells[at(cells, slug)]
        answers.append(text(cell))
        cell["source"] = f"def {slug}({arguments}):\n    ...  # your code here"
    cells.append(code("\n\n".join(answers)))


def typed_into_check(cells):
    """Keep the stub and write the answer above the line of the check."""
    cell, check = cells[at(cells, "grad_map")], cells[at(cells, "check-grad_map")]
    check["source"] = text(cell) + "\n\n\n" + text(check)
    cell["source"] = "def grad_map(frozen):\n    ...  # your code here"


def merged(cells):
    """Put the answer of a later exercise into an earlier cell and delete its own."""
    later = cells.pop(at(cells, "grad_map"))
    cells[at(cells, "freeze")]["source"] = text(cells[at(cells, "freeze")]) + "\n\n" + text(later)


def imported_above(cells):
    """Add an import to the lesson's own imports, for an answer that needs it."""
    cells[at(cells, "cell-04")]["source"] = "import copy\n" + text(cells[at(cells, "cell-04")])


def name_in_demo(cells):
    """Define in a demo what an answer needs."""
    cells[at(cells, "cell-25")]["source"] = "import copy\n" + text(cells[at(cells, "cell-25")])


def noted_in_prose(cells):
    """Write notes into the lesson's own prose."""
    cells[at(cells, "cell-05")]["source"] = "My notes: <script>alert(1)</script>"


COPY = (solved(), answered("moved_names", COPIED))
MOVED = [
    Damage("reversed", "D5", FULL, "more were moved", in_cells(lambda all_: all_.reverse())),
    Damage("shuffled", "D5", FULL, "were moved", in_cells(random.Random(3).shuffle)),
    Damage("check_first", "D5", FULL, "was moved", in_cells(check_first)),
    Damage("split", "D5", FULL, "in a cell of its own", in_cells(split)),
    Damage("cut_in_two", "D5", FULL, "in another cell", in_cells(cut_in_two)),
    Damage("below_stubs", "D5", FULL, "from where", in_cells(below_stubs)),
    Damage("typed_into_check", "D5", FULL, "'check-grad_map' was", in_cells(typed_into_check)),
    Damage("merged", "D5", FULL, "'grad_map' had its answer in", in_cells(merged)),
    Damage("imported_above", "D5", FULL, "", in_cells(imported_above), COPY),
    Damage("name_in_demo", "D5", FULL, "", in_cells(name_in_demo), COPY),
    Damage("noted_in_prose", "D5", FULL, "", in_cells(noted_in_prose)),
    Damage(
        "code_on_top",
        "D5",
        FULL,
        "",
        changes=(solved(), answered("grad_map", HELPED), began_with('LAYERS = ("a", "b", "c")')),
    ),
]
