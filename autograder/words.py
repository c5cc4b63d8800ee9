"""Names of types as English takes them, for the sentences of findings."""

from typing import Any

from autograder.plain import Opaque


def with_article(kind: str) -> str:
    """The name of a type with its article: "an int", "a list", "the class Net", "None"."""
    if kind == "NoneType":
        return "None"
    if kind.startswith("class "):
        return f"the {kind}"
    return f"{'an' if kind[:1].lower() in tuple('aeiou') else 'a'} {kind}"


def shown(value: Any) -> str:
    """A short value as it was written, anything else by its type: never a dump."""
    if type(value) in (str, int, float, bool, type(None)):
        return repr(value)
    return kind_of(value)


def kind_of(value: Any) -> str:
    """What a decoded value was when the learner's function returned it, with its article."""
    name = value.type_name if isinstance(value, Opaque) else type(value).__name__
    return with_article("set" if name == "frozenset" else name)
