"""Whatever happens to a notebook, it is read or refused in a sentence, and repaired by the rules.

FUZZ_EXAMPLES asks for more cases than the usual ones, and for other ones each time.
"""

import copy
import json
import os
import tempfile
from pathlib import Path

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.classroom import Course
from autograder.collect import collect
from autograder.engine.job import CHECK, DEMO, job_of
from autograder.exercise import find
from autograder.judge import judge
from autograder.repair import repaired
from autograder.sample_class import hand_in, solved
from autograder.submission import taken_in
from tests.handing_in import LESSON, ROOT

MORE = int(os.environ.get("FUZZ_EXAMPLES", "0"))
SEED = 20_260
# What each exercise may earn at most, by the answers that were written.
WRITTEN = ("freeze", "grad_map")


def usual(examples):
    """Settings for this many cases, the same ones each time unless more were asked for."""
    return settings(
        max_examples=MORE or examples,
        derandomize=not MORE,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


with tempfile.TemporaryDirectory() as room:
    course = Course(ROOT, Path(room))
    FULL = json.loads(hand_in(course, "full", LESSON, solved()).read_text(encoding="utf-8"))
    HALF = json.loads(hand_in(course, "half", LESSON, solved(*WRITTEN)).read_text(encoding="utf-8"))
RELEASED = course.released
PLACES = st.integers(0, 60)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
KEYS = ("cell_type", "id", "metadata", "source", "outputs", "execution_count", "junk")
SETTINGS = ("grade_id", "grade", "solution", "locked", "points", "checksum", "schema_version")
IDS = st.sampled_from(["freeze", "check-freeze", "grad_map", "cell-04", "", "extra-1", "repairs"])
CELL_EDITS = st.one_of(
    st.tuples(st.just("delete"), PLACES),
    st.tuples(st.just("double"), PLACES, PLACES),
    st.tuples(st.just("move"), PLACES, PLACES),
    st.tuples(st.just("merge"), PLACES, PLACES),
    st.tuples(st.just("retype"), PLACES, st.sampled_from(["code", "markdown", "raw"])),
    st.tuples(st.just("strip"), PLACES),
    st.tuples(st.just("empty"), PLACES),
    st.tuples(st.just("name"), PLACES, IDS),
)
JUNK_EDITS = st.one_of(
    st.tuples(st.just("put"), PLACES, st.sampled_from(KEYS), JUNK),
    st.tuples(st.just("set"), PLACES, st.sampled_from(SETTINGS), JUNK),
    st.tuples(st.just("insert"), PLACES, JUNK),
    st.tuples(st.just("top"), st.sampled_from(["cells", "metadata", "nbformat", "junk"]), JUNK),
)


def edited(content, edits):
    """A copy of a notebook's JSON with these edits made to it, one after the other."""
    content = copy.deepcopy(content)
    for edit in edits:
        if isinstance(content["cells"], list) and content["cells"]:
            _edit(content, *edit)
    return content


def _edit(content, what, where, *more):
    """Make one edit."""
    cells = content["cells"]
    if what == "top":
        content[where] = more[0]
        return
    where %= len(cells)
    if what == "insert":
        cells.insert(where, more[0])
    elif what == "delete":
        del cells[where]
    elif what == "double":
        cells.insert(more[0] % len(cells), copy.deepcopy(cells[where]))
    elif what == "move":
        cells.insert(more[0] % len(cells), cells.pop(where))
    elif isinstance(cells[where], dict):
        _edit_cell(cells, cells[where], what, *more)


def _edit_cell(cells, cell, what, *more):
    """Make one edit inside a cell."""
    metadata = cell.get("metadata")
    known = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    if what == "put":
        cell[more[0]] = more[1]
    elif what == "set" and isinstance(known, dict):
        known[more[0]] = more[1]
    elif what == "name":
        cell["id"] = more[0]
        if isinstance(known, dict):
            known["grade_id"] = more[0]
    elif what == "retype":
        cell["cell_type"] = more[0]
    elif what == "strip":
        cell.pop("id", None)
        cell["metadata"] = {}
    elif what == "empty":
        cell["source"] = ""
    elif what == "merge":
        other = cells[more[0] % len(cells)]
        if isinstance(other, dict) and "source" in other:
            cell["source"] = [*_lines(cell), "\n\n", *_lines(other)]


def _lines(cell):
    """The text of a cell as a list."""
    source = cell.get("source", [])
    return source if isinstance(source, list) else [str(source)]


def read(raw):
    """What becomes of a file with these bytes."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"{LESSON}.ipynb").write_bytes(raw)
        intake = taken_in(Path(folder), LESSON, RELEASED)
    assert (intake.notebook is None) == bool(intake.problem)
    assert not intake.problem or intake.problem.endswith(".")
    return intake.notebook


def keeps_the_rules(notebook):
    """Repair a notebook, and see that the release's rules hold; returns the repaired one.

    nbgrader's steps read what our command has read and written, so that must change nothing.
    """
    mended = repaired(notebook, RELEASED[LESSON])
    cells = mended.notebook.cells
    nbformat.validate(mended.notebook)
    assert len({cell.id for cell in cells}) == len(cells)
    ours = [cell for cell in cells if not cell.id.startswith("extra-")]
    assert [cell.id for cell in ours] == [cell.id for cell in RELEASED[LESSON].cells]
    for cell, released in zip(ours, RELEASED[LESSON].cells, strict=True):
        assert cell.cell_type == released.cell_type
        assert cell.metadata.get("nbgrader") == released.metadata.get("nbgrader")
        if released.cell_type != "code" or released.id.startswith("check-"):
            assert cell.source == released.source
    assert all(not cell.metadata for cell in cells if cell.id.startswith("extra-"))
    assert all(note.isprintable() and len(note) < 500 for note in mended.notes)
    written = nbformat.writes(notebook).encode("utf-8")
    assert repaired(read(written), RELEASED[LESSON]) == mended
    return mended.notebook


@usual(250)
@given(st.lists(CELL_EDITS | JUNK_EDITS, min_size=1, max_size=12))
def test_edited_notebooks_are_repaired_by_the_rules(edits):
    notebook = read(json.dumps(edited(FULL, edits)).encode())
    if notebook is not None:
        keeps_the_rules(notebook)


@usual(120)
@given(
    st.lists(st.tuples(st.integers(0, 40_000), st.binary(max_size=4), st.integers(0, 4))), PLACES
)
def test_damaged_bytes_are_read_or_refused(damages, cut):
    raw = json.dumps(FULL).encode()
    for place, put, taken in damages:
        raw = raw[:place] + put + raw[place + taken :]
    notebook = read(raw[: len(raw) - cut] if cut % 3 == 0 else raw)
    if notebook is not None:
        keeps_the_rules(notebook)


@usual(50)
@given(JUNK)
def test_json_that_is_no_notebook_is_refused_or_empty(junk):
    assert read(json.dumps(junk).encode()) is None


@usual(25)
@given(st.lists(CELL_EDITS, min_size=1, max_size=10))
def test_no_edit_writes_an_answer_that_was_not_there(edits):
    notebook = read(json.dumps(edited(HALF, edits)).encode())
    if notebook is None:
        return
    earned = marks_of(keeps_the_rules(notebook))
    assert {slug for slug, score in earned.items() if score} <= set(WRITTEN)


@pytest.mark.parametrize("content, solved_ones", [(FULL, 4), (HALF, 2)])
def test_the_measure_finds_the_answers_that_are_there(content, solved_ones):
    earned = marks_of(keeps_the_rules(read(json.dumps(content).encode())))
    assert sum(score == 1 for score in earned.values()) == solved_ones


def marks_of(notebook):
    """The score of each exercise, run here: every text in it comes from our own lesson."""
    names, scores = {}, {}
    for step in job_of(notebook, "somebody", LESSON).steps:
        if step.kind == CHECK:
            answers = tuple(names.get(name) for name in find(step.slug).answers)
            envelope = collect(find(step.slug), answers, SEED)
            scores[step.slug] = judge(step.slug, envelope, SEED).score
        elif step.kind != DEMO:
            try:
                exec(compile(step.source, f"<{step.id}>", "exec"), names)
            except Exception:
                continue  # a cell that fails, as in a kernel; what it defined before stays
    return scores
