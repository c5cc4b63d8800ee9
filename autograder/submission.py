"""A submission before it is graded: found, read, trimmed, and known to be of the right lesson."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from autograder.intake.locating import notebook_in
from autograder.intake.matching import matched
from autograder.intake.notes import named
from autograder.intake.reading import Unreadable, content_of
from autograder.intake.release import release_of
from autograder.intake.trimming import trimmed

FORMAT = (4, 5)


@dataclass
class Intake:
    """What was handed in: a notebook that can be repaired, or the `problem` why there is none.

    `problem` is one sentence with its cure; `notes` say what was unusual, as parts of sentences.
    """

    notebook: NotebookNode | None = None
    problem: str = ""
    notes: list[str] = field(default_factory=list)


def taken_in(folder: Path, lesson: str, released: dict[str, NotebookNode]) -> Intake:
    """What a learner handed in for `lesson`, with nothing of it run and nothing changed.

    `folder` is the learner's folder for this lesson; `released` holds the notebooks of the release
    by lesson. The notebook has no outputs and no metadata but nbgrader's.
    """
    try:
        path, notes = notebook_in(folder, lesson)
        name = path.name if path.name == f"{lesson}.ipynb" else named(path.name)
        content, read = content_of(path, name)
        notebook, lost = trimmed(content, name)
    except Unreadable as problem:
        return Intake(problem=str(problem))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Intake(problem=f"The folder cannot be read ({reason}); hand it in again.")
    if problem := _of_another_lesson(notebook, name, lesson, released):
        return Intake(problem=problem)
    return Intake(notebook, "", [*notes, *read, *_format_notes(content), *lost])


def _of_another_lesson(
    notebook: NotebookNode, name: str, lesson: str, released: dict[str, NotebookNode]
) -> str:
    """The sentence on a notebook without exercises of the lesson; empty when it has some."""
    if _recognised(notebook, released[lesson]):
        return ""
    for other in released:
        if other != lesson and _recognised(notebook, released[other]):
            return f"{name} holds lesson {other}; hand in {lesson} under this name."
    return f"{name} has none of the exercises of {lesson}; start from its release."


def _recognised(notebook: NotebookNode, released: NotebookNode) -> bool:
    """Whether at least one exercise of a release is in the notebook."""
    release = release_of(released)
    kept = matched(notebook.cells, release).kept
    return any(release.places[at].tells_lesson for at in kept)


def _format_notes(content: dict[str, Any]) -> list[str]:
    """What is unusual about a notebook's format and kernel."""
    notes = []
    metadata = content.get("metadata")
    if not (isinstance(metadata, dict) and metadata.get("kernelspec")):
        notes.append("no kernel is named; graded with Python 3")
    numbers = (content.get("nbformat"), content.get("nbformat_minor", 0))
    if not all(type(number) is int and 0 <= number < 100 for number in numbers):
        notes.append("written in no known notebook format")
    elif numbers != FORMAT:
        notes.append(f"written in notebook format {numbers[0]}.{numbers[1]}")
    return notes
