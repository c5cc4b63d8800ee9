"""The process that runs a learner's cells, one order of its keeper at a time.

Everything here shares a process with the learner's code, so nothing here is believed: what it sends
are claims, and a keeper with a clock listens.

    {"do": "run", "source": ...}        run a cell            -> outputs, then {"ran": success}
    {"do": "fork"}                      -> {"ready": true}, then a socket is handed over; the child
                                           goes on behind it -> from the child {"here": process id};
                                           or, where no fork is safe -> {"threads": number}
    {"do": "collect", ...}              collect one exercise  -> {"evidence": text} or a problem
"""

import json
import os
import signal
import socket

from autograder.collect import collect
from autograder.engine.frames import Frames
from autograder.engine.preload import threads
from autograder.engine.shell import Shell
from autograder.exercise import find

_fork, _getpid, _setpgid = os.fork, os.getpid, os.setpgid  # a learner may replace those in `os`


def perform(shell: Shell, keeper: Frames, output_bytes: int) -> None:
    """Take orders until the keeper hangs up."""
    left = output_bytes

    def emit(output: dict) -> None:
        nonlocal left
        left -= len(json.dumps(output))
        if left > 0:  # the keeper counts for itself; this spares it the work
            keeper.send({"output": output})

    shell.emit = emit
    while True:
        order = keeper.receive()
        if order["do"] == "run":
            signal.signal(signal.SIGINT, signal.default_int_handler)
            try:
                succeeded = shell.perform(order["source"])
            except MemoryError:  # not even its words could be passed on
                succeeded = False
            # An interrupt that comes too late must not strike between two cells.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            keeper.send({"ran": succeeded})
        elif order["do"] == "collect":
            keeper.send(collected(shell, order["source"], order["slug"], order["seed"]))
        else:
            keeper = _forked(keeper)


def _forked(keeper: Frames) -> Frames:
    """Fork if that is safe; returns the conversation that this process goes on with."""
    if (number := threads()) > 1:
        keeper.send({"threads": number})
        return keeper
    keeper.send({"ready": True})
    _, ends, _, _ = socket.recv_fds(keeper.end, 1, 1)
    new = Frames(socket.socket(fileno=ends[0]))
    if _fork():
        new.end.close()
        return keeper
    keeper.end.close()
    _setpgid(0, 0)  # a signal to its own group must not reach the snapshot
    new.send({"here": _getpid()})
    return new


def collected(shell: Shell, source: str, slug: str, seed: int) -> dict:
    """Run a check cell of the release, with a `check` that collects and says nothing.

    Returns `{"evidence": text}` or `{"problem": text}`. Not through the shell, whose hooks may be
    the learner's, nor through the learner's `check`, which may be another thing by now.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)  # the deadline works by it
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    handed_in: dict[str, tuple] = {}
    names = dict(shell.user_ns)
    names["check"] = lambda checked, *answers: handed_in.setdefault(checked, answers)
    try:
        exec(compile(source, "<check>", "exec"), names)
        return {"evidence": json.dumps(collect(find(slug), handed_in[slug], seed))}
    except BaseException as problem:
        told = f"{type(problem).__name__}: {problem}"
        return {"problem": told.partition("\n")[0][:200]}
