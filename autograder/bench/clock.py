"""Time by the clock and of processors, for what this process does and for all that it started."""

import contextlib
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from unittest import mock

import psutil


class Taken(NamedTuple):
    """Seconds by the clock and of processor time, that of child processes included."""

    wall_s: float
    cpu_s: float

    def __add__(self, other: tuple) -> "Taken":
        """Both, one after the other."""
        return Taken(self.wall_s + other[0], self.cpu_s + other[1])


def taken(work: Callable[[], object]) -> Taken:
    """What something takes."""
    cpu_s, began = _cpu_s(), time.perf_counter()
    work()
    return Taken(time.perf_counter() - began, _cpu_s() - cpu_s)


def seconds(work: Callable[[], object]) -> float:
    """How long something takes, by the wall clock."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def below() -> list[psutil.Process]:
    """Every process that this one has started, and that those have started."""
    return psutil.Process().children(recursive=True)


def _cpu_s() -> float:
    """Processor time of this process and all below it, the ended ones included."""
    spent = 0.0
    for process in [psutil.Process(), *below()]:
        with contextlib.suppress(psutil.Error):
            # A process has its ended children's time in its own account.
            spent += sum(process.cpu_times()[:4])
    return spent


class Stopwatch:
    """Adds up the time of calls by stage; a stage inside another counts once, for itself."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._stacks = threading.local()

    @contextlib.contextmanager
    def on(self, owner: Any, name: str, stage: str) -> Iterator[None]:
        """Time every call of `owner.name` meanwhile."""
        function = getattr(owner, name)

        def timed(*arguments: Any, **named: Any) -> Any:
            with self.stage(stage):
                return function(*arguments, **named)

        with mock.patch.object(owner, name, timed):
            yield

    @contextlib.contextmanager
    def stage(self, stage: str) -> Iterator[None]:
        """Time what happens meanwhile."""
        stack = self._stacks.__dict__.setdefault("open", [])
        stack.append(0.0)
        began = time.perf_counter()
        try:
            yield
        finally:
            whole = time.perf_counter() - began
            self.spent[stage] += whole - stack.pop()
            if stack:
                stack[-1] += whole
