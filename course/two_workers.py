"""Two worker processes that train one small network together, and the flags that change too late.

`python -m course.two_workers` makes course/assets/two_workers.json in about half a minute. The
workers are plain subprocesses that meet over a file and talk by gloo on this machine alone. What
each does stands in `course.worker`, what it saw is read from files, and nothing is left running.
What would surprise you: a layer thawed after wrapping trains in both, in two different ways.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import torch

from course.data import ASSETS, keep_asset

WORKERS = 2
PATIENCE_S = 45
RECIPE = (
    "two processes, gloo on the CPU, torch.nn.parallel.DistributedDataParallel around "
    "Sequential(Linear(4, 4), ReLU(), Linear(4, 2)), equal first weights, 8 other rows in each "
    "worker and step, mean of the squared outputs, plain gradient descent, rate 0.1, 5 steps; "
    "numbers to four places"
)
# What the workers do, by the name of the function in `course.worker`.
LIVE = ("thawed_before", "thawed_after", "frozen_after", "all_frozen")
SHARDED = ("flattened_mixed", "sharded_in_place")


class NoWorkers(RuntimeError):
    """Two processes cannot work together on this machine; one sentence says why."""


def seen_by_workers(cases: tuple[str, ...] = LIVE, patience_s: float = PATIENCE_S) -> dict:
    """What two workers report of each case, by case: one plain value per worker, in their order.

    Takes 5 to 20 s, most of it the start of two Pythons. Raises NoWorkers when processes cannot be
    started, end early, or are not done after `patience_s` seconds; none is left behind then either.
    """
    with tempfile.TemporaryDirectory() as folder:
        started = []
        try:
            for rank in range(WORKERS):
                started.append(_started(rank, folder, cases))
            _wait(started, patience_s)
        except OSError as problem:
            raise NoWorkers(f"no process could be started here ({problem.strerror})") from None
        finally:
            for process in started:
                process.kill()
                process.wait()
        told = [_report(Path(folder), rank) for rank in range(WORKERS)]
    return {case: [report[case] for report in told] for case in cases}


def shipped_results() -> dict:
    """What course/assets/two_workers.json holds.

    `{"recipe": str, "torch": str, "cases": {case: [report, report]}}`, a report as the function of
    that name in `course.worker` describes it.
    """
    return json.loads((ASSETS / "two_workers.json").read_text(encoding="utf-8"))


def largest_gap(case: list[dict]) -> dict[str, float]:
    """How far the two workers' weights are apart at the end, by name: the largest difference."""
    ours, theirs = (report["weights"] for report in case)
    return {
        name: round(max(abs(a - b) for a, b in zip(ours[name], theirs[name], strict=True)), 4)
        for name in ours
    }


def main() -> None:
    """Write course/assets/two_workers.json and print what happened in each case."""
    release = torch.__version__.split("+")[0]
    cases = seen_by_workers(LIVE + SHARDED, patience_s=4 * PATIENCE_S)
    results = {"recipe": RECIPE, "torch": release, "cases": cases}
    keep_asset("two_workers.json", (json.dumps(results, indent=1) + "\n").encode())
    for case, reports in cases.items():
        raised = reports[0].get("raised")
        said = f"{raised['type']}, iteration {raised['iteration']}" if raised else "no exception"
        print(f"{case:17} {said}")


def _started(rank: int, folder: str, cases: tuple[str, ...]) -> subprocess.Popen:
    """One worker, on its way."""
    surroundings = os.environ | {"OMP_NUM_THREADS": "1"}
    # Without a word, gloo asks the network which address this computer has.
    loopback = {"linux": "lo", "darwin": "lo0"}.get(sys.platform)
    if loopback:
        surroundings["GLOO_SOCKET_IFNAME"] = loopback
    code = f"from course.worker import work; work({rank}, {folder!r}, {cases!r})"
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _wait(started: list[subprocess.Popen], patience_s: float) -> None:
    """Returns when all have ended well; raises NoWorkers otherwise."""
    end = time.monotonic() + patience_s
    while any(process.poll() is None for process in started):
        # The others would wait in vain for one that has fallen.
        if any(process.poll() for process in started):
            break
        if time.monotonic() > end:
            raise NoWorkers(f"the workers were not done after {patience_s:.0f} seconds")
        time.sleep(0.05)
    if any(process.returncode != 0 for process in started):
        raise NoWorkers("a worker process ended early")


def _report(folder: Path, rank: int) -> dict:
    """What one worker wrote down."""
    return json.loads((folder / f"{rank}.json").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
