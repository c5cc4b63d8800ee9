"""What it takes to look for submissions that are alike: a class of 300, one lesson."""

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode

from autograder.bench.clock import seconds
from autograder.bench.figure import Figure
from autograder.bench.honest import LESSON
from autograder.classroom import Course
from autograder.sample_class import Change, hand_in, solved
from autograder.similarity.looking import look

LEARNERS = 300
WORDS = 2_000  # that comments are drawn from; the fewer, the more is shared
COMMENTS = 5
LIMIT_S = 10.0


def similarity(root: Path) -> Iterator[Figure]:
    """Seconds to read a class, count what is shared and find nothing."""
    with tempfile.TemporaryDirectory() as folder:
        course = Course(root, Path(folder))
        for number in range(LEARNERS):
            hand_in(course, f"learner_{number:03}", LESSON, solved(), _commented(number))
        found: list = []
        took = seconds(lambda: found.extend(look(course, [LESSON])))
    note = f"{sum(len(one.found) for one in found)} groups found, nobody had copied"
    yield Figure(f"look for likeness, {LEARNERS} learners", took, "s", LIMIT_S, note=note)


def _commented(number: int) -> Change:
    """Comments that nobody else wrote, of words that others use too."""
    draw = random.Random(number)

    def change(notebook: NotebookNode, solution: NotebookNode) -> None:
        for cell in notebook.cells:
            if cell.metadata.get("nbgrader", {}).get("solution"):
                words = [f"w{draw.randrange(WORDS)}" for _ in range(COMMENTS)]
                cell.source += "".join(f"\n# {word}" for word in words)

    return change
