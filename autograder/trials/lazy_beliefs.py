"""Whether a model does better than a lazy answer, and what else one may take for that."""

from collections.abc import Callable, Mapping, Sequence

from autograder.verdict import Finding
from autograder.words import shown

COUNTS = ("tn", "fp", "fn", "tp")
Counts = Mapping[str, int]


def beats(counts: Counts) -> bool:
    """Whether wrong answers are fewer than the rows of either class."""
    errors = counts["fp"] + counts["fn"]
    return all(errors < counts[a] + counts[b] for a, b in (("tn", "fp"), ("fn", "tp")))


def _right(counts: Counts) -> int:
    """The number of right answers."""
    return counts["tn"] + counts["tp"]


def _share(above: int, below: int) -> float:
    """A share, 0 where there is nothing."""
    return above / below if below else 0.0


BELIEFS: list[tuple[Callable[[Counts], bool], str, str]] = [
    (
        lambda c: 2 * _right(c) > sum(c.values()),
        "what accuracy does somebody reach here who never looks at a row?",
        "H15",
    ),
    (
        lambda c: _right(c) >= max(c["tn"] + c["fp"], c["fn"] + c["tp"]),
        "is as good as a lazy answer better than it?",
        "",
    ),
    (
        lambda c: _right(c) > c["tn"] + c["fp"],
        "there is another answer that needs no look at a row: which?",
        "",
    ),
    (
        lambda c: _right(c) > c["fn"] + c["tp"],
        "how good is somebody here who always says no?",
        "H15",
    ),
    (
        lambda c: _share(c["tp"], c["tp"] + c["fn"]) + _share(c["tn"], c["tn"] + c["fp"]) > 1,
        "both rates weigh equally in that: how many alarms are false where positives are rare?",
        "H11",
    ),
    (
        lambda c: _share(c["tp"], c["tp"] + c["fp"]) > 0.5,
        "that settles one of the two comparisons: which lazy answer is the other?",
        "",
    ),
    (
        lambda c: _right(c) > max(c["tn"] + c["fn"], c["fp"] + c["tp"]),
        "how many rows a lazy answer gets right depends on the actual classes: which counts are "
        "those?",
        "",
    ),
    (
        lambda c: _share(c["tp"], c["tp"] + c["fn"]) > 0.5,
        "recall sees the positives alone: what do false alarms cost?",
        "",
    ),
    (
        lambda c: 10 * _right(c) > 9 * sum(c.values()),
        "a fixed bar is easy to pass where one class is rare: what passes it without any work?",
        "H15",
    ),
]


def lazy_finding(
    group: str, replies: Mapping[str, Sequence], cases: Mapping[str, Sequence[tuple]]
) -> Finding | None:
    """What is wrong in one group; the replies of all groups choose the question."""
    counts = {
        name: [dict(zip(COUNTS, case, strict=True)) for case in group_cases]
        for name, group_cases in cases.items()
    }
    for said, case in zip(replies[group], counts[group], strict=True):
        if type(said) is not bool:
            return Finding(
                f"beats_baseline returned {shown(said)}, not True or False.",
                "a comparison gives a bool: return that.",
            )
        if said is not beats(case):
            told = ", ".join(f"{name} = {count}" for name, count in case.items())
            return Finding(f"for {told}, the answer was {said}.", *_why(replies, counts))
    return None


def _why(
    replies: Mapping[str, Sequence], counts: Mapping[str, Sequence[Counts]]
) -> tuple[str, str]:
    """The question that fits all the replies together, and the id."""
    said = [reply for group in replies.values() for reply in group]
    every = [case for group in counts.values() for case in group]
    if len(set(map(repr, said))) == 1:
        return "the answer is the same for every matrix: which counts does it look at?", ""
    for belief, question, mistake in BELIEFS:
        if said == [belief(case) for case in every]:
            return question, mistake
    return "count the right answers: the model's, and those of somebody who never looks.", ""
