"""Hints by exercise, one page of Markdown for each lesson: steps, and what to read again.

A step never holds a line of the solution; the last one still leaves something to write.
"""

import functools
import re
from dataclasses import dataclass
from importlib.resources import files

PAGE = re.compile(r"## (?P<slug>\w+)\n\n(?P<steps>.+?)\n\nread: (?P<read>[^\n]+)\s*\Z", re.DOTALL)


@dataclass(frozen=True)
class Hints:
    """The steps for one exercise, and the heading in its lesson that explains what it needs."""

    steps: tuple[str, ...]
    read: str


class BadHints(ValueError):
    """Hints that are not in the form; the sentence says which and what is missing."""


@functools.cache
def hints() -> dict[str, Hints]:
    """The hints of every exercise, by slug. Raises BadHints."""
    found: dict[str, Hints] = {}
    for page in files(__package__).iterdir():
        if page.name.endswith(".md"):
            for text in re.split(r"^(?=## )", page.read_text(encoding="utf-8"), flags=re.M)[1:]:
                slug, given = _hints(text)
                if slug in found:
                    raise BadHints(f"{page.name} holds {slug} twice; delete one of them.")
                found[slug] = given
    return found


def _hints(text: str) -> tuple[str, Hints]:
    """A slug, and the hints in a piece of Markdown."""
    match = PAGE.fullmatch(text)
    name = text.partition("\n")[0]
    if not match:
        raise BadHints(f"{name!r} needs numbered steps and a last line that begins with 'read: '.")
    steps = re.split(r"^\d\. ", match["steps"], flags=re.M)
    if steps[0] or len(steps) < 4:
        raise BadHints(f"{name!r} needs at least three numbered steps.")
    told = tuple(re.sub(r"\n(?:   )", "\n", step).strip() for step in steps[1:])
    return match["slug"], Hints(told, match["read"])
