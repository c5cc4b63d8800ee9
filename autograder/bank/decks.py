"""Ten questions for a lesson: three easy, four medium, three hard.

From lesson 3 on two of them come from earlier lessons. Templates of a level take turns as cards of
a shuffled deck do, attempt after attempt, so none comes back before the others have been seen.
"""

import random
from collections.abc import Iterator
from itertools import islice

from autograder.bank.catalog import earlier, own
from autograder.bank.drawing import drawn
from autograder.bank.question import EASY, HARD, MEDIUM, Question, Template

COUNTS = {EASY: 3, MEDIUM: 4, HARD: 3}
# Where a question of an earlier lesson stands, from this lesson on.
LOOKING_BACK = (EASY, MEDIUM)
FIRST_TO_LOOK_BACK = "03"


def ten(lesson: str, who: str, attempt: int) -> list[Question]:
    """The ten questions of a lesson, by slug, for `who` and the number of the attempt, from 0."""
    number = lesson[:2]
    found: list[Question] = []
    for level, count in COUNTS.items():
        back = int(number >= FIRST_TO_LOOK_BACK and level in LOOKING_BACK)
        cards = [
            *_dealt(own(number, level), count - back, f"{lesson} {who} {level}", attempt),
            *_dealt(earlier(number, level), back, f"{lesson} {who} {level} back", attempt),
        ]
        seeds = random.Random(f"{lesson} {who} {level} {attempt}")
        found += [drawn(template, seeds.getrandbits(32)) for template in cards]
    return found


def _dealt(deck: list[Template], count: int, key: str, attempt: int) -> list[Template]:
    """The cards of this attempt out of a deck that is shuffled anew whenever it is through."""
    return list(islice(_endless(deck, key), attempt * count, (attempt + 1) * count))


def _endless(deck: list[Template], key: str) -> Iterator[Template]:
    """All cards in random order, again and again."""
    turn = 0
    while deck:
        shuffled = list(deck)
        random.Random(f"{key} {turn}").shuffle(shuffled)
        yield from shuffled
        turn += 1
