"""Two ways to train little, seed by seed: which sentence do the rows support?"""

import random
from statistics import fmean

from autograder.bank.material.shipped_rows import drawn_seeds, table
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from course.little import shipped_results

# Rounded gains of two sentences that agree on the seeds lie at least so far apart.
CLEAR = 0.4
# A smaller mean difference is too close to none.
LEAST = 0.3
HINT = "Subtract in each column first; then count the signs and average the differences."


def make(rng: random.Random) -> Draft:
    """Two ways of one task, four to six of its seeds, and sentences with a gain and a count."""
    task = rng.choice(["digits", "turned digits"])
    ways = shipped_results()["from pretrained"][task]
    seeds = drawn_seeds(rng, 8, least=4)[:6]
    rng.shuffle(seeds)
    gain = 0.0
    while gain < LEAST:
        names = rng.sample(list(ways), 2)
        one, other = ([round(ways[name]["accuracies"][s], 3) for s in seeds] for name in names)
        gain = 100 * (fmean(one) - fmean(other))
    pairs = list(zip(one, other, strict=True))
    better, count = sum(a > b for a, b in pairs), len(pairs)
    shift = rng.choice([-1, 1])
    cases = [
        (0, gain, count - better, "the count belongs to the other way"),
        (1, gain, better, "the rows are exchanged"),
        (1, gain, count - better, "the sign of the difference is lost"),
        (0, 100 * (fmean(one) / fmean(other) - 1), better, "points are taken for percent"),
        (0, 100 * (max(one) - max(other)), better, "only the best seeds are compared"),
        (0, 100 * (min(one) - min(other)), better, "only the worst seeds are compared"),
        (0, 100 * max(a - b for a, b in pairs), better, "the largest gain is taken for the mean"),
        (0, gain, sum(a > fmean(other) for a in one), "a seed is compared with a mean"),
        (0, gain, min(count, max(0, better + shift)), "a sign is misread in one seed"),
        (0, gain, count, "the better mean is thought to win every seed"),
    ]
    letters = rng.sample("PQ", 2)
    says = f"The gains of {letters[0]} have the mean {gain:.1f}, and {better} of them are above 0."
    wrong = [
        Choice(_sentence(letters[who], value, seen, count), says, belief=belief)
        for who, value, seen, belief in cases
        if value > 0 and (seen != better or who or abs(value - gain) >= CLEAR)
    ]
    rows = sorted(
        [f"{letter}: {name}", *(f"{value:.3f}" for value in line)]
        for letter, name, line in zip(letters, names, (one, other), strict=True)
    )
    return Draft(
        f"Two ways to adapt a network to {task} saw the same images, seed by seed. Accuracies:\n\n"
        f"{table(['way', *(f'seed {s}' for s in seeds)], rows)}\n\nWhich sentence is true?",
        Choice(_sentence(letters[0], gain, better, count), says),
        wrong,
        HINT,
    )


def _sentence(letter: str, gain: float, better: int, count: int) -> str:
    """What is claimed for one way."""
    return (
        f"{letter} is {gain:.1f} points ahead on average, and better in {better} of {count} seeds."
    )


TEMPLATE = Template("paired_ways", MEDIUM, ("10",), ("10.5",), make)
