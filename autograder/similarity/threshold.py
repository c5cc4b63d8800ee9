"""Which pairs are shown: those far outside what is usual in their class, and above a floor.

Each learner has somebody who is nearest, nearly always by chance. The quartiles of those bits say
what chance does in this class, and a few who copied cannot move them. A pair is shown from J. W.
Tukey's outer fence on: the upper quartile and three times the distance between the quartiles.
"""

from collections import defaultdict
from collections.abc import Sequence
from statistics import quantiles

from autograder.similarity.likeness import Pair
from autograder.similarity.rarity import SMALL, bits_of

# Measured where all work alone: 2 of 60 classes of 300 had a pair above what follows from these,
# and no two of less than SMALL learners, where no fence can be found, had more than 12 bits.
FLOOR, FLOOR_OF_SMALL = 30.0, 24.0
# The same as things that nobody else has: in a large class each counts more, and there are more
# pairs to have some by chance.
THINGS = 4.5


def beyond_chance(found: Sequence[Pair], size: int) -> list[Pair]:
    """The pairs to show of a class of `size` learners, those with most bits first."""
    least = least_bits(found, size)
    shown = [pair for pair in found if pair.bits >= least or pair.is_one_file]
    return sorted(shown, key=lambda pair: (-pair.bits, pair.learners))


def least_bits(found: Sequence[Pair], size: int) -> float:
    """The bits from which on a pair of a class of `size` learners is shown."""
    if size < SMALL:
        return FLOOR_OF_SMALL
    nearest: dict[int, float] = defaultdict(float)
    for pair in found:
        for learner in pair.learners:
            nearest[learner] = max(nearest[learner], pair.bits)
    low, _, high = quantiles([nearest[learner] for learner in range(size)], n=4)
    return max(FLOOR, THINGS * bits_of(2, size), high + 3 * (high - low))
