"""What is to be run: the code cells of one repaired submission, in the order of the release."""

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace

from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution

from autograder.engine.steps import ANSWER, CHECK, DEMO, RUN, Step
from autograder.exercise import slugs

DEMO_TAG = "demo"


@dataclass(frozen=True)
class Job:
    """One submission, ready to run. Only `steps` ever enter the sandbox.

    `seeds` are those on which the same work was judged before, by exercise; where there is none, a
    seed is drawn.
    """

    student: str
    lesson: str
    steps: tuple[Step, ...]
    seeds: dict[str, int] = field(default_factory=dict)

    def to_text(self) -> str:
        """As JSON, the same text for the same job."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> "Job":
        """The job that `to_text` wrote."""
        plain = json.loads(text)
        return cls(**plain | {"steps": tuple(Step(**step) for step in plain["steps"])})

    def key(self, *circumstances: object) -> str:
        """A name for the result of this job: equal when job and circumstances are equal.

        `circumstances` are JSON types: versions, limits, isolation. Seeds are part of a result and
        not of its name.
        """
        text = json.dumps([replace(self, seeds={}).to_text(), *circumstances], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def job_of(notebook: NotebookNode, student: str, lesson: str) -> Job:
    """The job of grading a repaired notebook."""
    return Job(student, lesson, tuple(_step(c) for c in notebook.cells if c.cell_type == "code"))


def _step(cell: NotebookNode) -> Step:
    """A code cell as a step."""
    if slug := checked_exercise(cell):
        return Step(cell.id, CHECK, cell.source, slug)
    demo = DEMO_TAG in cell.metadata.get("tags", [])
    # Practice cells are solutions too, but nothing is lost with them.
    answer = is_solution(cell) and cell.id in slugs()
    return Step(cell.id, DEMO if demo else ANSWER if answer else RUN, cell.source)


def checked_exercise(cell: NotebookNode) -> str | None:
    """The slug of the exercise that a cell checks, or None for every other cell."""
    grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    slug = grade_id.removeprefix("check-")
    ours = slug != grade_id and slug in slugs()
    return slug if ours and cell.cell_type == "code" and is_grade(cell) else None
