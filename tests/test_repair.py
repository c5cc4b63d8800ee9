"""Repairs cell by cell: work lands in the release's cells, and every repair is told."""

import json
import time

import nbformat
import pytest
from nbformat import v4

from autograder.classroom import Course
from autograder.engine.job import ANSWER, CHECK, DEMO, RUN, job_of
from autograder.intake import anchors
from autograder.intake.notes import named
from autograder.intake.reading import MAX_BYTES
from autograder.nbgrader_intake import REPAIRS, releases, told
from autograder.repair import repaired
from autograder.sample_class import answered, hand_in, solved
from autograder.submission import taken_in
from tests.corpus.damages.damage import at, code, in_cells
from tests.handing_in import LESSON, ROOT, SILENT

RELEASED = releases(ROOT / "notebooks")
HELPER = "def asleep(parameter):\n    parameter.requires_grad = False"


@pytest.fixture
def mend(tmp_path):
    """A function that hands in lesson 01, solved and then changed, and repairs it."""

    def mended(change, *changes):
        course = Course(ROOT, tmp_path)
        path = hand_in(course, "ada", LESSON, solved(), *changes)
        in_cells(change)(path)
        intake = taken_in(path.parent, LESSON, RELEASED)
        assert intake.problem == ""
        return repaired(intake.notebook, RELEASED[LESSON])

    return mended


def ids(mended):
    return [cell.id for cell in mended.notebook.cells]


def source(mended, cell_id):
    return next(cell.source for cell in mended.notebook.cells if cell.id == cell_id)


@pytest.mark.parametrize("lesson", [LESSON, SILENT])
def test_the_release_itself_needs_no_repair(lesson):
    mended = repaired(RELEASED[lesson], RELEASED[lesson])
    assert mended.notes == []
    assert mended.notebook == RELEASED[lesson]


def test_an_undamaged_submission_comes_back_as_it_was(mend):
    mended = mend(lambda cells: cells.insert(9, code(HELPER)))
    assert mended.notes == []
    assert ids(mended)[8:11] == ["cell-09", "extra-1", "cell-10"]
    assert source(mended, "extra-1") == HELPER


def test_a_learners_cells_stay_behind_the_cell_they_stood_behind(mend):
    def change(cells):
        cells.insert(at(cells, "freeze"), code(HELPER))
        cells.insert(0, code("first = 1"))
        cells.append(code("last = 1"))

    mended = mend(change)
    assert ids(mended)[0] == "extra-1"
    assert ids(mended).index("extra-2") == ids(mended).index("freeze") - 1
    assert ids(mended)[-1] == "extra-3"


def test_a_changed_demo_is_run_and_an_unchanged_one_is_not(mend):
    def change(cells):
        cells[at(cells, "cell-21")]["source"] = "answer_needs_this = 1"

    kinds = {s.id: s.kind for s in job_of(mend(change).notebook, "ada", LESSON).steps}
    assert (kinds["cell-21"], kinds["cell-23"]) == (RUN, DEMO)
    assert (kinds["freeze"], kinds["check-freeze"]) == (ANSWER, CHECK)


def test_what_a_learner_writes_into_the_prose_stays_theirs(mend):
    def change(cells):
        cells[at(cells, "cell-05")]["source"] = "my notes"

    mended = mend(change)
    assert source(mended, "cell-05") == RELEASED[LESSON].cells[4].source
    assert ids(mended)[4:6] == ["cell-05", "extra-1"]
    assert source(mended, "extra-1") == "my notes"


def test_an_answer_is_not_taken_from_a_cell_where_the_answer_is_there(mend):
    """An experiment below the check is no copy of the answer."""
    mended = mend(lambda cells: cells.append(code("def freeze(module):\n    return 0")))
    assert mended.notes == []
    assert "return 0" not in source(mended, "freeze")


def test_a_stub_takes_its_answer_from_below(mend):
    stub = "def grad_map(frozen):\n    ...  # your code here"
    mended = mend(
        lambda cells: cells.append(code("def grad_map(frozen):\n    return 7")),
        answered("grad_map", stub),
    )
    assert source(mended, "grad_map") == "def grad_map(frozen):\n    return 7"
    assert mended.notes == [
        "the cell 'grad_map' had its answer in a cell of its own, from where it was taken"
    ]


def test_a_cell_that_claims_to_be_a_check_is_an_ordinary_one(mend):
    """The check comes from the release; what stood in its place still runs."""

    def change(cells):
        cells[at(cells, "check-freeze")]["source"] = "print('100 of 100')"

    mended = mend(change)
    place = ids(mended).index("check-freeze")
    assert source(mended, "check-freeze") == 'check("freeze", freeze, unfreeze)'
    assert ids(mended)[place - 2 : place] == ["freeze", "extra-1"]
    assert mended.notes == ["the cell 'check-freeze' was changed and was put back"]


def test_settings_come_from_the_release(mend):
    def change(cells):
        cells[at(cells, "check-freeze")]["metadata"]["nbgrader"]["points"] = 1e5

    mended = mend(change)
    check = next(cell for cell in mended.notebook.cells if cell.id == "check-freeze")
    assert check.metadata.nbgrader.points == 20
    assert mended.notes == [
        "the cell 'check-freeze' had changed nbgrader settings; the release's count"
    ]


