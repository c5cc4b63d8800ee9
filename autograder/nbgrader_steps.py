"""Our two steps in nbgrader's autograde list: `Run` executes a submission, `Judge` marks it.

`Run` stands where nbgrader's Execute stood, and is the seam for another way of executing: whatever
replaces it must leave each check cell's evidence in the cell's outputs and the seed it drew in the
resources. `Judge` reads nothing else. Listed in nbgrader_config.py.
"""

import json
import secrets
from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode, v4
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from nbgrader.preprocessors.execute import UnresponsiveKernelError
from nbgrader.utils import is_grade, setenv

from autograder.checking import EVIDENCE, GRADING_SEED
from autograder.exercise import slugs
from autograder.judge import judge, unreadable
from autograder.plain import Malformed, checked
from autograder.show import panel
from autograder.verdict import Verdict

VERDICT = "application/vnd.freezing-layers.verdict+json"
SEED = "freezing_layers_seed"  # the key in nbconvert's resources
DEMO = "demo"


class Run(Execute):
    """Execute a submission in a kernel that knows the seed drawn for it.

    Cells tagged "demo" are left out: they show, and no mark depends on them. A kernel that dies or
    hangs ends the run of this notebook, not of the class: what was not run is judged as such.
    """

    def preprocess(self, nb: NotebookNode, resources: Any = None, km: Any = None) -> tuple:
        seed = secrets.randbelow(2**31)
        resources[SEED] = seed
        # One thread: the same bits on every machine, and no quarrel between two kernels.
        with setenv(**{GRADING_SEED: str(seed), "OMP_NUM_THREADS": "1"}):
            try:
                return super().preprocess(nb, resources, km)
            except (DeadKernelError, CellTimeoutError, UnresponsiveKernelError) as stop:
                self.log.warning("The kernel stopped before the end (%s).", type(stop).__name__)
                return nb, resources

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> tuple:
        if DEMO in cell.metadata.get("tags", []):
            return cell, resources
        return super().preprocess_cell(cell, resources, index)


class Judge(NbGraderPreprocessor):
    """Replace each check cell's outputs by the verdict on the evidence in them.

    The one output that is left carries the marks as a number, which nbgrader reads, and the panel,
    which feedback shows. Cells that check no exercise of ours are left alone.
    """

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> tuple:
        slug = checked_exercise(cell)
        if slug is not None:
            seed = resources.get(SEED)
            verdict = verdict_on(slug, cell.outputs, seed)
            points = float(cell.metadata.nbgrader["points"])
            marks = round(verdict.score * points, 2)
            told = panel(slug, verdict, foot=f"Earned {marks:g} of {points:g} points.")
            record = {"exercise": slug, "seed": seed, "points": points, "marks": marks}
            data = {
                # nbgrader takes a number here for the marks of the cell.
                "text/plain": str(marks),
                "text/html": told,
                VERDICT: record | verdict.as_plain(),
            }
            cell.outputs = [v4.new_output("execute_result", data, execution_count=1)]
        return cell, resources


def checked_exercise(cell: NotebookNode) -> str | None:
    """The slug of the exercise that a cell checks, or None for every other cell."""
    grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    slug = grade_id.removeprefix("check-")
    ours = slug != grade_id and slug in slugs()
    return slug if ours and cell.cell_type == "code" and is_grade(cell) else None


def verdict_on(slug: str, outputs: list, seed: int | None) -> Verdict:
    """The verdict on the one piece of evidence that a check cell put out.

    Everything else in the outputs is ignored: words on stderr cost nothing, claims earn nothing.
    """
    pieces = [output.data[EVIDENCE] for output in outputs if EVIDENCE in output.get("data", {})]
    if seed is None:
        return unreadable("no seed was drawn when this notebook was run")
    if len(pieces) != 1:
        what = "no evidence" if not pieces else f"{len(pieces)} pieces of evidence instead of one"
        return unreadable(f"the check cell gave {what}{_last_error(outputs)}")
    try:
        # Through text, so that limits hold and nothing but plain JSON types is left.
        return judge(slug, checked(json.dumps(pieces[0])), seed)
    except (Malformed, TypeError, ValueError, RecursionError) as problem:
        return unreadable(str(problem))


def _last_error(outputs: list) -> str:
    """What stopped the cell, as the end of a sentence."""
    errors = [output for output in outputs if output.output_type == "error"]
    if not errors:
        return ""
    message = f"{errors[-1].ename}: {errors[-1].evalue}".strip(": ")
    return f"; it stopped with {message.partition(chr(10))[0][:200].rstrip('.')}"
