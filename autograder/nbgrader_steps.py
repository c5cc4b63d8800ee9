"""Our steps in nbgrader's autograde list: `Run`, `Judge`, and `SaveMarks`.

`Run` stands where nbgrader's Execute stood and hands the job to the engine, unless its result lies
in the cache already. `Judge` works out the marks from the evidence, here, where no learner's code
has run. Listed in nbgrader_config.py.
"""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, v4
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from traitlets import Dict, Enum

from autograder.bank.private import PRIVATE, in_use, private_in
from autograder.engine.client import shared_engine
from autograder.engine.job import checked_exercise, job_of
from autograder.engine.limits import Limits
from autograder.engine.result import Checked, Result
from autograder.engine.sandbox import BWRAP, LEVELS
from autograder.history import History, Judging
from autograder.judge import judge, unreadable
from autograder.nbgrader_intake import NOTES, REPAIRS, told
from autograder.regrading.judged import keep
from autograder.results import Results, graded_with, key_of
from autograder.show import panel
from autograder.verdict import Finding, Verdict

VERDICT = "application/vnd.freezing-layers.verdict+json"
RESULT, KEY = "freezing_layers_result", "freezing_layers_key"  # keys in nbconvert's resources
PICTURES = ("image/png", "image/jpeg")


class Run(NbGraderPreprocessor):
    """Replace the outputs of a repaired submission by those of a run of ours."""

    isolation = Enum(LEVELS, BWRAP, help="How submissions are kept apart.").tag(config=True)
    limits = Dict(help="What a submission may use: see autograder.engine.limits.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """The result also goes into the resources, for Judge."""
        result, resources[KEY] = self._result(nb, resources["nbgrader"])
        for count, cell in enumerate([c for c in nb.cells if c.cell_type == "code"], start=1):
            shown = result.outputs.get(cell.id, [])
            cell.outputs = [node for output in shown if (node := _as_node(output))]
            cell.execution_count = count if shown else None
        if result.notes:
            nb.cells.insert(0, told("While grading", result.notes, "run"))
        resources[RESULT] = result
        return nb, resources

    def _result(self, nb: NotebookNode, who: dict) -> tuple[Result, str]:
        """The result out of the cache, or from the engine of this process; and its key."""
        job = job_of(nb, who["student"], who["assignment"])
        limits, gradebook = Limits(**self.limits), _gradebook_of(self)
        keep(gradebook, nb, job, left_out=REPAIRS)
        results = Results(gradebook)
        key = key_of(job, self.isolation, limits)
        result = results.get(key)
        if result is None:
            job = replace(job, seeds=History(gradebook).seeds(job))
            result = shared_engine(self.isolation, limits).run(job)
            results.put(key, result)
        return result, key


def _as_node(output: dict) -> NotebookNode | None:
    """An output for the notebook: words, pictures and HTML; None when nothing of it can be shown.

    Everything else that a browser might run or fetch is left out; HTML is cleaned afterwards.
    """
    if "data" not in output:
        return NotebookNode(output)
    kept = {mime: told for mime, told in output["data"].items() if mime.startswith("text/")}
    kept = {mime: kept[mime] for mime in ("text/plain", "text/html") if mime in kept}
    for mime in PICTURES:
        if re.fullmatch(r"[A-Za-z0-9+/=\s]+", output["data"].get(mime, "")):
            kept[mime] = output["data"][mime]
    return NotebookNode(output | {"data": NotebookNode(kept), "metadata": {}}) if kept else None


class Judge(NbGraderPreprocessor):
    """Replace each check cell's outputs by the verdict on its evidence.

    The one output carries the marks as a number, which nbgrader reads, and the panel, which
    feedback shows. Cells that check no exercise of ours are left alone.
    """

    kept = Dict(
        help="Verdicts that a regrade of some exercises leaves: learner, lesson, exercise, record."
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """With the instructor's own questions, where the class has a file of them."""
        gradebook = _gradebook_of(self)
        with in_use(private_in(gradebook / PRIVATE)):
            nb, resources = super().preprocess(nb, resources)
        History(gradebook).add(_judging(nb, resources, graded_with(gradebook)))
        return nb, resources

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> tuple:
        """Every check gets a verdict: nbgrader would give full marks to a cell without outputs."""
        slug = checked_exercise(cell)
        if slug is not None:
            who = resources["nbgrader"]
            record = self.kept.get(who["student"], {}).get(who["assignment"], {}).get(slug)
            if record is None:
                check = resources[RESULT].checks[slug]
                verdict = verdict_on(slug, check, who["student"])
                record = {"exercise": slug, "seed": check.seed} | verdict.as_plain()
            cell.outputs = [_shown(record, float(cell.metadata.nbgrader["points"]))]
        return cell, resources


def _shown(record: dict, points: float) -> NotebookNode:
    """The output that stands for a verdict on an exercise with these points."""
    marks = round(record["score"] * points, 2)
    findings = tuple(Finding(**finding) for finding in record["findings"])
    verdict = Verdict(record["status"], record["score"], record["said"], findings)
    page = panel(record["exercise"], verdict, foot=f"Earned {marks:g} of {points:g} points.")
    data = {
        # nbgrader takes a number here for the marks of the cell.
        "text/plain": str(marks),
        "text/html": page,
        VERDICT: record | {"points": points, "marks": marks},
    }
    return v4.new_output("execute_result", data, execution_count=1)


def _judging(nb: NotebookNode, resources: Any, versions: str) -> Judging:
    """What the history keeps of a notebook whose checks have been judged."""
    who, result = resources["nbgrader"], resources[RESULT]
    return Judging(
        *(who["student"], who["assignment"], records_of(nb), nb.metadata.get(NOTES, [])),
        *(list(result.notes), result.usage, result.isolation, resources[KEY]),
        *(job_of(nb, who["student"], who["assignment"]).key(), versions),
    )


def records_of(nb: NotebookNode) -> list[dict]:
    """The verdicts in a judged notebook."""
    outputs = [output for cell in nb.cells for output in cell.get("outputs", [])]
    return [output.data[VERDICT] for output in outputs if VERDICT in output.get("data", {})]


def _gradebook_of(step: NbGraderPreprocessor) -> Path:
    """The folder of the class that a step of nbgrader's works for."""
    course = step.parent.parent.coursedir
    return Path(course.root, course.autograded_directory).resolve().parent


def verdict_on(slug: str, check: Checked, student: str) -> Verdict:
    """The verdict on a student's exercise in a result; the same whenever it is asked for."""
    if check.problem:
        return unreadable(f"the check cell gave no evidence: {check.problem.rstrip('.')}")
    return judge(slug, check.evidence, check.seed, student)


class SaveMarks(SaveAutoGrades):
    """Write all marks of a submission at once, so that no half of them is ever read."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """As nbgrader's, with one commit at the end in place of one per cell."""
        who = resources["nbgrader"]
        self.notebook_id, self.assignment_id = who["notebook"], who["assignment"]
        self.student_id, self.db_url = who["student"], who["db_url"]
        with Gradebook(self.db_url) as self.gradebook:
            session = self.gradebook.db
            commit, session.commit = session.commit, session.flush
            nb, resources = NbGraderPreprocessor.preprocess(self, nb, resources)
            commit()
        return nb, resources
