"""The preloaded parent of all submissions: imports once, forks for each, runs no learner's code.

Started by client.py, which talks to it over one socket. It never reads a job itself: its memory is
what every later submission inherits.
"""

import os
import select
import socket
import sys
from contextlib import suppress

from autograder.engine import linux
from autograder.engine.frames import Frames
from autograder.engine.preload import preload, threads
from autograder.engine.room import isolated_room, open_room


def main() -> int:
    """Serve jobs until the other side hangs up.

    Arguments: a socket's number, the isolation, the writable folders of a sandbox.
    """
    end = socket.socket(fileno=int(sys.argv[1]))
    isolated = sys.argv[2] == "bwrap"
    outside = Frames(end)
    if isolated:
        linux.keep_private()
        linux.unshare(linux.NEW_NETWORK)  # unlike bubblewrap's, this one has not even a loopback
        own_processes = os.open("/proc/self/ns/pid", os.O_RDONLY)
    shell = preload()
    if threads() > 1:
        raise RuntimeError("something that is imported for every submission starts a thread")
    outside.send({"ready": True})
    while True:
        select.select([end], [], [])
        if not end.recv(1, socket.MSG_PEEK):
            return 0
        if isolated:
            # Children go where `enter` says, and the last such place died with its submission.
            linux.enter(own_processes, linux.NEW_PIDS)
            linux.unshare(linux.NEW_PIDS)
        pid = os.fork()
        if not pid:
            with suppress(BaseException):
                if isolated:
                    os.close(own_processes)
                    isolated_room(end, shell, sys.argv[3:])
                else:
                    open_room(end, shell)
            os._exit(0)
        os.waitpid(pid, 0)
        outside.send({"over": True})


if __name__ == "__main__":
    sys.exit(main())
