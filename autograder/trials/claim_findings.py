"""What is wrong with a verdict on a claim, or with the evidence for it."""

import math
from typing import Any

from autograder.plain import Opaque, decoded
from autograder.stops import stop_finding
from autograder.trials import claim_runs
from autograder.verdict import Finding
from autograder.words import kind_of, shown, with_article

# The belief behind a wrong verdict, and a question that leads out of it.
BELIEFS = {
    1: ("D1", "what is in `.grad` of the frozen layer when `step()` comes by?"),
    2: ("", "if they were computed all the same, what would the three counts be?"),
    3: ("F5", "would the first layer have a gradient at all if none passed the second?"),
    8: ("D16", "the flag was off: what made the optimizer take the weight all the same?"),
    9: ("E1", "does eval change learning, or behaviour?"),
    11: ("", "which of the two has fewer numbers, and which has the cheaper backward pass?"),
    12: ("D2", "a gradient of zeros is a gradient: what does momentum do with it?"),
    13: ("F21", "does the copy hold still what the saved net held still?"),
}


def claim_finding(entry: dict, number: int, seed: int) -> Finding | None:
    """What is amiss with one claim: its form, its evidence, or its verdict."""
    if entry["given"] == "NoneType":
        return Finding(f"claim {number} has no entry.", "its evidence is described above.")
    verdict = decoded(entry["verdict"])
    if type(verdict) is not bool or not entry["is_function"]:
        return _misshapen(entry, number, verdict)
    if entry["said"]["raised"]:
        return stop_finding(f"the evidence on claim {number}", entry["said"]["raised"])
    holds, right = claim_runs.found(number, seed)
    told = decoded(entry["said"]["returned"])
    if not _agrees(told, right):
        return Finding(
            f"the evidence on claim {number} was {_short(told)}, and another run does not agree.",
            _why(told, right),
        )
    if verdict != holds:
        mistake, hint = BELIEFS[number]
        return Finding(
            f"claim {number} is called {str(verdict).lower()}, and its own evidence, "
            f"{_short(told)}, speaks against that.",
            hint,
            mistake,
        )
    return None


def _misshapen(entry: dict, number: int, verdict: Any) -> Finding:
    """An entry that is no pair of a verdict and a function."""
    if type(verdict) is bool:
        return Finding(
            f"claim {number} has a verdict, and no function for its evidence.",
            "hand in the function itself, without brackets after its name.",
        )
    if entry["given"] in ("tuple", "list"):
        return Finding(
            f"the verdict on claim {number} is {shown(verdict)}, not True or False.",
            "the first of the pair is a bool, the second a function.",
        )
    return Finding(
        f"for claim {number}, {with_article(entry['given'])} was given.",
        "give a pair: True or False, and a function.",
    )


def _agrees(told: Any, right: Any) -> bool:
    """Whether evidence has the form of our own, the same counts and names, and close numbers."""
    if type(right) is list:
        return (
            type(told) in (list, tuple)
            and len(told) == len(right)
            and all(_agrees(a, b) for a, b in zip(told, right, strict=True))
        )
    if type(right) is float:
        return type(told) in (int, float) and (
            told == 0 if right == 0 else math.isclose(told, right, rel_tol=1e-3)
        )
    return type(told) is type(right) and told == right


def _why(told: Any, right: Any) -> str:
    """A question that fits a piece of evidence that is another one than ours."""
    if type(told) is Opaque or type(told) not in (list, tuple, int, float):
        return "print what your function returns: is it plain numbers, as described?"
    if type(right) is list and (type(told) not in (list, tuple) or len(told) != len(right)):
        return "compare its form with the description: how many values, of which kind?"
    return "follow the description step by step: which optimizer, which layer, since when?"


def _short(told: Any) -> str:
    """Evidence in a few words: numbers to three places, long lists by their length."""
    if type(told) in (list, tuple):
        if len(told) > 4:
            return f"{kind_of(told)} of {len(told)}"
        return f"[{', '.join(_short(item) for item in told)}]"
    if type(told) is float:
        return f"{told:.3g}"
    return shown(told)
