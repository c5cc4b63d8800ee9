"""Exercise 7.3 · beats_baseline: more right answers than the better of two lazy ones.

True or False can be guessed, so a group counts as a whole, and each holds as many of the one as of
the other. Ties come last: whoever says False everywhere has them right for nothing.
"""

import random
from collections.abc import Callable, Mapping

from autograder.exercise import Exercise
from autograder.plain import decoded
from autograder.trials.asked import ASKED_FORM, NO_LIMIT, asked, other_questions, stopped
from autograder.trials.lazy_beliefs import COUNTS, beats, lazy_finding
from autograder.verdict import Finding, Part, Verdict, tally

WHO = "beats_baseline"


def matrices(seed: int) -> dict[str, list[tuple[int, int, int, int]]]:
    """Counts tn, fp, fn, tp: positives rare, positives common, and ties; the first two mixed."""
    draws = random.Random(f"lazy {seed}")
    ties = [(0, 0, 0, 0)]
    for _ in range(2):
        same, few, many = draws.randint(2, 9), draws.randint(2, 20), draws.randint(80, 120)
        ties += [(many, same, few, same), (same, few, same, many)]
    return {
        "rare": _mixed(draws, negatives=(200, 400), positives=(10, 60)),
        "common": _mixed(draws, negatives=(10, 60), positives=(200, 400)),
        "ties": draws.sample(ties, len(ties)),
    }


def _mixed(
    draws: random.Random, *, negatives: tuple[int, int], positives: tuple[int, int]
) -> list[tuple[int, int, int, int]]:
    """Four matrices that beat both lazy answers and four that do not, in a drawn order.

    Other bars to pass part from this one: of the four that do not, one has nine of ten rows right,
    one less than half, and one finds a smaller share of the positives than it alarms on among the
    negatives; of the four that do, two have fewer than nine of ten rows right.
    """
    yes, no = True, False
    wanted = [(yes, yes, yes, yes), (yes, yes, yes, no)] * 2
    wanted += [(no, yes, yes, yes), (no, yes, yes, no), (no, no, yes, no), (no, yes, no, no)]
    mixed = []
    while wanted:
        actual = draws.randint(*negatives), draws.randint(*positives)
        # Squared, so that small rates, with which a model can win at all, are common.
        fp = round(actual[0] * 0.9 * draws.random() ** 2)
        fn = round(actual[1] * 0.95 * draws.random() ** 2)
        case = (actual[0] - fp, fp, fn, actual[1] - fn)
        right = (sum(actual) - fp - fn) / sum(actual)
        lead = case[3] / actual[1] - fp / actual[0]
        kind = (beats(dict(zip(COUNTS, case, strict=True))), right > 0.5, lead > 0, right > 0.9)
        margins = (right * sum(actual) - max(actual)) / 50, right - 0.5, lead
        if min(map(abs, margins)) > 0.04 and kind in wanted:
            wanted.remove(kind)
            mixed.append(case)
    return draws.sample(mixed, len(mixed))


def collect(answers: Mapping[str, Callable], seed: int) -> dict:
    """What the answer says of every matrix."""
    return asked(answers["beats_baseline"], matrices(seed))


def judge(observed: dict, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Rare positives, common positives, and ties once the others are right."""
    cases = matrices(seed)
    if misfit := other_questions(observed, cases):
        return misfit
    replies = {
        name: [decoded(entry["returned"]) for entry in entries]
        for name, entries in observed.items()
    }
    found: dict[str, Finding | None] = {
        name: stopped(WHO, observed[name], NO_LIMIT) or lazy_finding(name, replies, cases)
        for name in cases
    }
    return tally(
        [
            Part(4, found["rare"]),
            Part(4, found["common"]),
            Part(2, found["rare"] or found["common"] or found["ties"]),
        ],
        said="compared: with both lazy answers, and a tie is no win",
    )


EXERCISE = Exercise("beats_baseline", ("beats_baseline",), ASKED_FORM, collect, judge)
