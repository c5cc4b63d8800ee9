"""Pairs as groups: whoever shares with one of a group belongs to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.similarity.likeness import Pair
from autograder.similarity.rarity import Key, Place


@dataclass(frozen=True)
class Group:
    """Two or more learners, counted from 0, and what they share.

    `places` has, for each trace, where it stands in the work of those in the group who hold it.
    `bits` is that of the pair that shares most.
    """

    learners: tuple[int, ...]
    bits: float
    places: Mapping[Key, Mapping[int, Place]]


def groups(found: Sequence[Pair]) -> list[Group]:
    """The groups that these pairs make, those with most bits first."""
    of: dict[int, set[int]] = {}
    for pair in found:
        joined = set(pair.learners).union(*(of.get(learner, ()) for learner in pair.learners))
        of.update(dict.fromkeys(joined, joined))
    together = {min(joined): joined for joined in of.values()}
    made = [_group(joined, found) for _, joined in sorted(together.items())]
    return sorted(made, key=lambda group: (-group.bits, group.learners))


def _group(joined: set[int], found: Sequence[Pair]) -> Group:
    """The group of these learners."""
    inside = [pair for pair in found if pair.learners[0] in joined]
    places: dict[Key, dict[int, Place]] = {}
    for pair in inside:
        for one in pair.shared:
            for learner, place in zip(pair.learners, one.places, strict=True):
                places.setdefault(one.key, {}).setdefault(learner, place)
    return Group(tuple(sorted(joined)), max(pair.bits for pair in inside), places)
