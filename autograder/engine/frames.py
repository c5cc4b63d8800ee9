"""Messages between processes: JSON behind its length, over a socket.

What a reader gets was written by a process that may have run a learner's code. So lengths are
bounded, and whatever is not a frame ends the conversation. Never pickle.
"""

import json
import select
import socket
import struct
import time
from typing import Any

HEAD = struct.Struct(">I")
MAX_BYTES = 32_000_000


class Broken(Exception):
    """The other side has gone, or says what is no frame."""


class Late(Exception):
    """Nothing came in time."""


class Frames:
    """One end of a conversation."""

    def __init__(self, end: socket.socket, max_bytes: int = MAX_BYTES) -> None:
        """`max_bytes` bounds one incoming frame."""
        self.end, self.max_bytes, self.buffer = end, max_bytes, bytearray()

    def fileno(self) -> int:
        """The descriptor, for waiting on several at once."""
        return self.end.fileno()

    def send(self, message: Any) -> None:
        """Write one frame; raises Broken when nobody reads any more."""
        body = json.dumps(message).encode()
        try:
            self.end.sendall(HEAD.pack(len(body)) + body)
        except (OSError, ValueError) as problem:
            raise Broken("the other side has gone") from problem

    def receive(self, timeout_s: float | None = None) -> Any:
        """The next frame; raises Late after `timeout_s`, and Broken for what is none."""
        until = None if timeout_s is None else time.monotonic() + timeout_s
        while (message := self.take()) is None:
            left = None if until is None else until - time.monotonic()
            if (left is not None and left <= 0) or not select.select([self.end], [], [], left)[0]:
                raise Late
            self.fill()
        return message[0]

    def fill(self) -> None:
        """Read what is there; the socket must be readable. Raises Broken at its end."""
        try:
            more = self.end.recv(1 << 16)
        except OSError as problem:
            raise Broken("the other side has gone") from problem
        if not more:
            raise Broken("the other side has gone")
        self.buffer += more

    def take(self) -> tuple[Any] | None:
        """A whole frame out of what was read, as a tuple of one, or None."""
        if len(self.buffer) < HEAD.size:
            return None
        (length,) = HEAD.unpack_from(self.buffer)
        if length > self.max_bytes:
            raise Broken("a frame is too long")
        if len(self.buffer) < HEAD.size + length:
            return None
        body = bytes(self.buffer[HEAD.size : HEAD.size + length])
        del self.buffer[: HEAD.size + length]
        try:
            return (json.loads(body),)
        except (ValueError, RecursionError) as problem:
            raise Broken("a frame is no JSON") from problem
