"""What was found, put into order: wrapped folders opened, whole classes in a folder told apart."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path

from autograder.mailed import found
from autograder.mailed.claims import Claim, stem
from autograder.mailed.handin import Copy
from autograder.mailed.shapes import Shapes
from autograder.mailed.spool import Spool
from autograder.mailed.walking import found_in

WHOLE_CLASS = "It looks like a whole class's work; collect it by itself, by its name."


@dataclass(frozen=True)
class Item:
    """Something found, with its bytes in the spool; `source` is what the table calls it."""

    way: tuple[str, ...]
    source: str
    copy: Copy | None = None
    at: datetime | None = None
    problem: str = ""

    @property
    def is_notebook(self) -> bool:
        """Whether it can be handed in."""
        return self.copy is not None and found.is_notebook(self.way[-1])


def items_in(source: Path, shapes: Shapes, zone: tzinfo, spool: Spool) -> list[Item]:
    """Everything in a source; a folder that holds all of it is no part of the ways."""
    items = []
    for one in found_in(source, zone):
        copy = None if one.data is None else spool.keep(one.data)
        items.append(Item(one.way, "/".join(one.way), copy, one.at, one.problem))
    return _unwrapped(items, source, shapes)


def _unwrapped(items: list[Item], source: Path, shapes: Shapes) -> list[Item]:
    """The items without a folder that holds them all, where zipping or unzipping has made it."""
    tops = {item.way[0] for item in items}
    if len(tops) != 1 or any(len(item.way) == 1 for item in items):
        return items
    inside = {item.way[1] for item in items}
    # In a folder it may be the folder of the one learner whose mail came first.
    is_export = source.is_file() and any(map(shapes.platform, inside))
    if not (is_export or tops == {stem(source.name)}):
        return items
    return [replace(item, way=item.way[1:]) for item in items]


def whole_classes(items: Iterable[Item], shapes: Shapes) -> set[str]:
    """The outermost names below which a platform's names tell of several learners.

    A learner may pack a folder that is named as a platform names another's: only the outermost
    name is believed, so an export has to be the source.
    """
    inside: dict[str, set[tuple]] = defaultdict(set)
    for item in items:
        is_plain = len(item.way) > 1 and shapes.platform(item.way[0]) is None
        if is_plain and (claim := shapes.platform(item.way[1])):
            inside[item.way[0]].add(owner_of(claim, item.way))
    return {top for top, owners in inside.items() if len(owners) > 1}


def owner_of(claim: Claim, way: tuple[str, ...]) -> tuple:
    """What stands for the learner of a file before it is known who that is."""
    if claim.says:
        return claim.kind, claim.says, claim.person
    return claim.kind, claim.upload or way[0]


def without_notebook(
    items: Iterable[Item], shapes: Shapes, told: set[tuple]
) -> Iterator[tuple[Item, Claim]]:
    """One file of each learner who handed in something, and no notebook; `told` are the others."""
    seen = set(told)
    for item in items:
        is_archive = found.is_zip(item.way[-1])
        claim = shapes.claim(item.way if is_archive else item.way[:-1])
        if not (is_archive or claim.says):
            claim = shapes.platform(item.way[-1])
        if claim and (owner := owner_of(claim, item.way)) not in seen:
            seen.add(owner)
            yield item, claim
