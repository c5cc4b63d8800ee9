"""IPython without a kernel: runs cells as Jupyter does and hands each output to `emit`.

Magics, rich display and figures work as in a notebook; nothing here starts a thread, so a process
that holds this shell may be forked at any time.
"""

import builtins
import io
import sys
import time
from collections.abc import Callable
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

STREAM_BYTES, STREAM_S = 8_192, 0.2


class Stream(io.TextIOBase):
    """stdout or stderr of a cell, passed on in pieces: a killed cell keeps its words."""

    encoding = "utf-8"

    def __init__(self, name: str, emit: Callable[[dict], None]) -> None:
        """`name` is what notebooks call it."""
        self.name, self.emit, self.kept, self.size, self.since = name, emit, [], 0, 0.0

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, text: str) -> int:
        """Keep `text` until enough has come together."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.kept.append(str.__str__(text))
        self.size += len(text)
        if self.size > STREAM_BYTES or time.monotonic() - self.since > STREAM_S:
            self.flush()
        return len(text)

    def flush(self) -> None:
        """Pass on what is kept."""
        if text := "".join(self.kept):
            self.kept, self.size, self.since = [], 0, time.monotonic()
            self.emit({"output_type": "stream", "name": self.name, "text": text})


class Results(DisplayHook):
    """The value of a cell's last line, as an output."""

    def start_displayhook(self) -> None:
        """Nothing is printed."""

    write_output_prompt = finish_displayhook = start_displayhook

    def write_format_data(self, format_dict: dict, md_dict: dict | None = None) -> None:
        """Emit the value in every form that it has."""
        output = {"output_type": "execute_result", "data": _texts(format_dict)}
        self.shell.show(output | {"execution_count": self.prompt_count})


class Publisher(DisplayPublisher):
    """What `display` shows, as an output."""

    def publish(self, data: dict, *_: Any, update: bool = False, **__: Any) -> None:
        """Emit a display; an update of an earlier one is not shown again."""
        if not update:
            self.shell.show({"output_type": "display_data", "data": _texts(data)})

    def clear_output(self, wait: bool = False) -> None:
        """Take back what this cell has shown so far."""
        self.shell.show({"output_type": "clear_output"})


class Shell(InteractiveShell):
    """The shell of one submission. `emit` takes each output, in the form of nbformat 4."""

    displayhook_class = Type(Results)
    display_pub_class = Type(Publisher)
    emit: Callable[[dict], None] = staticmethod(lambda output: None)
    streams: tuple[Stream, ...] = ()

    def perform(self, source: str) -> bool:
        """Run one cell; whether it went through without an exception."""
        self.streams = (Stream("stdout", self.emit), Stream("stderr", self.emit))
        sys.stdout, sys.stderr = self.streams
        try:
            return bool(self.run_cell(source, store_history=True).success)
        finally:
            self.flush()

    def show(self, output: dict) -> None:
        """Emit an output after the words that came before it."""
        self.flush()
        self.emit(output)

    def flush(self) -> None:
        """Pass on every word that is still kept."""
        for stream in self.streams:
            stream.flush()

    def enable_gui(self, gui: str | None = None) -> None:
        """Windows cannot open here; figures are drawn into the notebook without this."""

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        """An exception as an output, as ipykernel words it."""
        error = {"ename": str(etype.__name__), "evalue": str(evalue), "traceback": list(stb)}
        self.show({"output_type": "error", **error})

    def ask_exit(self) -> None:
        """`exit` in a cell: the rest of the notebook is still wanted."""


def make_shell() -> Shell:
    """The one shell of this process, with figures drawn into the notebook."""
    config = Config()
    config.HistoryManager.enabled = False  # its database would be written by a thread
    config.InteractiveShell.colors = "linux"
    shell = Shell.instance(config=config)
    builtins.input = _no_input
    return shell


def _no_input(prompt: object = "") -> str:
    """`input()`: there is nobody to answer."""
    raise RuntimeError("input() was called, but nobody is there to answer while grading.")


def _texts(data: dict) -> dict[str, str]:
    """The forms of a display that are text, pictures (base64) included."""
    return {str(mime): text for mime, text in data.items() if isinstance(text, str)}
