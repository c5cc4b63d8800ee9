"""Plain data: the only thing that crosses from the learner's process to the judge.

`encoded` runs beside the learner's code and turns what a function returned into JSON types.
`decoded` is its inverse. `checked` runs on the judging side and lets nothing else pass.
"""

import json
import math
from dataclasses import dataclass
from typing import Any

MAX_BYTES = 2_000_000
MAX_TEXT = 10_000
MAX_DEPTH = 16
MAX_INTEGER = 2**63


class Malformed(ValueError):
    """Evidence that is not plain data of the expected form."""


@dataclass(frozen=True)
class Opaque:
    """A value that has no plain form: only the name of its type is kept."""

    type_name: str


def encoded(value: Any, depth: int = MAX_DEPTH) -> Any:
    """`value` as JSON types; containers carry a tag, anything unknown becomes `{"object": type}`.

    Zero-dimensional tensors and numpy scalars count as the number they hold.
    """
    if depth == 0:
        return {"object": "nested too deeply"}
    if value is None or type(value) in (bool, str):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if type(value).__module__.partition(".")[0] in ("numpy", "torch") and not getattr(
        value, "ndim", 1
    ):
        value = value.item()
    if type(value) is bool:
        return value
    if type(value) is int:
        return value if abs(value) < MAX_INTEGER else {"object": "very large int"}
    if type(value) is float:
        return value if math.isfinite(value) else {"float": str(value)}
    for tag, kind in (("list", list), ("tuple", tuple), ("set", (set, frozenset))):
        if isinstance(value, kind):
            items = [encoded(item, depth - 1) for item in value]
            return {tag: sorted(items, key=json.dumps) if tag == "set" else items}
    if isinstance(value, dict):
        pairs = value.items()
        return {"dict": [[encoded(k, depth - 1), encoded(v, depth - 1)] for k, v in pairs]}
    return {"object": type(value).__name__}


def decoded(value: Any) -> Any:
    """The Python value behind `encoded`; `Opaque` where there was no plain form.

    Raises Malformed for a tag that `encoded` does not write, and for unhashable members.
    """
    if type(value) is not dict:
        return value
    try:
        [(tag, content)] = value.items()
        if tag == "object":
            return Opaque(str(content))
        if tag == "float":
            return float(content)
        if tag == "dict":
            return {decoded(k): decoded(v) for k, v in content}
        items = [decoded(item) for item in content]
        return {"list": list, "tuple": tuple, "set": frozenset}[tag](items)
    except (TypeError, ValueError, KeyError) as problem:
        raise Malformed("a returned value is not in the agreed form") from problem


def checked(text: str) -> Any:
    """The plain data in the JSON `text`.

    Raises Malformed when it is larger than 2 MB, deeper than 2 * 16 + 8 levels, not JSON, or holds
    a number that is not finite or does not fit 64 bits, or a text that is very long or not Unicode.
    """
    if len(text) > MAX_BYTES:
        raise Malformed(f"the evidence is larger than {MAX_BYTES // 10**6} MB")

    def refuse(constant: str) -> None:
        raise Malformed(f"the evidence holds {constant}, which is not a number")

    try:
        value = json.loads(text, parse_constant=refuse)
    except Malformed:
        raise
    except (ValueError, RecursionError) as problem:
        # A number of more than 4300 digits is a ValueError of its own.
        raise Malformed("the evidence is not JSON") from problem
    _within_limits(value, 2 * MAX_DEPTH + 8)
    return value


def _within_limits(value: Any, depth: int) -> None:
    """Raise Malformed unless depth, numbers and texts keep to the limits."""
    if depth == 0:
        raise Malformed("the evidence is nested too deeply")
    if type(value) is int and abs(value) >= MAX_INTEGER:
        raise Malformed("the evidence holds a number that is too large")
    if type(value) is float and not math.isfinite(value):
        raise Malformed("the evidence holds a number that is not finite")
    if type(value) is str:
        _readable(value)
    elif type(value) is dict:
        for key, item in value.items():
            _readable(key)
            _within_limits(item, depth - 1)
    elif type(value) is list:
        for item in value:
            _within_limits(item, depth - 1)


def _readable(text: str) -> None:
    """Raise Malformed unless a text can stand in a sentence that is written to a file."""
    if len(text) > MAX_TEXT:
        raise Malformed(f"the evidence holds a text of more than {MAX_TEXT} letters")
    # Half of a surrogate pair passes JSON, and no file in UTF-8 can hold it.
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise Malformed("the evidence holds a letter that is none")