def test_strange_names_are_told_without_their_strange_signs():
    assert named("a\x1b[31m<b>`$(rm)") == "'a??31m?b???(rm)'"
    assert len(named("x" * 1000)) < 80


def test_notes_are_shown_and_not_obeyed():
    cell = told("Read and repaired", ["the cell '<b>*x*[y](z)' was missing"], REPAIRS)
    nbformat.validate(v4.new_notebook(cells=[cell]))
    assert cell.id == REPAIRS
    listed = cell.source.rpartition("* ")[2]
    assert not set("<>*[]()_`") & set(listed)


@pytest.mark.parametrize(
    "written",
    [
        "def freeze(m):\n    m.requires_grad_(False)",
        "async def freeze(m):\n    return m",
        "freeze = lambda m: m.requires_grad_(False)",
        "freeze, unfreeze = make()",
        'def freeze(m):\n    """Freeze."""\n    for p in m:\n        pass',
    ],
)
def test_these_are_answers(written):
    assert anchors.answers(written, "freeze", "def freeze(m):\n    ...")


@pytest.mark.parametrize(
    "written",
    [
        "def freeze(m):\n    ...",
        "def freeze(m): ...",
        'def freeze(m):\n    """Two\n    lines."""\n\n    pass  # later',
        "def freezer(m):\n    return m",
        "    def freeze(m):\n        return m",
        "freeze == 3",
        "print(freeze)",
        "",
    ],
)
def test_these_are_none(written):
    assert not anchors.answers(written, "freeze", "def freeze(m):\n    ...")


@pytest.mark.parametrize("hard", [" ", "a,", "a ", "#", "((", "def f(a=", "\n#", '"""'])
def test_a_long_text_is_read_in_a_time_that_grows_with_its_length(hard):
    """A pattern that takes the square of the length would need minutes."""
    cell = v4.new_code_cell(hard * (99_000 // len(hard)) + "=")
    began = time.process_time()
    mended = repaired(v4.new_notebook(cells=[cell]), RELEASED[LESSON])
    assert time.process_time() - began < 5
    assert ids(mended)[0] == "extra-1"


def test_a_link_is_not_followed_out_of_the_folder(tmp_path):
    course = Course(ROOT, tmp_path)
    real = hand_in(course, "ada", LESSON, solved())
    folder = tmp_path / "submitted" / "eve" / LESSON
    folder.mkdir(parents=True)
    (folder / f"{LESSON}.ipynb").symlink_to(real)
    (folder / "sub").symlink_to(real.parent)
    assert taken_in(folder, LESSON, RELEASED).problem.startswith("The folder holds no notebook")


def test_of_several_notebooks_without_the_right_name_none_is_chosen(tmp_path):
    for name in ("one.ipynb", "two.ipynb"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    told = taken_in(tmp_path, LESSON, RELEASED).problem
    assert told.startswith("The folder holds 2 notebooks, and none is called 01_what")


def test_a_file_of_the_largest_size_is_still_read(tmp_path):
    path = hand_in(Course(ROOT, tmp_path), "ada", LESSON, solved())
    raw = path.read_bytes()
    path.write_bytes(raw + b" " * (MAX_BYTES - len(raw)))
    assert taken_in(path.parent, LESSON, RELEASED).notebook is not None
    path.write_bytes(raw + b" " * (MAX_BYTES - len(raw) + 1))
    assert "more than 50; clear its outputs" in taken_in(path.parent, LESSON, RELEASED).problem


def test_a_notebook_of_countless_brackets_is_refused_before_it_is_read(tmp_path):
    raw = b'{"cells": [' + b"[]," * 4_000_000 + b"[]]}"
    (tmp_path / f"{LESSON}.ipynb").write_bytes(raw)
    assert "has too many parts to be read" in taken_in(tmp_path, LESSON, RELEASED).problem


def test_a_notebook_of_countless_cells_is_refused(tmp_path):
    content = {"cells": [{"cell_type": "code", "source": ""}] * 2_001}
    (tmp_path / f"{LESSON}.ipynb").write_text(json.dumps(content), encoding="utf-8")
    assert "has 2001 cells, more than 2000" in taken_in(tmp_path, LESSON, RELEASED).problem


def test_a_long_cell_is_cut_and_a_book_of_cells_is_refused(tmp_path):
    cells = [{"cell_type": "markdown", "source": "a" * 200_000}] * 50
    release = {"cell_type": "code", "source": "def freeze(module):\n    return module"}
    path = tmp_path / f"{LESSON}.ipynb"
    path.write_text(json.dumps({"cells": [release, *cells[:2]]}), encoding="utf-8")
    taken = taken_in(tmp_path, LESSON, RELEASED)
    assert "text was cut at 100000 characters (2 of 3 cells)" in taken.notes
    assert len(taken.notebook.cells[1].source) == 100_000
    path.write_text(json.dumps({"cells": [release, *cells]}), encoding="utf-8")
    assert "characters in its cells" in taken_in(tmp_path, LESSON, RELEASED).problem


def test_a_folder_that_is_not_there_is_told(tmp_path):
    assert "cannot be opened" in taken_in(tmp_path / "nobody", LESSON, RELEASED).problem
