"""What is wrong with how a plan was refused that cannot be carried out."""

from collections.abc import Mapping

from autograder.snapshot import digests, flags
from autograder.trials.wrap_findings import WHO, Flags
from autograder.verdict import Finding
from autograder.words import with_article


def nothing_finding(entry: dict) -> Finding | None:
    """Whether a plan under which nothing learns is refused before anything is wrapped."""
    raised = entry["raised"]
    if raised and raised["type"] == "ValueError" and not entry["calls"]:
        return None
    if raised and raised["type"] == "NothingLearns":
        return Finding(
            "for a plan under which nothing learns, the wrapper was called, and refused: "
            f"{raised['message']}.",
            "is there anything to average? Who can know before the wrapper does?",
            "F19",
        )
    if raised:
        return _other_refusal("for a plan under which nothing learns", entry)
    return Finding(
        f"for a plan under which nothing learns, {WHO} returned {with_article(entry['returned'])}.",
        "what should whoever calls it hear?",
        "F19",
    )


def unknown_finding(entry: dict, asked: Mapping[str, Flags], start: dict) -> Finding | None:
    """Whether a plan with a name that matches nothing is refused, by name."""
    name = list(asked["unknown"])[-1]
    raised = entry["raised"]
    if raised and not entry["calls"] and name in raised["message"]:
        return _refusal_damage(entry, start, name)
    if raised:
        return _other_refusal(f"for the name {name!r}, which the model does not have", entry, name)
    return Finding(
        f"for the name {name!r}, which the model does not have, {WHO} returned "
        f"{with_article(entry['returned'])}.",
        "did you check that every name matched something?",
        "B4",
    )


def _other_refusal(about: str, entry: dict, name: str = "") -> Finding:
    """An exception that comes too late, or does not say enough."""
    if entry["calls"]:
        return Finding(
            f"{about}, {WHO} called `{entry['calls'][0]['what']}` and then raised "
            f"{entry['raised']['type']}.",
            "look at the whole plan before the first call.",
            "B4" if name else "F19",
        )
    kind = entry["raised"]["type"]
    if name:
        return Finding(
            f"{about}, {WHO} raised {kind}, whose message does not hold that name.",
            "which word would you look for in the message after a slip of the pen?",
        )
    return Finding(f"{about}, {WHO} raised {kind}.", "raise a ValueError with a sentence.")


def _refusal_damage(entry: dict, start: dict, name: str) -> Finding | None:
    """Whether a model whose plan was refused is as it was."""
    if flags(entry["after"]) == flags(start) and digests(entry["after"]) == digests(start):
        return None
    return Finding(
        f"a plan was refused for its name {name!r}, and the model has changed all the same.",
        "look at the whole plan first, then carry it out.",
    )
