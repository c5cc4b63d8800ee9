"""Our way into nbgrader's autograding: broken and renamed files are read, hurt ones repaired.

`one_notebook` tells nbgrader which notebook of a folder to take, `TakenIn` reads it as our own
command does, `Repair` comes first among the steps. Listed in nbgrader_config.py.
"""

import functools
import re
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode, v4
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Dict

from autograder.intake.reading import Unreadable
from autograder.intake.trimming import trimmed
from autograder.repair import repaired
from autograder.submission import taken_in

# The key in nbconvert's resources, and in the metadata of a repaired notebook.
NOTES = "freezing_layers_notes"
REPAIRS = "repairs"  # the id of the cell that tells learners what was repaired


def one_notebook(assignment: str, student: str, notebooks: list[str]) -> None:
    """Leave one path in `notebooks`: the lesson's, there or not, for `TakenIn` to read.

    A hook of nbgrader's, which would pass over every notebook of another name.
    """
    if notebooks:
        folder = Path(notebooks[0]).parent
        notebooks[:] = [str(folder / f"{folder.name}.ipynb")]


class TakenIn(NotebookExporter):
    """Reads submissions as our own command does; nbgrader's reader stops at the first oddity."""

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> tuple:
        """The notebook of a submission; raises Unreadable with the reason and its cure.

        What nbgrader itself has written, between its two rounds, is read as ever.
        """
        if not getattr(self.parent, "_sanitizing", False):
            return super().from_filename(filename, resources, **kw)
        path = Path(filename)
        _forget_links(path.parent, self.parent.coursedir)
        intake = taken_in(path.parent, path.stem, releases(_release_folder(self)))
        if intake.notebook is None:
            raise Unreadable(intake.problem)
        resources[NOTES] = intake.notes
        return self.from_notebook_node(intake.notebook, resources=resources, **kw)


def _forget_links(folder: Path, course: CourseDirectory) -> None:
    """Delete what nbgrader copied out of links in a submission: anything of the machine's."""
    student, lesson = folder.parent.name, folder.name
    copied = Path(course.format_path(course.autograded_directory, student, lesson))
    for link in [path for path in folder.rglob("*") if path.is_symlink()]:
        (copied / link.relative_to(folder)).unlink(missing_ok=True)


class Repair(NbGraderPreprocessor):
    """Put a submission into the shape of its release, and tell the learner what was repaired."""

    notes_before = Dict(
        help="What our own command noted about a file before it laid it out, by learner and lesson."
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple:
        """The repaired notebook; a cell on top lists the repairs, those of the reader first."""
        student, lesson = (resources["nbgrader"][key] for key in ("student", "notebook"))
        # Also where another reader is set, nothing untrimmed comes through.
        trim, lost = trimmed(nb, f"{lesson}.ipynb")
        mended = repaired(trim, releases(_release_folder(self))[lesson])
        before = self.notes_before.get(student, {}).get(lesson)
        notes = [*(resources.get(NOTES, []) if before is None else before), *lost, *mended.notes]
        # nbgrader's second round starts from a file.
        mended.notebook.metadata[NOTES] = notes
        if notes:
            mended.notebook.cells.insert(
                0, told("Read and repaired before grading", notes, REPAIRS)
            )
        return mended.notebook, resources


def told(title: str, notes: list[str], cell_id: str) -> NotebookNode:
    """A Markdown cell that lists notes below a title; markup in them is shown, not obeyed."""
    items = "\n".join(f"* {_literal(note)}" for note in notes)
    return v4.new_markdown_cell(f"**{title}:**\n\n{items}", id=cell_id)


def _literal(text: str) -> str:
    """Text in which neither Markdown nor HTML finds a sign of its own."""
    return re.sub(r"[\\`*_{}\[\]()#~|$<>&\"']", lambda sign: f"&#{ord(sign[0])};", text)


def releases(folder: Path) -> dict[str, NotebookNode]:
    """The released notebooks in a folder, by lesson."""
    paths = sorted(folder.glob("*/*.ipynb"))
    return {path.stem: _read(path, path.stat().st_mtime_ns) for path in paths}


@functools.cache
def _read(path: Path, changed_ns: int) -> NotebookNode:
    """A released notebook; read again when it has changed."""
    return nbformat.read(path, as_version=4)


def _release_folder(step: Any) -> Path:
    """The folder of released notebooks in the course that this step of nbconvert works for."""
    course = CourseDirectory(parent=step)
    return Path(course.root) / course.release_directory
