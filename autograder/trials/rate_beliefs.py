"""What is wrong about a range of prevalences, and which belief it looks like."""

import math
from collections.abc import Callable, Sequence

from autograder.plain import decoded
from autograder.trials.asked import is_number
from autograder.verdict import Finding
from autograder.words import kind_of

GRID = 1.5e-4  # the judge's rates lie 1e-4 apart
Pair = tuple[float, float]

HIGH: list[tuple[Callable[[float, float], float], str, str]] = [
    (
        lambda a, r: 1 - a,
        'that rate is what "always no" makes wrong; how many errors can missed positives be?',
        "H15",
    ),
    (lambda a, r: 1.0, "missed positives are errors: how many of them do the numbers allow?", ""),
    (
        lambda a, r: (1 - a) / r,
        "which share of the positives is missed: the recall, or the rest?",
        "",
    ),
    (
        lambda a, r: min((1 - a) / (1 - r), 1),
        "right answers are limited, too: can there be more hits than right answers?",
        "",
    ),
    (
        lambda a, r: (1 - a) / (1 - r),
        "right answers are limited, too: can there be more hits than right answers?",
        "",
    ),
    (lambda a, r: a / r, "which errors must there be when positives are missed?", ""),
]


def bound_finding(
    entries: Sequence[dict], pairs: Sequence[Pair], rights: Sequence[Pair]
) -> Finding | None:
    """What is wrong about the first range that is; all of them together choose the question."""
    replies = [decoded(entry["returned"]) for entry in entries]
    for reply in replies:
        if type(reply) not in (tuple, list) or len(reply) != 2 or not all(map(is_number, reply)):
            return Finding(
                f"prevalence_bound returned {_shape(reply)}.",
                "return two numbers, the lower rate first.",
            )
    wrong = [
        place
        for place, (reply, right) in enumerate(zip(replies, rights, strict=True))
        if not _fits(reply, right)
    ]
    if not wrong:
        return None
    told = [(pairs[place], replies[place], rights[place]) for place in wrong]
    (accuracy, recall), (low, high), _ = told[0]
    seen = f"for accuracy {accuracy} and recall {recall}, the rates were {low:.4g} and {high:.4g}."
    return Finding(seen, *_why(told))


def _shape(reply: object) -> str:
    """What came instead of two numbers."""
    if type(reply) in (tuple, list):
        return f"{kind_of(reply)} of {len(reply)} that is not two numbers"
    return f"{kind_of(reply)}, not two numbers"


def _fits(reply: Sequence[float], right: Pair) -> bool:
    """Whether both ends agree with the grid; the lower end itself does not beat "always no"."""
    if any(map(math.isnan, right)):
        return all(map(math.isnan, reply))
    (low, high), (first, last) = reply, right
    return first - GRID <= low <= first + 1e-9 and last - 1e-9 <= high <= last + GRID


def _why(told: Sequence[tuple[Pair, Pair, Pair]]) -> tuple[str, str]:
    """The question that fits all wrong ranges together, and the id."""
    if all(math.isnan(right[0]) for _, _, right in told):
        return "is there any rate between these two? What does the task want if there is none?", ""
    if any(math.isnan(end) for _, reply, right in told for end in reply):
        return "there are such rates: try some, with counts for 10 000 rows.", ""
    if all(_fits((reply[0] / 100, reply[1] / 100), right) for _, reply, right in told):
        return "a rate lies between 0 and 1.", ""
    if all(_fits((reply[1], reply[0]), right) for _, reply, right in told):
        return "which of the two comes first?", ""
    if all(abs(reply[1] - right[1]) <= GRID for _, reply, right in told):
        return 'from which rate on does the model make fewer errors than "always no"?', "H15"
    for belief, question, mistake in HIGH:
        if all(_near(belief, pair, reply[1]) for pair, reply, _ in told):
            return question, mistake
    return "write accuracy, recall and the rate as counts of 10 000 rows: what limits what?", ""


def _near(belief: Callable[[float, float], float], pair: Pair, high: float) -> bool:
    """Whether the upper end is what this belief gives."""
    try:
        return abs(belief(*pair) - high) <= GRID
    except ZeroDivisionError:
        return False
