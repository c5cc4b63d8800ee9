"""Shipped runs, paired by seed: which conclusion do they support?"""

import functools
import random
import textwrap
from statistics import fmean, pstdev

from autograder.bank.material.conclusions import CONCLUSIONS, SIGNS, UNSEEN
from autograder.bank.material.seed_by_seed import RULE, Paired, explained, paired
from autograder.bank.question import HARD, Choice, Draft, Template
from course import comparison, negative_transfer


@functools.cache
def _tables() -> list[dict[str, list[float]]]:
    """Accuracy in percent by method and seed, for two transfers and three numbers of labels."""
    works, fails = comparison.shipped_results(), negative_transfer.shipped_results()
    found = [{m: r["id"]["values"] for m, r in of.items()} for of in works["labels"].values()]
    found += [{m: r["values"] for m, r in of.items()} for of in fails["labels"].values()]
    return [{m: [100 * value for value in values] for m, values in of.items()} for of in found]


def make(rng: random.Random) -> Draft:
    """Three comparisons out of one table of eight seeds."""
    of = rng.choice(_tables())
    pairs = rng.sample(list(CONCLUSIONS), 3)
    told = {pair: _paired(of, pair) for pair in pairs}
    methods = rng.sample(list(of), len(of))
    methods = [method for method in methods if any(method in pair for pair in pairs)]
    means = "\n".join(f"{m:14}{fmean(of[m]):5.1f} ± {pstdev(of[m]):4.1f}" for m in methods)
    rows = "\n".join(
        f"{' - '.join(pair):20} {p.wins:4} {p.losses:6} {p.mean:+7.1f} {p.error:10.1f}"
        for pair, p in told.items()
    )
    rule = textwrap.fill(f"By the rule, the first method of a pair is {RULE}.", width=96)
    stem = (
        "A network learned an old task, then a new one with few labels, in several ways:\n\n"
        f"{explained(methods)}\n\nAccuracy on images of the new task in percent, mean and spread "
        "of eight seeds; below,\nsome methods seed by seed, with the standard error of the mean "
        f"difference:\n\n```\n{means}\n\n{'first - second':20} wins losses   "
        f"mean      error\n{rows}\n```\n\n{rule}\n\n"
        "Which conclusion do these numbers support?"
    )
    pair = rng.choice(pairs)
    right = Choice(CONCLUSIONS[pair][SIGNS.index(told[pair].sign)], _says(pair, told[pair]))
    return Draft(stem, right, _wrong(of, told), HINT)


HINT = (
    "Go by wins, losses and the error of the difference. What do the two spreads say about pairs?"
)


def _paired(of: dict[str, list[float]], pair: tuple[str, str]) -> Paired:
    """The differences of two methods, seed by seed."""
    return paired([a - b for a, b in zip(of[pair[0]], of[pair[1]], strict=True)])


def _says(pair: tuple[str, str], told: Paired) -> str:
    """What the rule looks at."""
    return (
        f"{pair[0]} wins {told.wins} and loses {told.losses} of 8 seeds against {pair[1]}; the "
        f"mean difference is {told.mean:+.1f}, its error {told.error:.1f}."
    )


def _wrong(of: dict[str, list[float]], told: dict[tuple[str, str], Paired]) -> list[Choice]:
    """Every other conclusion about the pairs shown, and what these scores cannot tell."""
    found = []
    for pair, summary in told.items():
        apart = abs(summary.mean) > pstdev(of[pair[0]]) + pstdev(of[pair[1]])
        for sign, words in zip(SIGNS, CONCLUSIONS[pair], strict=True):
            if sign == summary.sign:
                continue
            belief = "the direction is turned round"
            if sign == 0:
                belief = "overlapping spreads decide" if not apart else "eight seeds are too few"
            elif sign * summary.mean > 0:
                belief = "the larger mean decides"
            found.append(Choice(words, _says(pair, summary), belief=belief))
    unseen = "All numbers are about the new task; the old one was not measured."
    return found + [Choice(words, unseen, "H16") for words in UNSEEN]


TEMPLATE = Template("conclusion_from_runs", HARD, ("08",), ("08.2", "08.3", "08.4"), make)
