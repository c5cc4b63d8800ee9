"""The mistakes that grading found in each learner's answers, so that rare ones can be told."""

import re
from collections.abc import Iterable, Mapping

from autograder.history import Judging

# What was drawn for one learner, such as the size of a net or a name in it, says nothing.
_DRAWN = re.compile(r"'[^']*'|\d+(?:\.\d+)?")


def findings_of(judgings: Iterable[Judging]) -> Mapping[str, frozenset[tuple[str, str]]]:
    """By learner, the exercise and the sentence of every finding; numbers and names left out."""
    return {
        judging.student: frozenset(
            (record["exercise"], _DRAWN.sub("…", found["seen"]))
            for record in judging.records
            for found in record["findings"]
        )
        for judging in judgings
    }
