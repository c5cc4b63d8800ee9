"""What is wrong about an interval for a share, and which other interval it is."""

import math
from collections.abc import Callable, Sequence

from autograder.plain import decoded
from autograder.trials.asked import is_number
from autograder.verdict import Finding
from autograder.words import kind_of

SAME = 1e-6
Ends = tuple[float, float]


def _normal(hits: int, positives: int, z: float = 1.96) -> Ends:
    """The normal approximation around the share that was seen."""
    share = hits / positives
    half = z * math.sqrt(share * (1 - share) / positives)
    return share - half, share + half


def _clipped(hits: int, positives: int, z: float = 1.96) -> Ends:
    """The same, kept between 0 and 1."""
    low, high = _normal(hits, positives, z)
    return max(low, 0.0), min(high, 1.0)


def _added(hits: int, positives: int, z: float = 1.96) -> Ends:
    """The normal approximation after z² imagined rows, half of them hits (Agresti and Coull)."""
    more = positives + z * z
    centre = (hits + z * z / 2) / more
    half = z * math.sqrt(centre * (1 - centre) / more)
    return centre - half, centre + half


def _added_and_clipped(hits: int, positives: int, z: float = 1.96) -> Ends:
    """The same, kept between 0 and 1."""
    low, high = _added(hits, positives, z)
    return max(low, 0.0), min(high, 1.0)


def _without_the_product(hits: int, positives: int, z: float = 1.96) -> Ends:
    """Wilson's with a half width that has lost its factor z."""
    below = 1 + z * z / positives
    share = hits / positives
    centre = (share + z * z / positives / 2) / below
    half = math.sqrt(share * (1 - share) / positives + (z / positives / 2) ** 2) / below
    return centre - half, centre + half


WIDTH_0 = "how wide is it when none of the positives was found: is one that sure then?"
ROWS = "near: does your square root hold the share that was seen, and how many rows?"
BELIEFS: list[tuple[Callable[..., Ends], str]] = [
    (_normal, WIDTH_0),
    (_clipped, f"cutting off at 0 and 1 hides it: {WIDTH_0}"),
    (_added, ROWS),
    (_added_and_clipped, ROWS),
    (_without_the_product, "how many standard errors wide is it to each side?"),
]


def interval_finding(
    entries: Sequence[dict], cases: Sequence[tuple], rights: Sequence[Ends]
) -> Finding | None:
    """What is wrong about the first interval that is; all wrong ones choose the question."""
    replies = [decoded(entry["returned"]) for entry in entries]
    for reply in replies:
        if type(reply) not in (tuple, list) or len(reply) != 2 or not all(map(is_number, reply)):
            return Finding(
                f"recall_interval returned {kind_of(reply)} that is not two numbers.",
                "return the lower end and the upper end.",
            )
    told = list(zip(cases, replies, rights, strict=True))
    wrong = [one for one in told if not _same(one[1], one[2])]
    if not wrong:
        return None
    (hits, positives, *z), (low, high), _ = wrong[0]
    with_z = f" and z = {z[0]}" if z else ""
    seen = f"for {hits} of {positives}{with_z}, the interval was {low:.4g} to {high:.4g}."
    return Finding(seen, _why(wrong))


def _same(reply: Sequence[float], right: Ends) -> bool:
    """Whether both ends agree, NaN with NaN."""
    return all(
        (math.isnan(a) and math.isnan(b)) or abs(a - b) <= SAME
        for a, b in zip(reply, right, strict=True)
    )


def _why(wrong: Sequence[tuple[tuple, Sequence[float], Ends]]) -> str:
    """The question that fits all wrong intervals together."""
    for belief, question in BELIEFS:
        if all(case[1] and _same(reply, belief(*case)) for case, reply, _ in wrong):
            return question
    if any(len(case) == 3 for case, _, _ in wrong):
        return "what if somebody wants another confidence: where does `z` stand in your formula?"
    if any(not positives for (_, positives, *_), _, _ in wrong):
        return "what is the share of hits when there are no positives? The task says it."
    if all(low >= high for _, (low, high), _ in wrong):
        return "the lower end comes first."
    if any(low < 0 or high > 1 for _, (low, high), _ in wrong):
        return "can a recall lie there? Wilson's interval cannot leave 0 to 1."
    return "compare with the three intervals printed above: 2, 0 and 11 of 11."
