"""From what a class wrote to the groups to look at."""

from collections.abc import Sequence

from autograder.similarity.background import Background
from autograder.similarity.groups import groups
from autograder.similarity.likeness import pairs
from autograder.similarity.pieces import Work
from autograder.similarity.rarity import Findings, rare_traces
from autograder.similarity.showing import Likeness, likeness
from autograder.similarity.threshold import beyond_chance


def alike(works: Sequence[Work], known: Background, findings: Findings) -> list[Likeness]:
    """The groups of a class who share more than the course and the class explain."""
    rare = rare_traces(works, known, findings)
    shown = beyond_chance(pairs(works, rare), len(works))
    return [likeness(group, works, rare) for group in groups(shown)]
