"""One notebook that somebody handed in, and what becomes of it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from pathlib import Path

from autograder.mailed.claims import Claim


@dataclass(frozen=True)
class Copy:
    """The bytes of a notebook: their digest, and a file that holds them meanwhile."""

    digest: str
    path: Path


@dataclass(eq=False)
class HandIn:
    """A notebook whose learner and lesson are known; `at` is None where no time is."""

    learner: str
    lesson: str
    source: str
    copy: Copy
    claim: Claim
    at: datetime | None
    notes: list[str] = field(default_factory=list)


class Fate(Enum):
    """What becomes of a hand-in, as the table's last line counts it."""

    COLLECTED = "collected"
    REPLACING = "collected in place of an earlier one"
    THERE = "there already"
    EARLIER = "kept as earlier"
    ASIDE = "kept aside"
    LEFT = "left out"


@dataclass(frozen=True)
class Row:
    """One line of the table; what is not known is empty."""

    learner: str
    lesson: str
    source: str
    fate: Fate
    notes: tuple[str, ...] = ()
