"""The step of nbgrader's that writes feedback: a graded notebook becomes a page of ours.

Not nbconvert's HTML: its page carries 180 kB of style sheets and asks the network for MathJax.
"""

from typing import Any

from markupsafe import Markup
from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import default

from autograder.feedback.cells import comments_in, notes_in, pieces
from autograder.feedback.counted import COUNTED
from autograder.feedback.exercises import exercises
from autograder.feedback.page import rendered
from autograder.feedback.room import fitted


class FeedbackPage(Exporter):
    """Writes a learner's page; `autograder.feedback.counted.Count` has to stand before it."""

    output_mimetype = "text/html"

    @default("file_extension")
    def _html(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[str, Any]:
        """The page, as text."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        who, counted = resources["nbgrader"], resources[COUNTED]
        told, comments = exercises(nb, counted), comments_in(nb, counted)
        values = {
            "student": who["student"],
            "title": _title(nb) or who["notebook"],
            "counted": counted,
            "exercises": list(told.values()),
            "comments": list(comments.values()),
            "notes": notes_in(nb),
        }
        around = rendered("feedback.html.j2", notebook="", left_out=0, **values)
        body, left_out = fitted(list(pieces(nb, told, comments)), len(around.encode()))
        page = rendered(
            "feedback.html.j2", notebook=Markup("".join(body)), left_out=left_out, **values
        )
        return page, resources


def _title(notebook: NotebookNode) -> str:
    """The first line of a lesson, without its hash."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("# "):
            return cell.source.partition("\n")[0].removeprefix("# ")
    return ""
