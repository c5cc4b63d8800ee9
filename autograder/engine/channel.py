"""One performer as its keeper sees it: a conversation, a process, and an end that is noticed."""

import os
import select
import signal
import socket
from contextlib import suppress
from typing import Any

from autograder.engine.frames import Broken, Frames, Late


class Lost(Exception):
    """The performer has ended, or says what makes no sense."""


class Performer:
    """A process that runs cells. `started` is its process id, as far as it can be believed."""

    def __init__(self, end: socket.socket, max_bytes: int) -> None:
        """`end` is our side of the conversation; `max_bytes` bounds one answer."""
        self.frames = Frames(end, max_bytes)
        self.pid, self.ended, self.threads = 0, -1, 1

    def is_here(self, pid: int) -> None:
        """Note the process id; raises Lost when there is no such process."""
        try:
            self.ended = os.pidfd_open(pid)
        except (OSError, TypeError, OverflowError) as problem:
            raise Lost("its process ended") from problem
        self.pid = pid

    def order(self, **what: Any) -> None:
        """Send an order; raises Lost when nobody takes it.

        What was said since the last answer was not asked for, and is forgotten.
        """
        try:
            while select.select([self.frames.end], [], [], 0)[0]:
                self.frames.fill()
            self.frames.buffer.clear()
            # A performer that never reads must not stop its keeper: orders fit a socket's buffer,
            # or else the send ends at this time-out.
            self.frames.end.settimeout(5)
            self.frames.send(what)
        except Broken as problem:
            raise Lost("its process ended") from problem

    def fork(self, timeout_s: float) -> "Performer | None":
        """Let it fork; returns its child, or None where a fork is not safe, for its `threads`.

        Raises Lost when it has ended, or does not get there in time.
        """
        self.order(do="fork")
        try:
            answer = self.answer(timeout_s)
            if type(number := answer.get("threads")) is int:
                self.threads = number
                return None
            ours, theirs = socket.socketpair()
            child = Performer(ours, self.frames.max_bytes)
            with theirs:
                socket.send_fds(self.frames.end, [b"s"], [theirs.fileno()])
            # The new socket ends when nobody holds its other side any more.
            child.is_here(child.answer(timeout_s).get("here"))
        except (OSError, Late) as problem:
            raise Lost("its process could not be forked") from problem
        return child

    def answer(self, timeout_s: float) -> dict:
        """The next answer; raises Late after `timeout_s`, Lost at the process's end."""
        while True:
            try:
                if (message := self.frames.take()) is not None:
                    if type(message[0]) is not dict or len(message[0]) != 1:
                        raise Lost("its process said what makes no sense")
                    return message[0]
                watched = [self.frames.end] + [self.ended] * (self.ended >= 0)
                ready = select.select(watched, [], [], timeout_s)[0]
                if self.frames.end in ready:
                    self.frames.fill()
                elif ready:
                    raise Lost("its process ended")
                else:
                    raise Late
            except Broken as problem:
                raise Lost("its process ended") from problem

    def is_alive(self) -> bool:
        """Whether the process still runs or waits."""
        return self.ended >= 0 and not select.select([self.ended], [], [], 0)[0]

    def interrupt(self) -> None:
        """As the stop button does."""
        with suppress(OSError):
            signal.pidfd_send_signal(self.ended, signal.SIGINT)

    def kill(self) -> None:
        """End it for good."""
        with suppress(OSError):
            if self.ended >= 0:
                signal.pidfd_send_signal(self.ended, signal.SIGKILL)
        self.close()

    def close(self) -> None:
        """Hang up; a performer that waits for orders ends by that."""
        self.frames.end.close()
        if self.ended >= 0:
            os.close(self.ended)
            self.ended = -1
