"""One thing that `doctor` saw: a finding, how much it weighs, and where."""

from collections.abc import Collection
from dataclasses import dataclass

from autograder.verdict import Finding

PROBLEM = "problem"
NOTE = "note"


@dataclass(frozen=True)
class Diagnosis(Finding):
    """A finding about a set-up.

    `severity` is "problem" where something does not do what it was set up to do, and "note" where
    all may be meant and is worth knowing. `where` names layers, parameters or parameter groups.
    """

    severity: str = PROBLEM
    where: tuple[str, ...] = ()


def problem(mistake: str, seen: str, hint: str, where: Collection[str] = ()) -> Diagnosis:
    """A diagnosis that asks for a change."""
    return Diagnosis(_begun(seen), hint, mistake, where=tuple(where))


def note(mistake: str, seen: str, hint: str, where: Collection[str] = ()) -> Diagnosis:
    """A diagnosis that is worth knowing."""
    return Diagnosis(_begun(seen), hint, mistake, severity=NOTE, where=tuple(where))


def quoted(names: Collection[str]) -> str:
    """One name, with at most two more and a count in brackets, so that the verb stays singular.

    The model itself has the empty name.
    """
    first, *others = [repr(name) if name else "the model" for name in names]
    if not others:
        return first
    more = f" and {len(others) - 2} more" if len(others) > 2 else ""
    return f"{first} (also {', '.join(others[:2])}{more})"


def _begun(sentence: str) -> str:
    """A sentence with a capital letter where it begins with one."""
    return sentence[:1].upper() + sentence[1:]
