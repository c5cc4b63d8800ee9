"""What a file's name says about whose work it is, and which of several uploads."""

import re
from dataclasses import dataclass
from datetime import datetime

MOODLE, CANVAS, BLACKBOARD, GRADESCOPE, PLAIN = "Moodle", "Canvas", "Blackboard", "Gradescope", ""
# What browsers, mail programs and people add to a second file of one name.
COPY = r"(?: ?\(\d{1,3}\)|-\d{1,2}|[ _-]+copy[ _-]?\d{0,2})*"
_COUNTED = re.compile(r"(?:\((\d{1,3})\)|-(\d{1,2}))\Z")
_SECOND = re.compile(r"(?: ?\(\d{1,3}\)| - copy)\Z", re.I)
_ENDING = re.compile(r"\.(?:ipynb|zip|rar|7z|(?:tar\.)?(?:gz|bz2|xz)|t[gx]z|tar)\Z", re.I)


@dataclass(frozen=True)
class Claim:
    """What a name says: `says` are ways to name the learner, the surest first, of this `kind`.

    `person` is the platform's number for the learner, `upload` that of the hand-in: a later one
    has a higher number. `copy` has the numbers behind equal names, of archive and notebook.
    """

    kind: str
    says: tuple[str, ...]
    person: str = ""
    upload: int = 0
    copy: tuple[int, int] = (0, 0)
    at: datetime | None = None
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What to call the learner where no roster says it; empty where nothing does."""
        return self.says[0] if self.says else ""

    @property
    def order(self) -> tuple[int, tuple[int, int]]:
        """Later hand-ins of one kind come later in this order."""
        return self.upload, self.copy


def stem(name: str) -> str:
    """A name without the ending of a notebook or an archive."""
    return _ENDING.sub("", name)


def copies(way: tuple[str, ...]) -> tuple[int, int]:
    """The numbers behind the outermost and the innermost name; 0 where there is none."""
    numbers = [_number(name) for name in way]
    return (numbers[0] if len(way) > 1 else 0, numbers[-1] if numbers else 0)


def as_first(name: str) -> str:
    """A name without what makes it a second one, as browsers number downloads."""
    return _SECOND.sub("", name)


def _number(name: str) -> int:
    """The number behind a name that is there several times."""
    found = _COUNTED.search(stem(name))
    return int(found[1] or found[2]) if found else 0
