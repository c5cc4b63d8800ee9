"""Work on an older release, and outputs of another text: class D13."""

from tests.corpus.damages.cells import is_answer
from tests.corpus.damages.damage import FULL, Damage, at, code, in_cells


def older(cells):
    """Work on an older release: other checks, other stubs, an exercise that is gone."""
    for cell in filter(is_answer, cells):
        cell["metadata"]["nbgrader"]["checksum"] = "0" * 32
    cells[at(cells, "check-freeze")]["source"] = "check('freeze', freeze)"
    gone = {"grade_id": "count_layers", "solution": True, "grade": False, "locked": False}
    cells.append(code("def count_layers(net):\n    return 2", metadata={"nbgrader": gone}))


def other_outputs(cells):
    """Leave outputs that the text never made."""
    data = {"text/plain": "80", "application/vnd.freezing-layers.verdict+json": {"marks": 80}}
    out = {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 9}
    cells[at(cells, "check-freeze")]["outputs"] = [out]


STALE = [
    Damage("older", "D13", FULL, "from an older release", in_cells(older)),
    Damage("other_outputs", "D13", FULL, "", in_cells(other_outputs)),
]
