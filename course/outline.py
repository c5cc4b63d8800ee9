"""The outline of the course: its lessons, sections, exercises and points, read from the lessons.

`python -m course build` writes it to course/outline.json, so that a learner who has the package and
the notebooks, but no lesson sources, has a map too.
"""

import functools
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # every kernel imports this module, and nbformat takes a second
    from nbformat import NotebookNode

START = "00_start_here"
FILE = "outline.json"
HEADING = re.compile(r"^(###?) (.+)$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
MINUTES = re.compile(r"It takes about (\d+) minutes")


@dataclass(frozen=True)
class Section:
    """A heading of a lesson, without its hashes, and what stands below it.

    `cell` is the id of the cell that it stands in. `holds` is a part of: "demo", "guess",
    "exercise", "repair" (an exercise that begins with broken code), "control", "quiz".
    """

    heading: str
    cell: str
    level: int
    holds: tuple[str, ...]
    exercise: str = ""


@dataclass(frozen=True)
class Lesson:
    """A lesson: `points` by the slug of what is graded, in the order of the notebook."""

    slug: str
    title: str
    minutes: int
    sections: tuple[Section, ...]
    points: dict[str, float]

    @property
    def number(self) -> str:
        """Its two digits."""
        return self.slug[:2]

    @property
    def exercises(self) -> list[str]:
        """The slugs of its exercises, its quiz excepted."""
        return [slug for slug in self.points if not slug.startswith("quiz_")]

    def link(self, heading: str = "") -> str:
        """Where a heading is, seen from the folder of any other lesson.

        By its cell: JupyterLab finds no heading by a name that has to be encoded.
        """
        found = [part.cell for part in self.sections if part.heading == heading]
        anchor = f"#cell-id={found[0]}" if found else ""
        return f"../{self.slug}/{self.slug}.ipynb{anchor}"

    def heading_of(self, exercise: str) -> str:
        """The heading above an exercise."""
        return next(part.heading for part in self.sections if part.exercise == exercise)


@functools.cache
def outline() -> tuple[Lesson, ...]:
    """Every lesson with exercises, in order, as the last build left them."""
    told = json.loads(files("course").joinpath(FILE).read_text(encoding="utf-8"))
    return tuple(
        Lesson(**one | {"sections": tuple(_section(part) for part in one["sections"])})
        for one in told
    )


def lesson_of(exercise: str) -> Lesson | None:
    """The lesson that holds an exercise or a quiz."""
    return next((lesson for lesson in outline() if exercise in lesson.points), None)


def as_text(lessons: dict[str, "NotebookNode"]) -> str:
    """The outline of these notebooks, by slug, as the file holds it."""
    told = [asdict(outlined(slug, notebook)) for slug, notebook in lessons.items() if slug != START]
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def outlined(slug: str, notebook: "NotebookNode") -> Lesson:
    """The outline of one notebook that `for_nbgrader` has made."""
    first = notebook.cells[0].source
    minutes = MINUTES.search(first)
    points = {
        cell.metadata.nbgrader.grade_id.removeprefix("check-"): cell.metadata.nbgrader.points
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    }
    return Lesson(
        slug=slug,
        title=first.partition("\n")[0].removeprefix("# "),
        minutes=int(minutes[1]) if minutes else 0,
        sections=tuple(_sections(notebook, set(points))),
        points=points,
    )


def _sections(notebook: "NotebookNode", graded: set[str]) -> Iterator[Section]:
    """The headings of levels 2 and 3 with what stands below them."""
    heading, place, level, holds, exercise = "", "", 0, [], ""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            holds += _kinds(cell, graded)
            exercise = cell.id if cell.id in graded else exercise
            continue
        for hashes, words in HEADING.findall(FENCED.sub("", cell.source)):
            if heading:
                yield Section(heading, place, level, tuple(dict.fromkeys(holds)), exercise)
            heading, place, level, holds, exercise = words, cell.id, len(hashes), [], ""
    if heading:
        yield Section(heading, place, level, tuple(dict.fromkeys(holds)), exercise)


def _kinds(cell: "NotebookNode", graded: set[str]) -> Iterator[str]:
    """What a code cell is, as `Section.holds` says it."""
    if cell.id.startswith("quiz_"):
        yield "quiz"
    elif cell.id in graded:
        yield "exercise"
        if "### STARTER" in cell.source:
            yield "repair"
    elif cell.id.startswith("practice-guess"):
        yield "guess"
    elif re.search(r"\b(layer|threshold|results)_board\(", cell.source):
        yield "control"
    elif "demo" in cell.metadata.get("tags", []):
        yield "demo"


def _section(told: dict) -> Section:
    """A section out of the file."""
    return Section(**told | {"holds": tuple(told["holds"])})
