"""What the rules read of a lesson: its cells as authors write them, and what solutions/ shows."""

import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.lesson_text import read_lesson

FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
OBJECTIVES = "## What you can now do\n"


@dataclass(frozen=True)
class Facts:
    """A lesson by its `slug`; `shown` are the executed cells of its solution, if it was built."""

    slug: str
    cells: list[NotebookNode]
    shown: list[NotebookNode]

    @property
    def prose(self) -> str:
        """All its prose, without fenced code."""
        told = "\n\n".join(cell.source for cell in self.cells if cell.cell_type == "markdown")
        return FENCED.sub("", told)

    @property
    def exercises(self) -> list[str]:
        """The slugs of its exercises, its quiz excepted."""
        slugs = [cell.metadata["exercise"] for cell in self.cells if "exercise" in cell.metadata]
        return [slug for slug in slugs if not slug.startswith("quiz_")]

    @property
    def objectives(self) -> list[str]:
        """The points of its list of what learners can do."""
        below = self.prose.partition(OBJECTIVES)[2].partition("\n## ")[0]
        return re.findall(r"^\* (.+?)(?=^\* |^\S|\Z)", below, flags=re.MULTILINE | re.DOTALL)


def facts(root: Path, path: Path) -> Facts:
    """The facts about the lesson in this file. Raises LessonError when it cannot be read."""
    solution = root / "solutions" / path.stem / f"{path.stem}.ipynb"
    shown = nbformat.read(solution, as_version=4).cells if solution.is_file() else []
    return Facts(path.stem, read_lesson(path).cells, shown)
