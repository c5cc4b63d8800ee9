"""From a template and a seed to a question whose options do not give the answer away.

The seed's last digits choose the letter of the right option and its rank among the others, so that
every letter and every rank comes up equally often: "always C", "the longest" or "the middle number"
win as seldom as a guess does.
"""

import random
import re
from collections.abc import Sequence
from itertools import combinations

from autograder.bank.question import LETTERS, Choice, Draft, Question, Template
from autograder.surroundings import undisturbed

# A draft may have too few different options, or none of the wished rank; then another is drawn.
TRIES = 60
PATIENT = 30
# Options that are rounded numbers keep apart by ten times the error of rounding.
APART = 5
NUMBER = re.compile(r"-?\d[\d ]*(\.\d+)?")


class Undrawable(RuntimeError):
    """A template gave no draft with enough different options; the author must widen it."""


def drawn(template: Template, seed: int) -> Question:
    """The question of this template and seed: always the same one.

    Leaves torch's random state as it was. Raises Undrawable for a template that has too few
    different options.
    """
    place, rank = seed % 4, seed // 4 % 4
    with undisturbed():
        for attempt in range(TRIES):
            rng = random.Random(f"{template.name} {seed} {attempt}")
            draft = template.make(rng)
            wrong = _picked(draft, rank, rng, any_rank=attempt >= PATIENT)
            if wrong:
                rng.shuffle(wrong)
                return _question(
                    template, seed, draft, [*wrong[:place], draft.right, *wrong[place:]]
                )
    raise Undrawable(f"The template {template.name!r} has too few different options (seed {seed}).")


def _question(template: Template, seed: int, draft: Draft, options: Sequence[Choice]) -> Question:
    """The finished question."""
    return Question(
        template=template.name,
        seed=seed,
        level=template.level,
        lessons=template.lessons,
        stem=draft.stem.strip(),
        options=dict(zip(LETTERS, options, strict=True)),
        answer=LETTERS[list(options).index(draft.right)],
        hint=draft.hint,
    )


def _picked(draft: Draft, rank: int, rng: random.Random, *, any_rank: bool) -> list[Choice]:
    """Three wrong choices of which `rank` come before the right one in size; [] for none."""
    different = _different(draft, rng)
    measure = _measure([draft.right, *different])
    size = measure(draft.right)
    trios = list(combinations(different, 3))
    fitting = [t for t in trios if sum(measure(choice) < size for choice in t) == rank]
    if not fitting and any_rank:
        fitting = trios
    return list(rng.choice(fitting)) if fitting else []


def _different(draft: Draft, rng: random.Random) -> list[Choice]:
    """The wrong choices in random order, less those that say what another one says."""
    shuffled = list(draft.wrong)
    rng.shuffle(shuffled)
    kept: list[Choice] = []
    for choice in shuffled:
        if not any(alike(choice.text, other.text) for other in [draft.right, *kept]):
            kept.append(choice)
    return kept


def alike(one: str, other: str) -> bool:
    """Whether two options say the same, or are rounded numbers too close to each other."""
    first, second = number_in(one), number_in(other)
    if first is None or second is None:
        return " ".join(one.split()) == " ".join(other.split())
    digits = max(len(text.partition(".")[2]) for text in (one, other))
    gap = APART * 10**-digits if digits else 0
    return abs(first - second) <= gap * (1 - 1e-9)


def number_in(text: str) -> float | None:
    """The number that a text is, such as "1 200", "-3" or "0.85"; None for other texts."""
    return float(text.replace(" ", "")) if NUMBER.fullmatch(text) else None


def _measure(choices: Sequence[Choice]):
    """What guessers go by: the value where all are numbers, else the length of the text."""
    if all(number_in(choice.text) is not None for choice in choices):
        return lambda choice: number_in(choice.text)
    return lambda choice: len(choice.text)
