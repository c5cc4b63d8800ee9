"""What is wrong about a ratio of counts, and which belief it looks like."""

import math
from collections.abc import Mapping, Sequence

from autograder.trials.asked import is_number
from autograder.trials.count_ratios import BELIEFS, Belief, Counts, ratio, same
from autograder.verdict import Finding


def score_finding(
    name: str, where: Sequence[str], replies: Sequence[Mapping], matrices: Sequence[Counts]
) -> Finding | None:
    """What is wrong about the score `name` in these replies; `where` says of each what it is of."""
    said = [reply.get(name) for reply in replies]
    wrong = [
        place
        for place, (value, counts) in enumerate(zip(said, matrices, strict=True))
        if not is_number(value) or not same(value, ratio(name, counts))
    ]
    if not wrong:
        return None
    first = wrong[0]
    if any(name not in reply for reply in replies):
        return Finding(f"{name!r} is not among the keys.", "compare your keys with the task.")
    if not is_number(said[first]):
        seen = f"{where[first]}, {name} is {type(said[first]).__name__}, no number."
        return Finding(seen, "return one float for each key.")
    seen = f"{where[first]}, {name} came out as {said[first]:.4g}."
    return Finding(seen, *_why(name, said, matrices, wrong))


def _why(
    name: str, said: Sequence, matrices: Sequence[Counts], wrong: Sequence[int]
) -> tuple[str, str]:
    """The question and the id that fit all the wrong values together."""
    for belief in BELIEFS[name]:
        if all(_fits(belief, said[place], matrices[place]) for place in wrong):
            return belief.question, belief.mistake
    if all(math.isnan(ratio(name, matrices[place])) for place in wrong):
        return "what is 0/0 worth here? The task says it.", "H9"
    rights = [ratio(name, matrices[place]) for place in wrong]
    if all(is_number(said[place]) and math.isnan(said[place]) for place in wrong):
        return "is the sum below the line really 0 here? Take the ratio of counts.", ""
    if all(
        is_number(said[place]) and abs(said[place] - right) <= 0.006
        for place, right in zip(wrong, rights, strict=True)
    ):
        return "nearly: is a number rounded on the way, or a small one added below the line?", ""
    if any(is_number(said[place]) and said[place] > 1 for place in wrong):
        return "a share lies between 0 and 1: which sum do you divide by?", ""
    return "write down which rows stand above the line, and which below.", ""


def _fits(belief: Belief, said: object, counts: Counts) -> bool:
    """Whether a value is what this belief gives."""
    try:
        return is_number(said) and same(said, belief.score(counts))
    except ZeroDivisionError:
        return False
