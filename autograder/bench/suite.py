"""How long `make test` takes."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from autograder.bench.clock import seconds
from autograder.bench.figure import Figure
from autograder.classroom import GradingError

LIMIT_S = 360.0


def suite(root: Path) -> Iterator[Figure]:
    """Everything that `make test` runs. Raises GradingError when something fails."""

    def run() -> None:
        if subprocess.run(["make", "test"], cwd=root, stdout=subprocess.DEVNULL).returncode:
            raise GradingError("`make test` fails; run it by itself to see why.")

    yield Figure("make test", seconds(run), "s", LIMIT_S)
