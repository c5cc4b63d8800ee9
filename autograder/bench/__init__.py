"""`make bench`: what the course and its grading cost, as a table and as bench.json.

    notebooks.py    lessons and checks, as learners meet them
    desk.py         the import, the map, the question bank
    throughput.py   submissions a minute beside stock nbgrader, with one worker and with two
    isolation.py    what the sandbox costs
    stages.py       where the time of one submission goes
    memory.py       what a worker takes
    scheduling.py   a class of 10,000 through Dask, with nothing to run
    report.py       the report on a class of 1,000 learners
    collecting.py   1,000 archives of a class
    similarity.py   looking for likeness in a class of 300
    peers.py        the same lesson through otter-grader
    suite.py        `make test`, only when it is asked for: it takes as long as all the others

What is compared is measured alternately in one run, and stands in the table as a ratio: machines
differ and are noisy, so nothing here is a test.
"""

import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import torch
from tqdm import tqdm

from autograder.bench import (
    collecting,
    desk,
    isolation,
    memory,
    notebooks,
    peers,
    report,
    scheduling,
    similarity,
    stages,
    suite,
)
from autograder.bench import throughput as rates
from autograder.bench.figure import Figure, put_together, reason, table
from autograder.classroom import GradingError
from autograder.engine.versions import versions
from autograder.grading import BAR

FILE = "bench.json"
Measure = Callable[[Path], Iterable[Figure]]
FAMILIES: dict[str, Measure] = {
    "lessons": notebooks.lessons,
    "checks": notebooks.checks,
    "desk": desk.desk,
    "throughput": rates.throughput,
    "isolation": isolation.isolation,
    "stages": stages.stages,
    "memory": memory.memory,
    "scheduling": scheduling.scheduling,
    "report": report.report,
    "collecting": collecting.collecting,
    "similarity": similarity.similarity,
    "otter": peers.otter,
    "suite": suite.suite,
}
USUAL = [name for name in FAMILIES if name != "suite"]


def bench(root: Path, wanted: list[str] | None = None) -> str:
    """Measure these families in the course at `root`, or the usual ones; returns the table.

    Also writes bench.json, in which figures of other families stay. Raises GradingError for a
    family that does not exist.
    """
    unknown = sorted(set(wanted or []) - set(FAMILIES))
    if unknown:
        known = ", ".join(FAMILIES)
        raise GradingError(f"There is no measurement {unknown[0]!r}; there are: {known}.")
    torch.set_num_threads(1)
    chosen = [name for name in FAMILIES if name in (wanted or USUAL)]
    figures = []
    with tqdm(chosen, desc="measuring", bar_format=BAR, file=sys.stderr) as bar:
        for name in bar:
            bar.set_postfix_str(name)
            figures += measured(name, FAMILIES[name], root)
    put_together(figures, root / FILE)
    return f"{table(figures)}\n{_circumstances()}"


def measured(family: str, measure: Measure, root: Path) -> Iterator[Figure]:
    """The figures of a family; a fault in it becomes a row with the reason, and ends it."""
    try:
        with warnings.catch_warnings():
            # nbgrader's own (SQLAlchemy, missing cell ids) would tear the progress bar apart.
            warnings.simplefilter("ignore")
            for figure in measure(root):
                yield figure.of(family)
    except Exception as fault:
        yield Figure(f"{family} was not measured", note=reason(fault)).of(family)


def _circumstances() -> str:
    """The machine and the releases that the figures belong to, as one line."""
    told = ", ".join(f"{name} {release}" for name, release in versions().items())
    busy = f"; load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"Ratio: the share of the limit that is used. {os.cpu_count()} cores{busy}; {told}."
