"""The paragraphs of a lesson that explain something."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nbformat import NotebookNode

HEADING = re.compile(r"(#{1,6}) +(.+)")
# Sections that ask, list or look back, and explain nothing.
ASIDE = ("Exercise ", "Ten questions", "The ten that count", "What you can now do", "Further read")
# Paragraphs that ask, and tables and code, whose words say little.
UNFIT = ("**Practice", "**Guess", "* **A**", "|", "```")
SHORTEST = 80  # characters


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, the heading that it stands under, and the code that follows it."""

    heading: str
    text: str
    code: str = ""


def paragraphs_of(notebook: NotebookNode) -> Iterator[Paragraph]:
    """The paragraphs of a lesson below its introduction, in order."""
    heading, last = "", None
    for cell in notebook.cells:
        if cell.cell_type == "code":
            last = last and replace(last, code=f"{last.code}\n{cell.source}")
            continue
        for text in re.split(r"\n{2,}", cell.source):
            if found := HEADING.match(text):
                heading = found[2].replace("`", "") if len(found[1]) > 1 else ""
                text = text[found.end() :].strip()
            if last:
                yield last
            fits = heading and not heading.startswith(ASIDE) and not text.startswith(UNFIT)
            last = Paragraph(heading, text) if fits and len(text) >= SHORTEST else None
    if last:
        yield last
