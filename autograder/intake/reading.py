"""From a submitted file to the JSON in it, whatever editors, browsers and Git did to its text.

A file that cannot be read is told in one sentence, with what to do about it.
"""

import json
import re
from pathlib import Path
from typing import Any

MAX_BYTES = 50_000_000
MAX_PARTS = 3_000_000  # objects and lists: each takes some 60 bytes of memory, however short it is

_CONFLICT = re.compile(rb"^(?:<<<<<<<|>>>>>>>) ", re.MULTILINE)
_LONGEST_INTEGER = 18


class Unreadable(ValueError):
    """One sentence about a submission that cannot be read, with the cure."""


def content_of(path: Path, name: str) -> tuple[Any, list[str]]:
    """The JSON in a file, and notes on how it had to be read.

    `name` is what messages call the file. Raises Unreadable.
    """
    raw = _bytes_of(path, name)
    text, notes = _decoded(raw, name)
    if not text.strip():
        raise Unreadable(f"{name} cannot be read: it is empty; save and hand it in again.")
    if raw.count(b"{") + raw.count(b"[") > MAX_PARTS:
        raise Unreadable(
            f"{name} has too many parts to be read; clear its outputs and hand it in again."
        )
    try:
        # Not strict: some editors leave line ends and tabs inside strings as they are.
        return json.JSONDecoder(strict=False, parse_int=_small).decode(text), notes
    except json.JSONDecodeError as error:
        raise Unreadable(_torn(raw, text, error, name)) from None
    except RecursionError:
        raise Unreadable(
            f"{name} is nested too deeply to be read; start again from the lesson's release."
        ) from None


def _bytes_of(path: Path, name: str) -> bytes:
    """What the file holds."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise Unreadable(
                f"{name} takes {size / 1e6:.0f} MB, more than {MAX_BYTES // 10**6}; "
                "clear its outputs and hand it in again."
            )
        with path.open("rb") as file:
            return file.read(MAX_BYTES)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Unreadable(
            f"{name} cannot be opened ({reason}); make it readable and grade again."
        ) from None


def _decoded(raw: bytes, name: str) -> tuple[str, list[str]]:
    """The bytes as text; JSON tells its own encoding, and Windows often writes another."""
    encoding = json.detect_encoding(raw)
    try:
        text = raw.decode(encoding)
        return text, [] if encoding.startswith("utf-8") else [f"its text was {encoding.upper()}"]
    except UnicodeDecodeError:
        if b"\0" not in raw and raw.lstrip()[:1] == b"{":
            return raw.decode("cp1252", "replace"), ["its text was not UTF-8; read as Windows-1252"]
        raise Unreadable(
            f"{name} is no text file; hand in the notebook as JupyterLab saves it."
        ) from None


def _torn(raw: bytes, text: str, error: json.JSONDecodeError, name: str) -> str:
    """The sentence on JSON that does not hold together."""
    if _CONFLICT.search(raw):
        return (
            f"{name} holds both sides of a Git merge; settle the conflict, "
            "open it in JupyterLab and hand it in again."
        )
    ends = not text[error.pos :].strip() or error.msg.startswith("Unterminated string")
    reason = f"its JSON {'breaks off' if ends else 'is damaged'} at line {error.lineno}"
    return f"{name} cannot be read: {reason}; save and hand it in again."


def _small(digits: str) -> int:
    """A whole number; Python refuses to read the very long ones, and no notebook needs them."""
    return int(digits) if len(digits) <= _LONGEST_INTEGER else 0
