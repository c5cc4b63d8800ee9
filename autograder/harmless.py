"""`Harmless`: a step after the run that takes out whatever a browser would run or fetch.

Listed in nbgrader_config.py, between the run and the judge, whose panels are ours.
"""

import re
from typing import Any

from nbconvert.preprocessors.sanitize import SanitizeHTML
from nbformat import NotebookNode, v4
from traitlets import Bool

# What a table of numbers needs; scripts, frames, forms and addresses of pictures are not in it.
TAGS = "b blockquote br code div em h1 h2 h3 h4 h5 h6 hr i li ol p pre span strong sub sup"
TABLES = "table caption thead tbody tr th td ul"
# Cleaning takes time by the square of nested tags: 16,000 of them more than five seconds.
MOST_TAGS_OF_ONE, MOST_TAGS = 2_000, 20_000
TOO_MANY = "HTML with very many tags is not shown."


class Harmless(SanitizeHTML):
    """Take out of outputs and learners' own prose whatever a browser would run.

    Prose of the release is left as it is.
    """

    enabled = Bool(True, help="nbconvert's own is off until asked for.").tag(config=True)

    def __init__(self, **settings: Any) -> None:
        """With the tags that a table of numbers needs, and no attributes: no links, no styles."""
        super().__init__(tags=[*TAGS.split(), *TABLES.split()], attributes={}, **settings)
        self._left = MOST_TAGS

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Every notebook may have MOST_TAGS."""
        self._left = MOST_TAGS
        return super().preprocess(nb, resources)

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> tuple:
        """Code cells, and cells that the release does not have."""
        if cell.cell_type == "code":
            for output in cell.get("outputs", []):
                self._without_too_many_tags(output.get("data", {}))
            return super().preprocess_cell(cell, resources, index)
        if cell.id.startswith("extra-"):
            return _as_text(cell), resources
        return cell, resources

    def _without_too_many_tags(self, data: dict) -> None:
        """Leave the words alone of HTML that would take minutes to clean."""
        tags = data.get("text/html", "").count("<")
        if tags > min(MOST_TAGS_OF_ONE, self._left):
            del data["text/html"]
            data.setdefault("text/plain", TOO_MANY)
        else:
            self._left -= tags


def _as_text(cell: NotebookNode) -> NotebookNode:
    """A learner's own prose, shown as it was typed: Markdown has links that a browser would run."""
    runs = re.findall("`{3,}", cell.source)
    fence = "`" * (max(map(len, runs), default=2) + 1)
    return v4.new_markdown_cell(f"{fence}\n{cell.source}\n{fence}", id=cell.id)
