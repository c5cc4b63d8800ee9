"""One answer, many arguments: it is asked in groups, and each group is judged on its own.

A group of bad arguments is asked, too. There the right reply is an exception, and an answer that
raises it everywhere is no better than one that never does.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograder.answers import SAID_FORM, said_by
from autograder.plain import decoded
from autograder.stops import stop_finding
from autograder.verdict import Finding, Verdict, incorrect
from autograder.words import shown, with_article

Groups = Mapping[str, Sequence[tuple]]
ASKED_FORM = {str: [SAID_FORM]}

Known = tuple[str, str, str, str]
# As in `autograder.stops`, for exceptions that mean this only where metrics are computed.
ONE_CLASS: Known = (
    "ValueError", r"not enough values to unpack \(expected 4, got 1\)", "H8",
    "how large is the matrix of a batch that has one class only: did you say which labels exist?",
)  # fmt: skip
NO_RATIO: Known = (
    "ZeroDivisionError",
    "division",
    "H9",
    "what is 0/0 worth here? The task says it.",
)
NO_LIMIT: Known = (
    "ZeroDivisionError", "division", "", "which number is 0 here? Read what the task says of it."
)  # fmt: skip


def asked(answer: Callable, groups: Groups) -> dict[str, list[dict]]:
    """What `answer` returned or raised for each tuple of arguments."""
    return {
        name: [said_by(answer, *arguments) for arguments in cases] for name, cases in groups.items()
    }


def other_questions(observed: Mapping[str, list], groups: Groups) -> Verdict | None:
    """The verdict on evidence that does not reply to these groups one by one."""
    counts = {name: len(cases) for name, cases in groups.items()}
    if {name: len(entries) for name, entries in observed.items()} == counts:
        return None
    return incorrect(
        "the evidence answers other questions than were asked.",
        hint="restart the kernel and run all cells from the top.",
    )


def stopped(who: str, entries: Sequence[dict], *known: Known) -> Finding | None:
    """What to say of the first exception among replies that should be values.

    The exceptions in `known` come before those that mean the same everywhere.
    """
    for entry in entries:
        if raised := entry["raised"]:
            for kind, pattern, mistake, hint in known:
                if raised["type"] == kind and re.search(pattern, raised["message"]):
                    return Finding(stop_finding(who, raised).seen, hint, mistake, is_stop=True)
            return stop_finding(who, raised)
    return None


def refused(who: str, given: str, entries: Sequence[dict]) -> Finding | None:
    """What is wrong unless every reply is a ValueError; `given` names what was wrong before."""
    for entry in entries:
        raised = entry["raised"]
        if raised is None:
            seen = f"given {given}, {who} returned {shown(decoded(entry['returned']))}."
            return Finding(seen, "which exception does the task ask for here?")
        if raised["type"] != "ValueError":
            seen = f"given {given}, {who} raised {with_article(raised['type'])}, not a ValueError."
            return Finding(seen, "look at what you were given before you compute with it.")
    return None


def is_number(value: Any) -> bool:
    """Whether a decoded value is an int or a float; a bool is neither."""
    return type(value) in (int, float)
