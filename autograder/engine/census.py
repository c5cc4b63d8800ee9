"""Who lives below this process and what they use, read from /proc: nothing has to be believed."""

import os
import signal
from contextlib import suppress
from dataclasses import dataclass

TICKS, PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
ROUNDS = 100  # of killing, against code that starts processes faster than one round ends them


@dataclass(frozen=True)
class Count:
    """Seconds of processor time, processes and threads, and bytes beyond `baseline` each."""

    cpu_s: float
    processes: int
    grown_bytes: int


@dataclass(frozen=True)
class _Process:
    """The fields of /proc/PID/stat that count here."""

    pid: int
    parent: int
    state: str
    cpu_s: float
    threads: int
    resident: int


def count(baseline_bytes: int) -> Count:
    """What all descendants use together; `baseline_bytes` is what each has from its ancestor."""
    living = [process for process in descendants() if process.state not in "ZX"]
    return Count(
        sum(process.cpu_s for process in living),
        sum(process.threads for process in living),
        sum(max(0, process.resident - baseline_bytes) for process in living),
    )


def clear(*kept: int) -> None:
    """Kill every descendant except these process ids; the dead are buried."""
    for _ in range(ROUNDS):
        living = [p.pid for p in descendants() if p.state not in "ZX" and p.pid not in kept]
        for pid in living:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if not living:
            return


def resident_bytes(pid: int) -> int:
    """What a process holds in memory; nothing when it has ended."""
    process = _read(pid)
    return process.resident if process else 0


def shared_out_bytes() -> int:
    """What all descendants hold in memory, with what they share counted once."""
    return sum(_proportional(process) for process in descendants())


def _proportional(process: "_Process") -> int:
    """A process's share of the memory it has; all of it, when the process hides its share."""
    try:
        with open(f"/proc/{process.pid}/smaps_rollup") as file:
            shares = [line.split()[1] for line in file if line.startswith("Pss:")]
        return int(shares[0]) * 1024
    except (OSError, IndexError, ValueError):
        return process.resident


def address_bytes() -> int:
    """The addresses that this process itself has in use."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * PAGE


def descendants() -> list[_Process]:
    """The processes below this one; orphans come to the keeper, so none can step aside."""
    everybody = [found for name in os.listdir("/proc") if name.isdigit() and (found := _read(name))]
    below: list[_Process] = []
    ancestors = {os.getpid()}
    while True:
        found = [p for p in everybody if p.parent in ancestors and p.pid not in ancestors]
        if not found:
            return below
        below += found
        ancestors |= {process.pid for process in found}


def _read(pid: int | str) -> _Process | None:
    """One process, or None when it has just ended."""
    try:
        with open(f"/proc/{pid}/stat", errors="replace") as file:
            # The name stands in brackets and may hold anything.
            fields = file.read().rpartition(")")[2].split()
        ticks = int(fields[11]) + int(fields[12])
        resident = int(fields[21]) * PAGE
        return _Process(
            int(pid), int(fields[1]), fields[0], ticks / TICKS, int(fields[17]), resident
        )
    except (OSError, IndexError, ValueError):
        return None
