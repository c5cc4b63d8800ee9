"""The phases of a run as its messages tell them: nothing in the sandbox has to be changed."""

import contextlib
import time
from collections.abc import Iterator
from typing import Any
from unittest import mock

# What goes on after a message of this kind, until the next one.
AFTER = {
    "over": "",  # between two runs
    "begins": "cells, and forks after them",
    "wanted": "collecting evidence",
    "evidence": "forks between answers",
    "problem": "forks between answers",
    "end": "clearing the room away",
}
START = "fork and namespaces of the room"


class Phases:
    """Adds up the seconds of each phase."""

    def __init__(self) -> None:
        self.spent = dict.fromkeys([START, *filter(None, AFTER.values())], 0.0)

    @contextlib.contextmanager
    def heard_by(self, listener: type) -> Iterator[None]:
        """Listen to every message that `listener.receive` brings meanwhile.

        A phase runs from one call's message to the next one's, and the first from its call.
        """
        receive, phase, since = listener.receive, "", 0.0

        def heard(frames: Any, *arguments: Any) -> Any:
            nonlocal phase, since
            if not phase:
                phase, since = START, time.perf_counter()
            message = receive(frames, *arguments)
            kind = next(iter(message), "") if type(message) is dict else ""
            if kind in AFTER:
                now = time.perf_counter()
                self.spent[phase] += now - since
                phase, since = AFTER[kind], now
            return message

        with mock.patch.object(listener, "receive", heard):
            yield
