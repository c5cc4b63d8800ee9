"""What the journal says of one finished grading."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Attempt:
    """One finished grading: what was graded, what it earned, and how to repeat it.

    `key` names the result in the cache, `submission` is a digest of the notebook that was graded,
    prose included, and `versions` one of the releases it was graded with. `seeds` has the seed of
    each exercise: with the evidence in the cache, any verdict can be worked out again.

    `penalty` was taken off for coming late, and `late` is a digest of all about the time. `judging`
    is the number of the judging in the history that counted, `by_hand` what an instructor had set
    (see regrading.standing), and `changes` which marks this grading changed, and why.
    """

    student: str
    lesson: str
    key: str
    submission: str
    marks: float
    points: float
    isolation: str
    usage: dict[str, float]
    notes: list[str]
    seeds: dict[str, int]
    versions: str
    late: str = ""
    penalty: float = 0.0
    judging: int = 0
    by_hand: dict[str, dict[str, Any]] = field(default_factory=dict)
    changes: list[dict[str, Any]] = field(default_factory=list)
