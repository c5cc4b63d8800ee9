"""Which lesson a notebook is of: by its cells, as grading decides, and then by its name."""

from pathlib import Path

from nbformat import NotebookNode

from autograder.intake.matching import claimed, matched
from autograder.intake.notes import named
from autograder.intake.reading import Unreadable, content_of
from autograder.intake.release import release_of
from autograder.intake.trimming import trimmed
from autograder.mailed.found import NotCollected
from autograder.mailed.shapes import Shapes

UNKNOWN = "none of its exercises is known; the lesson is as asked, or from its name"


class Lessons:
    """The released notebooks of a course, ready to be compared with; `wanted` may name one."""

    def __init__(self, released: dict[str, NotebookNode], shapes: Shapes, wanted: str) -> None:
        self._releases = {lesson: release_of(notebook) for lesson, notebook in released.items()}
        self._shapes, self._wanted = shapes, wanted

    def of(self, path: Path, way: tuple[str, ...]) -> tuple[str, list[str]]:
        """The lesson of a notebook, which came by this way, and what there is to note about it.

        Raises NotCollected where it has none, or another than the wanted one. A notebook that
        cannot be read is collected all the same if its name tells the lesson: grading then tells
        its learner what is wrong with it.
        """
        name = named(way[-1])
        lesson, problem = self._by_cells(path, name)
        told = self._shapes.lesson_in(way)
        if lesson and self._wanted not in ("", lesson):
            raise NotCollected(f"It holds {lesson}; collect that lesson by its name.")
        if lesson:
            return lesson, [f"its name says {told}"] if told not in ("", lesson) else []
        if not (lesson := self._wanted or told):
            raise NotCollected(
                problem or f"{name} has no exercise of this course; ask for the right notebook."
            )
        return lesson, [problem or UNKNOWN]

    def _by_cells(self, path: Path, name: str) -> tuple[str, str]:
        """The lesson of a notebook, and why it cannot be read; both may be empty."""
        try:
            content, _ = content_of(path, name)
            notebook, _ = trimmed(content, name)
        except Unreadable as problem:
            return "", str(problem)
        # Comparing takes milliseconds for each lesson, so the likeliest comes first.
        by_ids = {
            lesson: sum(claimed(cell, release) is not None for cell in notebook.cells)
            for lesson, release in self._releases.items()
        }
        for lesson in sorted(by_ids, key=by_ids.get, reverse=True):
            release = self._releases[lesson]
            kept = matched(notebook.cells, release).kept
            if any(release.places[at].tells_lesson for at in kept):
                return lesson, ""
        return "", ""
