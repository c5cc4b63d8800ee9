"""What a feedback page says of each graded cell, from the verdict and from what counts."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup
from nbformat import NotebookNode

from autograder.feedback.counted import Counted, Mark
from autograder.feedback.further import more, step
from autograder.feedback.markup import line
from autograder.nbgrader_steps import VERDICT
from autograder.show import panel
from autograder.verdict import (
    CORRECT,
    INCORRECT,
    NOT_ATTEMPTED,
    PARTLY,
    STOPPED,
    Finding,
    Verdict,
)
from course.outline import FENCED, HEADING

STATUS = {
    CORRECT: "✓ Correct",
    PARTLY: "Partly",
    INCORRECT: "Not yet",
    NOT_ATTEMPTED: "Not started",
    STOPPED: "Stopped",
}


@dataclass(frozen=True)
class Exercise:
    """One row of the summary, and what stands in its place in the notebook.

    `cell` is nbgrader's name of the graded cell, and the anchor of the place.
    """

    cell: str
    name: Markup
    status: str
    mark: Mark
    by_hand: str
    panel: Markup
    step: Markup
    more: Markup


def exercises(notebook: NotebookNode, counted: Counted) -> dict[str, Exercise]:
    """Every graded cell, by its name, in the order of the notebook."""
    found = {}
    for cell, heading in below_headings(notebook):
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if name in counted.cells:
            found[name] = _exercise(name, heading or name, counted.cells[name], record_in(cell))
    return found


def below_headings(notebook: NotebookNode) -> Iterator[tuple[NotebookNode, str]]:
    """Each cell with the nearest heading of the lesson above it, without what is in brackets."""
    heading = ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and not cell.id.startswith("extra-"):
            for _, words in HEADING.findall(FENCED.sub("", cell.source)):
                heading = words.partition(" (")[0]
        yield cell, heading


def record_in(cell: NotebookNode) -> dict | None:
    """The verdict's record in a judged cell; None in every other."""
    told = [output.get("data", {}) for output in cell.get("outputs", [])]
    return next((data[VERDICT] for data in told if VERDICT in data), None)


def _exercise(name: str, heading: str, mark: Mark, record: dict | None) -> Exercise:
    """What is said of one graded cell; `record` is None where people read instead of checks."""
    by_hand = _by_hand(mark)
    if record is None:
        status = "Not read yet" if mark.is_open else "Read by your instructor"
        return Exercise(name, Markup(line(heading)), status, mark, by_hand, *[Markup()] * 3)
    findings = tuple(Finding(**finding) for finding in record["findings"])
    verdict = Verdict(record["status"], record["score"], record["said"], findings)
    slug = record["exercise"]
    foot = by_hand or f"Earned {mark.marks:g} of {mark.points:g} points."
    return Exercise(
        *(name, Markup(line(heading)), STATUS[verdict.status], mark, by_hand),
        *(Markup(panel(slug, verdict, foot)), Markup(step(slug, verdict))),
        Markup(more(slug, verdict)),
    )


def _by_hand(mark: Mark) -> str:
    """What an instructor changed, in words; nothing where nothing was changed."""
    if not mark.is_by_hand:
        return ""
    extra = f", {mark.extra:g} of them extra" if mark.extra else ""
    return (
        f"Changed by hand: {mark.marks:g} of {mark.points:g} points{extra}; "
        f"checking gave {mark.checked:g}."
    )
