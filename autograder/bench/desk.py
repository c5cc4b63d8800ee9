"""What the learner's desk costs: the import, the map, a card, ten questions, and each template."""

import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from autograder import progress
from autograder.bank.catalog import templates
from autograder.bank.decks import ten
from autograder.bank.drawing import drawn
from autograder.bench.clock import seconds
from autograder.bench.figure import Figure
from autograder.course_map import as_markdown
from course.outline import outline

IMPORT_LIMIT_S = 0.3
MAP_LIMIT_S = 0.5
DRAW_LIMIT_MS = 50.0
SEEDS = range(100, 120)
REPEATS = 5
# In a process that has what a kernel has before its first cell, and torch.
IMPORT = """
import time, ipykernel.kernelapp, torch
began = time.perf_counter()
import autograder
print(time.perf_counter() - began)
"""


def desk(root: Path) -> Iterator[Figure]:
    """Medians; the slowest template by the median of its draws."""
    yield Figure(
        "import autograder", statistics.median(map(_import, range(REPEATS))), "s", IMPORT_LIMIT_S
    )
    state = progress.new()
    for lesson in outline():
        for slug in lesson.exercises:
            progress.exercise(state, slug).update(tries=3, open=["A5"])
    took = statistics.median(seconds(lambda: as_markdown(state, [])) for _ in range(REPEATS))
    yield Figure("draw the map", took, "s", MAP_LIMIT_S)
    first = seconds(lambda: ten("01_what_freezing_does", "bench", 0))
    yield Figure("ten questions, the first of a kernel", first, "s", None)
    for lesson in outline():
        again = seconds(lambda slug=lesson.slug: ten(slug, "bench", 1))
        yield Figure(f"ten questions of {lesson.slug}", again, "s", None)
    typical = {}
    for name, template in templates().items():
        drawn(template, 0)  # caches
        times = [seconds(lambda t=template, seed=seed: drawn(t, seed)) for seed in SEEDS]
        typical[name] = 1000 * statistics.median(times)
    slowest = max(typical, key=typical.get)
    middle = statistics.median(typical.values())
    yield Figure(f"draw one question, median of {len(typical)} templates", middle, "ms", None)
    yield Figure(f"draw {slowest}, the slowest", typical[slowest], "ms", DRAW_LIMIT_MS)


def _import(_: int) -> float:
    """What `import autograder` adds, in seconds, in a new process."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORT], capture_output=True, text=True, check=True
    )
    return float(done.stdout)
