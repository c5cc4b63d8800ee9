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

from autograder.engine.collecting import collected
from autograder.engine.frames import Frames
from autograder.engine.preload import threads
from autograder.engine.shell import Shell

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
