"""A step before the cleaning of outputs: figures that come as HTML with words become pictures.

A figure of the course (`course.described`) is an HTML image, and cleaned HTML has no images in it.
"""

import re
from html import unescape
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

FIGURE = re.compile(
    r'<img width="\d+" alt="(?P<alt>[^"]*)" src="data:image/png;base64,(?P<png>[A-Za-z0-9+/=]+)">'
)


class Pictures(NbGraderPreprocessor):
    """Replace an image in HTML by the image itself; its words stand beside it."""

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> tuple:
        """Outputs that are one figure and nothing else."""
        for output in cell.get("outputs", []):
            if found := FIGURE.fullmatch(output.get("data", {}).get("text/html", "")):
                words = unescape(found["alt"])
                output.data = NotebookNode({"image/png": found["png"], "text/plain": words})
                # Where nbconvert's templates look for them, the formgrader's among them.
                output.metadata = NotebookNode({"image/png": {"alt": words}})
        return cell, resources
